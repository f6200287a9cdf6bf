// Which version of the policy decides a question. Publications are added and taken back, never changed: the latest that covers a
// question decides it. Values and pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/compensation/domain/policy_files.h"

namespace redress::compensation {

// Where a question comes from; words of the platform, empty where they are not known. As a scope: empty is any.
struct PolicyScope {
  std::string channel;
  std::string region;
  std::string seller_tier;
  friend bool operator==(const PolicyScope&, const PolicyScope&) = default;
  bool empty() const { return *this == PolicyScope(); }
};

// A version as it is kept, without its files.
struct PolicyVersion {
  int64_t number = 0;
  std::string sha256;
  std::string author;
  std::string note;
  BusinessTime create_time;
  std::string approver;  // empty while nobody said yes
  absl::optional<BusinessTime> approve_time;
};

// That a version decides.
struct Publication {
  int64_t number = 0;
  int64_t version = 0;
  BusinessTime from;
  absl::optional<BusinessTime> until;
  PolicyScope scope;
  int32_t share_percent = 100;
  std::string publisher;
  BusinessTime create_time;
  std::string canceller;  // empty while nobody took it back
  absl::optional<BusinessTime> cancel_time;
  std::string cancel_reason;
};

// Who asks: for a question about everybody (limits, budgets) the case is empty, and only publications for all count.
struct PolicyQuestion {
  std::string case_number;
  PolicyScope from;
};

// The version that decides at an instant; nothing where no publication covers it. `publications` by number, ascending.
absl::optional<int64_t> VersionFor(const std::vector<Publication>& publications, const PolicyQuestion& question,
                                   BusinessTime now);

// Whether a case is among the share of a publication: the same ones for as long as it lasts.
bool InShare(const std::string& case_number, const Publication& publication);

// FAILED_PRECONDITION: APPROVAL_SELF_GIVEN, ALREADY_APPROVED. ABORTED, reason ETAG_MISMATCH, for another content.
absl::Status CheckApprovable(const PolicyVersion& version, const std::string& approver, const std::string& sha256);
// FAILED_PRECONDITION, reason NOT_APPROVED. INVALID_ARGUMENT naming the fields that are wrong.
absl::Status CheckPublishable(const PolicyVersion& version, const Publication& publication, BusinessTime now);
// The publication to take back: `number`, or, for 0, the latest that stands. NOT_FOUND, reason PUBLICATION_NOT_FOUND.
// FAILED_PRECONDITION, reason NOTHING_TO_ROLL_BACK, for the first one and for one that was taken back.
absl::StatusOr<Publication> FindRollback(const std::vector<Publication>& publications, int64_t number);

}  // namespace redress::compensation
