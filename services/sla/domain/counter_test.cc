#include "services/sla/domain/counter.h"

#include <catch2/catch.hpp>
#include <random>

#include "services/sla/domain/test_policies.h"

namespace redress::sla {
namespace {

using testing::At;

ClockPlan PlanOf(ClockKind kind, const char* start) {
  ClockPlan plan;
  plan.kind = kind;
  plan.start = At(start);
  return plan;
}

TEST_CASE("Stretches that touch or overlap are one; what lies before the start does not count", "[counter]") {
  const Policy policy = testing::TestPolicy();
  ClockPlan plan = PlanOf(ClockKind::kResolution, "2026-11-02T00:00:00Z");
  plan.pauses = {{At("2026-11-02T04:00:00Z"), At("2026-11-02T06:00:00Z"), "b"},
                 {At("2026-11-01T20:00:00Z"), At("2026-11-02T01:00:00Z"), "a"},
                 {At("2026-11-02T05:00:00Z"), At("2026-11-02T07:00:00Z"), "c"},
                 {At("2026-11-01T20:00:00Z"), At("2026-11-01T21:00:00Z"), "before"}};
  const Counter counter(plan, policy);
  REQUIRE(counter.pauses().size() == 2);
  CHECK(counter.Still(At("2026-11-02T10:00:00Z")) == absl::Hours(4));
  CHECK(counter.Spent(At("2026-11-02T10:00:00Z")) == absl::Hours(6));
  CHECK(counter.Reach(absl::Hours(6)) == At("2026-11-02T10:00:00Z"));
  CHECK(counter.DueAt(At("2026-11-02T03:00:00Z"), absl::Hours(5)) == At("2026-11-02T06:00:00Z"));
  CHECK_FALSE(counter.DueAt(At("2026-11-02T05:00:00Z"), absl::Hours(5)).has_value());
  CHECK(counter.Free(At("2026-11-02T05:00:00Z")) == At("2026-11-02T07:00:00Z"));
}

TEST_CASE("A pause over a holiday counts no more than the days that would have been worked", "[counter]") {
  PolicySpec spec = testing::TestSpec();
  spec.targets[{ClockKind::kRefund, Channel::kAny}].pauses = true;
  const Policy policy = Policy::Make(spec).value();
  ClockPlan plan = PlanOf(ClockKind::kRefund, "2026-09-30T00:00:00+08:00");
  plan.pauses = {{At("2026-09-30T12:00:00+08:00"), At("2026-10-08T12:00:00+08:00"), ""}};
  const Counter counter(plan, policy);
  CHECK(counter.Still(At("2026-10-08T12:00:00+08:00")) == absl::Hours(24));
  CHECK(counter.Spent(At("2026-10-08T13:00:00+08:00")) == absl::Hours(13));
}

TEST_CASE("A clock that never pauses counts on, whoever is asked", "[counter]") {
  const Policy policy = testing::TestPolicy();
  ClockPlan plan = PlanOf(ClockKind::kAcceptance, "2026-11-02T00:00:00Z");
  plan.pauses = {{At("2026-11-02T00:10:00Z"), At("2026-11-02T06:00:00Z"), ""}};
  const Counter counter(plan, policy);
  CHECK(counter.pauses().empty());
  CHECK(counter.Reach(absl::Hours(1)) == At("2026-11-02T01:00:00Z"));
}

TEST_CASE("What stands still for ever is never reached", "[counter]") {
  const Policy policy = testing::TestPolicy();
  ClockPlan plan = PlanOf(ClockKind::kResolution, "2026-11-02T00:00:00Z");
  plan.aways = {{At("2026-11-02T04:00:00Z"), absl::nullopt, "CaseMerged"}};
  const Counter counter(plan, policy);
  CHECK(counter.Reach(absl::Hours(4)) == At("2026-11-02T04:00:00Z"));
  CHECK_FALSE(counter.Reach(absl::Hours(5)).has_value());
  CHECK_FALSE(counter.Free(At("2026-11-03T04:00:00Z")).has_value());
}

TEST_CASE("What is reached has been spent, whatever the pauses", "[counter]") {
  const Policy policy = testing::TestPolicy();
  std::mt19937_64 random(7);
  for (int i = 0; i < 200; ++i) {
    ClockPlan plan = PlanOf(ClockKind::kResolution, "2026-11-02T00:00:00Z");
    for (int pause = 0; pause < 4; ++pause) {
      const BusinessTime from = plan.start + absl::Minutes(random() % 6'000);
      plan.pauses.push_back({from, from + absl::Minutes(random() % 2'000), ""});
    }
    const Counter counter(plan, policy);
    const absl::Duration wanted = absl::Minutes(random() % 5'000);
    CHECK(counter.Spent(*counter.Reach(wanted)) == wanted);
  }
}

}  // namespace
}  // namespace redress::sla
