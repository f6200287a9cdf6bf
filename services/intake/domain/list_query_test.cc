#include "services/intake/domain/list_query.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "services/intake/domain/names.h"

namespace redress::intake {
namespace {

TEST_CASE("Every field of a filter is understood", "[intake]") {
  const ComplaintNumber number = ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), 7).value();
  const absl::StatusOr<ListQuery> query = ParseListQuery(
      "channel = PLATFORM_ENTRY AND case = \"" + CaseName(number) +
      "\" AND customer = \"u-1\" AND order = \"o-1\" AND received_time >= \"2026-11-01T00:00:00Z\" AND received_time < "
      "\"2026-12-01T00:00:00Z\"");
  REQUIRE(query.ok());
  CHECK(query->channel == Channel::kPlatformEntry);
  CHECK(query->case_number == number);
  CHECK(query->customer.Reveal() == "u-1");
  CHECK(query->order.Reveal() == "o-1");
  CHECK(query->received_from->ToRfc3339() == "2026-11-01T00:00:00Z");
  CHECK(query->received_before->ToRfc3339() == "2026-12-01T00:00:00Z");
}

TEST_CASE("Exclusive and inclusive bounds meet the microsecond, and the narrowest counts", "[intake]") {
  const absl::StatusOr<ListQuery> query = ParseListQuery(
      "received_time > \"2026-11-01T00:00:00Z\" AND received_time <= \"2026-11-02T00:00:00Z\" AND received_time < "
      "\"2026-11-03T00:00:00Z\"");
  REQUIRE(query.ok());
  CHECK(query->received_from->ToRfc3339() == "2026-11-01T00:00:00.000001Z");
  CHECK(query->received_before->ToRfc3339() == "2026-11-02T00:00:00.000001Z");
}

TEST_CASE("What is not understood is refused, all of it at once", "[intake]") {
  const auto [filter, count] = GENERATE(table<std::string, size_t>({
      {"channel = FAX", 1},
      {"channel = APP AND channel = WEB", 1},
      {"case = \"cases/261122-00000007-00\"", 1},
      {"received_time >= yesterday", 1},
      {"customer = \"\"", 1},
      {"state = OPEN", 1},
      {"channel > APP", 1},
      {"channel = FAX AND received_time < x AND order = \"\"", 3},
  }));
  const absl::Status status = ParseListQuery(filter).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(ViolationsOf(status).size() == count);
}

}  // namespace
}  // namespace redress::intake
