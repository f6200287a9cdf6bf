#include "libs/events/type_filter.h"

#include <catch2/catch.hpp>

namespace redress::events {

TEST_CASE("Declared types are applied, unknown ones skipped, other major versions of a declared one refused", "[events]") {
  const TypeFilter filter({"redress.intake.v1.ComplaintReceived"});
  CHECK(filter.Judge("redress.intake.v1.ComplaintReceived") == TypeFilter::Verdict::kApply);
  CHECK(filter.Judge("redress.intake.v1.ContactAdded") == TypeFilter::Verdict::kSkip);
  CHECK(filter.Judge("redress.intake.v2.ComplaintReceived") == TypeFilter::Verdict::kUnknownVersion);
  CHECK(filter.Judge("redress.intake.v2alpha.ComplaintReceived") == TypeFilter::Verdict::kUnknownVersion);
  CHECK(filter.Judge("redress.other.v2.ComplaintReceived") == TypeFilter::Verdict::kSkip);
  CHECK(filter.Judge("") == TypeFilter::Verdict::kSkip);
}

}  // namespace redress::events
