#include "services/analytics/domain/kpi.h"

#include <catch2/catch.hpp>
#include <limits>

#include "libs/base/error.h"

namespace redress::analytics {
namespace {

KpiDefinition Share(absl::optional<int> target, absl::optional<int> floor = absl::nullopt, bool below = false) {
  return {"satisfied", KpiUnit::kShare, absl::nullopt, target, floor, below};
}

KpiPolicy Good() {
  return {"CNY",
          {{"first_feedback", KpiUnit::kShare, 48, 90, absl::nullopt, false},
           {"resolved", KpiUnit::kShare, 72, 80, absl::nullopt, false},
           Share(90, 80),
           {"backlog", KpiUnit::kCases, absl::nullopt, absl::nullopt, absl::nullopt, false}}};
}

TEST_CASE("A verdict is exact at its boundaries", "[analytics]") {
  const auto [numerator, denominator, verdict] = GENERATE(table<int64_t, int64_t, Verdict>({
      {9, 10, Verdict::kMet},
      {10, 10, Verdict::kMet},
      {899'999, 1'000'000, Verdict::kNotMet},
      {900'000, 1'000'000, Verdict::kMet},
      {8, 10, Verdict::kNotMet},
      {799'999, 1'000'000, Verdict::kBelowFloor},
      {0, 1, Verdict::kBelowFloor},
      {0, 0, Verdict::kNotMeasured},
      {std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::max(), Verdict::kMet},
  }));
  CAPTURE(numerator, denominator);
  CHECK(Judge(Share(90, 80), {numerator, denominator}) == verdict);
}

TEST_CASE("A target to stay below is missed where it is reached", "[analytics]") {
  const KpiDefinition repeat = Share(5, absl::nullopt, true);
  CHECK(Judge(repeat, {4, 100}) == Verdict::kMet);
  CHECK(Judge(repeat, {5, 100}) == Verdict::kNotMet);
  CHECK(Judge(repeat, {0, 1}) == Verdict::kMet);
  CHECK(Judge(repeat, {0, 0}) == Verdict::kNotMeasured);
}

TEST_CASE("A number of cases is always measured, a cost of no case never", "[analytics]") {
  const KpiDefinition backlog = {"backlog", KpiUnit::kCases, absl::nullopt, absl::nullopt, absl::nullopt, false};
  CHECK(Judge(backlog, {0, 0}) == Verdict::kNoTarget);
  CHECK(ValueOf(backlog, {7, 9}) == 7);
  const KpiDefinition cost = {"cost_per_case", KpiUnit::kMinor, absl::nullopt, absl::nullopt, absl::nullopt, false};
  CHECK(Judge(cost, {500, 0}) == Verdict::kNotMeasured);
  CHECK(ValueOf(cost, {500, 0}) == 0);
  CHECK(ValueOf(cost, {500, 4}) == 125);
  CHECK(Judge(cost, {500, 4}) == Verdict::kNoTarget);
}

TEST_CASE("A policy with a fault is refused", "[analytics]") {
  CHECK(CheckPolicy(Good()).ok());
  const auto refused = [](KpiPolicy policy) { return ReasonOf(CheckPolicy(policy)) == "INVALID_KPIS"; };
  KpiPolicy policy = Good();
  policy.kpis.push_back(policy.kpis[2]);
  CHECK(refused(policy));
  policy = Good();
  policy.kpis[2].id = "happiness";
  CHECK(refused(policy));
  policy = Good();
  policy.kpis[0].within_hours = absl::nullopt;
  CHECK(refused(policy));
  policy = Good();
  policy.kpis[0].within_hours = 0;
  CHECK(refused(policy));
  policy = Good();
  policy.kpis[2].within_hours = 1;
  CHECK(refused(policy));
  policy = Good();
  policy.kpis[2].within_seconds = 30;
  CHECK(refused(policy));
  for (const auto& [seconds, good] : {std::pair(0, false), {1, true}, {3'600, true}, {3'601, false}}) {
    policy = Good();
    policy.kpis[2].id = "hotline_answered";
    policy.kpis[2].within_seconds = seconds;
    CHECK(CheckPolicy(policy).ok() == good);
  }
  policy = Good();
  policy.kpis[2].target_percent = 101;
  CHECK(refused(policy));
  policy = Good();
  policy.kpis[2].target_percent = absl::nullopt;
  CHECK(refused(policy));
  policy = Good();
  policy.kpis[3].target_percent = 3;
  CHECK(refused(policy));
  policy = Good();
  policy.kpis.erase(policy.kpis.begin());
  CHECK(refused(policy));
  policy = Good();
  policy.currency = "yuan";
  CHECK(refused(policy));
}

}  // namespace
}  // namespace redress::analytics
