#include "libs/base/error.h"

#include <cstdint>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace redress {
namespace {

constexpr absl::string_view kReasonUrl = "redress/reason";
constexpr absl::string_view kViolationsUrl = "redress/violations";
constexpr absl::string_view kRetryUrl = "redress/retry_delay_ms";

// Netstrings (`5:hello`): a field or description may hold any character.
void AppendPart(std::string& out, absl::string_view part) {
  absl::StrAppend(&out, part.size(), ":", part);
}

// Takes one netstring off the front of `in`; false when there is none.
bool TakePart(absl::string_view& in, std::string& part) {
  const size_t colon = in.find(':');
  uint64_t size = 0;
  if (colon == absl::string_view::npos || !absl::SimpleAtoi(in.substr(0, colon), &size)) return false;
  if (size > in.size() - colon - 1) return false;
  part = std::string(in.substr(colon + 1, size));
  in.remove_prefix(colon + 1 + size);
  return true;
}

std::string PayloadOf(const absl::Status& status, absl::string_view url) {
  const absl::optional<absl::Cord> payload = status.GetPayload(url);
  return payload ? std::string(*payload) : std::string();
}

}  // namespace

absl::Status Error(absl::StatusCode code, absl::string_view reason, absl::string_view message) {
  absl::Status status(code, message);
  status.SetPayload(kReasonUrl, absl::Cord(reason));
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  return PayloadOf(status, kReasonUrl);
}

void Violations::Add(absl::string_view field, absl::string_view description) {
  violations_.push_back({std::string(field), std::string(description)});
}

absl::Status Violations::ToStatus() const {
  if (violations_.empty()) return absl::OkStatus();
  std::string message;
  for (const FieldViolation& violation : violations_) {
    absl::StrAppend(&message, message.empty() ? "" : "; ", violation.field, ": ", violation.description);
  }
  return WithViolations(Error(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS", message), violations_);
}

absl::Status WithViolations(absl::Status status, const std::vector<FieldViolation>& violations) {
  std::string payload;
  for (const FieldViolation& violation : violations) {
    AppendPart(payload, violation.field);
    AppendPart(payload, violation.description);
  }
  status.SetPayload(kViolationsUrl, absl::Cord(std::move(payload)));
  return status;
}

std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  const std::string payload = PayloadOf(status, kViolationsUrl);
  absl::string_view rest = payload;
  std::vector<FieldViolation> violations;
  FieldViolation next;
  while (TakePart(rest, next.field) && TakePart(rest, next.description)) violations.push_back(next);
  return violations;
}

absl::Status WithRetryDelay(absl::Status status, absl::Duration delay) {
  status.SetPayload(kRetryUrl, absl::Cord(absl::StrCat(absl::ToInt64Milliseconds(delay))));
  return status;
}

absl::optional<absl::Duration> RetryDelayOf(const absl::Status& status) {
  int64_t milliseconds = 0;
  if (!absl::SimpleAtoi(PayloadOf(status, kRetryUrl), &milliseconds)) return absl::nullopt;
  return absl::Milliseconds(milliseconds);
}

}  // namespace redress
