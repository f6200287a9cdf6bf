#include "libs/base/error.h"

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "libs/base/status_macros.h"

namespace redress {
namespace {

TEST_CASE("An error carries code, reason and message", "[base]") {
  const absl::Status error = Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "changed meanwhile");
  CHECK(error.code() == absl::StatusCode::kAborted);
  CHECK(error.message() == "changed meanwhile");
  CHECK(ReasonOf(error) == "ETAG_MISMATCH");
}

TEST_CASE("A status without payloads has no reason, no fields and no delay", "[base]") {
  const absl::Status status = GENERATE(absl::OkStatus(), absl::InternalError("x"));
  CHECK(ReasonOf(status).empty());
  CHECK(ViolationsOf(status).empty());
  CHECK_FALSE(RetryDelayOf(status).has_value());
}

TEST_CASE("All violations are named at once", "[base]") {
  Violations violations;
  CHECK(violations.empty());
  CHECK(violations.ToStatus().ok());
  violations.Add("complaint.text", "is required");
  violations.Add("complaint.orders[2]", "1 to 64 characters of [A-Za-z0-9_-]");
  const absl::Status status = violations.ToStatus();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(status) == "INVALID_FIELDS");
  CHECK(status.message() == "complaint.text: is required; complaint.orders[2]: 1 to 64 characters of [A-Za-z0-9_-]");
  CHECK(ViolationsOf(status) == violations.all());
}

TEST_CASE("A violation may hold any characters", "[base]") {
  const std::vector<FieldViolation> violations = {{"", ""}, {"a:b", "5:x\n"}, {std::string("\0,", 2), "必填"}, {"12:", ":"}};
  CHECK(ViolationsOf(WithViolations(absl::InvalidArgumentError("x"), violations)) == violations);
}

TEST_CASE("Payloads that somebody else made up do not break reading", "[base]") {
  const auto payload = GENERATE(as<std::string>(), "x", "5:ab", "1:a", "1:a9999999999:b", ":", "-1:a1:b");
  absl::Status status = absl::InvalidArgumentError("x");
  status.SetPayload("redress/violations", absl::Cord(payload));
  status.SetPayload("redress/retry_delay_ms", absl::Cord(payload));
  CHECK(ViolationsOf(status).empty());
  CHECK_FALSE(RetryDelayOf(status).has_value());
}

TEST_CASE("A retry delay is kept to the millisecond, beside the reason", "[base]") {
  const absl::Status status =
      WithRetryDelay(Error(absl::StatusCode::kUnavailable, "OVERLOADED", "busy"), absl::Milliseconds(1500));
  CHECK(RetryDelayOf(status) == absl::Milliseconds(1500));
  CHECK(ReasonOf(status) == "OVERLOADED");
  CHECK(WithRetryDelay(absl::OkStatus(), absl::Seconds(1)).ok());
}

absl::StatusOr<std::unique_ptr<int>> MakeBox(int value) {
  if (value < 0) return Error(absl::StatusCode::kOutOfRange, "NEGATIVE", "negative");
  return std::make_unique<int>(value);
}

absl::StatusOr<int> AddBoxes(int a, int b) {
  ASSIGN_OR_RETURN(const std::unique_ptr<int> first, MakeBox(a));
  ASSIGN_OR_RETURN(const std::unique_ptr<int> second, MakeBox(b));
  return *first + *second;
}

absl::Status CheckBoth(int a, int b) {
  RETURN_IF_ERROR(MakeBox(a).status());
  if (b != 0) RETURN_IF_ERROR(MakeBox(b).status());
  return absl::OkStatus();
}

TEST_CASE("The macros carry an error upwards with its payloads, and values by move", "[base]") {
  CHECK(AddBoxes(1, 2).value() == 3);
  CHECK(ReasonOf(AddBoxes(1, -2).status()) == "NEGATIVE");
  CHECK(ReasonOf(AddBoxes(-1, 2).status()) == "NEGATIVE");
  CHECK(CheckBoth(1, 1).ok());
  CHECK(ReasonOf(CheckBoth(-1, 1)) == "NEGATIVE");
  CHECK(ReasonOf(CheckBoth(1, -1)) == "NEGATIVE");
}

}  // namespace
}  // namespace redress
