// The one typed error of the suite: an absl::Status that carries a stable reason (`REQUEST_ID_REUSED`), the fields at fault and
// when to try again as payloads. libs/rpc turns them into google.rpc details at the edge, and back in a client; nobody else
// knows of the wire form. Messages are for callers: never SQL, a path, a stack or personal data. All functions are thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace redress {

// An error with a reason: UPPER_SNAKE_CASE, stable for ever, listed in the README of the service that gives it.
absl::Status Error(absl::StatusCode code, absl::string_view reason, absl::string_view message);

// The reason, or empty where the status has none (also for OK).
std::string ReasonOf(const absl::Status& status);

struct FieldViolation {
  std::string field;        // path as in the proto: `complaint.orders[2]`
  std::string description;  // what is allowed, never the offending value
  friend bool operator==(const FieldViolation&, const FieldViolation&) = default;
};

// Collects every bad field of a request, so that the caller hears of all at once. Not thread safe.
class Violations {
 public:
  void Add(absl::string_view field, absl::string_view description);
  bool empty() const { return violations_.empty(); }
  const std::vector<FieldViolation>& all() const { return violations_; }
  // OK if empty, else INVALID_ARGUMENT with reason INVALID_FIELDS that names all.
  absl::Status ToStatus() const;

 private:
  std::vector<FieldViolation> violations_;
};

// `status` with these violations in place of its former ones; OK stays OK.
absl::Status WithViolations(absl::Status status, const std::vector<FieldViolation>& violations);
// The fields at fault, empty where the status names none.
std::vector<FieldViolation> ViolationsOf(const absl::Status& status);

// `status` that asks the caller to wait so long before the next attempt; OK stays OK. Kept in whole milliseconds.
absl::Status WithRetryDelay(absl::Status status, absl::Duration delay);
absl::optional<absl::Duration> RetryDelayOf(const absl::Status& status);

}  // namespace redress
