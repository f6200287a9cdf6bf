#include "services/casework/domain/callback.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

using O = CallbackOutcome;
using Kind = CallbackStanding::Kind;

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
const CallbackPolicy kPolicy;

std::vector<Callback> Made(const std::vector<O>& outcomes, int round = 0) {
  std::vector<Callback> callbacks;
  for (const O outcome : outcomes) {
    callbacks.push_back({round, static_cast<int>(callbacks.size()) + 1, outcome, "a-li", kNow});
  }
  return callbacks;
}

absl::StatusOr<CallbackRecorded> Record(const std::vector<Callback>& before, O outcome, int round = 0) {
  return RecordCallback(before, round, outcome, "a-li", kPolicy, kNow);
}

TEST_CASE("Every sequence of outcomes: two that reach nobody leave it due, the third or any answer settles it", "[casework]") {
  for (int unreached = 0; unreached < 3; ++unreached) {
    const std::vector<Callback> before = Made(std::vector<O>(unreached, O::kNotReached));
    CHECK(StandingOf(before, 0, kPolicy).kind == Kind::kDue);
    CHECK(StandingOf(before, 0, kPolicy).next_attempt == unreached + 1);
    for (const Named<O>& outcome : kWords<O>) {
      std::vector<Callback> after = before;
      after.push_back(Record(before, outcome.value)->callback);
      CHECK(after.back().attempt == unreached + 1);
      const CallbackStanding standing = StandingOf(after, 0, kPolicy);
      const bool due = outcome.value == O::kNotReached && unreached < 2;
      CHECK(standing.settled() == !due);
      if (due) continue;
      CHECK(standing.kind == (outcome.value == O::kSatisfied      ? Kind::kSatisfied
                              : outcome.value == O::kNotSatisfied ? Kind::kNotSatisfied
                                                                  : Kind::kUnreached));
      for (const Named<O>& more : kWords<O>) CHECK(ReasonOf(Record(after, more.value).status()) == "CALLBACK_SETTLED");
    }
  }
}

TEST_CASE("Not satisfied reopens once in the life of a case", "[casework]") {
  const std::vector<Callback> first = {Record({}, O::kNotSatisfied)->callback};
  CHECK(Record({}, O::kNotSatisfied)->reopens);
  CHECK_FALSE(Record({}, O::kSatisfied)->reopens);
  CHECK_FALSE(Record({}, O::kNotReached)->reopens);
  CHECK(StandingOf(first, 1, kPolicy).kind == Kind::kDue);
  CHECK(StandingOf(first, 1, kPolicy).next_attempt == 1);
  const CallbackRecorded second = Record(first, O::kNotSatisfied, 1).value();
  CHECK_FALSE(second.reopens);
  CHECK(second.callback.attempt == 1);
}

TEST_CASE("A callback is due by severity, and again after a pause", "[casework]") {
  const auto [severity, hours] =
      GENERATE(table<Severity, int>({{Severity::kOrdinary, 48}, {Severity::kUrgent, 24}, {Severity::kCritical, 24}}));
  CHECK(CallbackDueTime({}, 0, severity, kNow, kPolicy) == kNow + absl::Hours(hours));
  std::vector<Callback> made = Made({O::kNotReached});
  CHECK(CallbackDueTime(made, 0, severity, kNow, kPolicy) == kNow + absl::Hours(hours));
  made[0].call_time = kNow + absl::Hours(47);
  CHECK(CallbackDueTime(made, 0, severity, kNow, kPolicy) == kNow + absl::Hours(51));
  CHECK(CallbackDueTime(made, 1, severity, kNow, kPolicy) == kNow + absl::Hours(hours));
}

TEST_CASE("An outcome that is none is named", "[casework]") {
  CHECK(ViolationsOf(Record({}, static_cast<O>(0)).status())[0].field == "outcome");
}

}  // namespace
}  // namespace redress::casework
