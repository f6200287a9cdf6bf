#include "services/analytics/store/kpi_file.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::analytics {
namespace {

constexpr char kGood[] =
    "currency: CNY\nkpis:\n  - {id: first_feedback, unit: SHARE, within_hours: 24, target_percent: 90}\n"
    "  - {id: resolved, unit: SHARE, within_hours: 72}\n";

TEST_CASE("The KPIs that come with this build are good, and those of the domain", "[analytics]") {
  const absl::StatusOr<KpiPolicy> policy = LoadKpiFile("");
  REQUIRE(policy.ok());
  CHECK(policy->currency == "CNY");
  CHECK(policy->kpis.size() == 25);
  const KpiDefinition& first = policy->kpis.front();
  CHECK(first.id == "first_feedback");
  CHECK(first.within_hours == 48);
  CHECK(first.target_percent == 90);
  const KpiDefinition& satisfied = policy->kpis[2];
  CHECK(satisfied.id == "satisfied");
  CHECK(satisfied.floor_percent == 80);
  CHECK(policy->kpis[5].below);
  CHECK(policy->kpis[7].id == "hotline_answered");
  CHECK(policy->kpis[7].within_seconds == 30);
}

TEST_CASE("What a file of KPIs says that is not understood is refused", "[analytics]") {
  CHECK(ParseKpis(kGood).ok());
  const std::string bad = GENERATE(as<std::string>(), "", "[]", "currency: CNY\nkpi: []", "currency: CNY\nkpis: []",
                                   std::string(kGood) + "  - {id: satisfied, unit: HAPPY}\n",
                                   std::string(kGood) + "  - {id: satisfied, unit: SHARE, target_percent: many}\n",
                                   std::string(kGood) + "  - {id: satisfied, unit: SHARE, aim: 3}\n", "currency: [");
  CAPTURE(bad);
  CHECK(ReasonOf(ParseKpis(bad).status()) == "INVALID_KPIS");
}

TEST_CASE("A file that is not there is named by its reason", "[analytics]") {
  CHECK(ReasonOf(LoadKpiFile("/nowhere/kpis.yaml").status()) == "KPI_FILE");
}

}  // namespace
}  // namespace redress::analytics
