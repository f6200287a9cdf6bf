#include "services/compensation/domain/policy.h"

#include <catch2/catch.hpp>

namespace redress::compensation {
namespace {

TEST_CASE("An amount needs the authority of its band, bounds included", "[compensation]") {
  Terms terms;
  terms.specialist_max = 10'000;
  terms.supervisor_max = 100'000;
  CHECK(BandOf(0, terms) == Authority::kSpecialist);
  CHECK(BandOf(10'000, terms) == Authority::kSpecialist);
  CHECK(BandOf(10'001, terms) == Authority::kSupervisor);
  CHECK(BandOf(100'000, terms) == Authority::kSupervisor);
  CHECK(BandOf(100'001, terms) == Authority::kManager);
}

TEST_CASE("Months and days are those of the policy's time zone", "[compensation]") {
  Terms terms;
  terms.zone = absl::FixedTimeZone(8 * 3600);
  const BusinessTime last = BusinessTime::ParseRfc3339("2026-11-30T15:59:59Z").value();
  CHECK(MonthOf(last, terms) == "2026-11");
  CHECK(DayOf(last, terms) == "2026-11-30");
  CHECK(MonthOf(last + absl::Seconds(1), terms) == "2026-12");
  CHECK(DayOf(last + absl::Seconds(1), terms) == "2026-12-01");
}

}  // namespace
}  // namespace redress::compensation
