#include "services/intake/domain/names.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::intake {
namespace {

ComplaintNumber Number(int64_t sequence) {
  return ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), sequence).value();
}

TEST_CASE("A number survives the database", "[intake]") {
  const int64_t sequence = GENERATE(0, 1, 12'345, 99'999'999);
  const ComplaintNumber number = Number(sequence);
  CHECK(FromStored(ToStored(number)).value() == number);
  CHECK(ToStored(number) == 261'122LL * 100'000'000 + sequence);
}

TEST_CASE("An integer that is no number is refused", "[intake]") {
  CHECK_FALSE(FromStored(-1).ok());
  CHECK_FALSE(FromStored(261'322LL * 100'000'000).ok());
  CHECK_FALSE(FromStored(261'132LL * 100'000'000).ok());
}

TEST_CASE("Names are built and taken apart", "[intake]") {
  const ComplaintNumber number = Number(12'345);
  CHECK(ParseComplaintName(ComplaintName(number), "name").value() == number);
  CHECK(ParseCaseName(CaseName(number), "case").value() == number);
  CHECK(ContactName(number, Uuid()) == ComplaintName(number) + "/contacts/00000000-0000-0000-0000-000000000000");
  CHECK(EvidenceName(number, Uuid()) == ComplaintName(number) + "/evidence/00000000-0000-0000-0000-000000000000");
}

TEST_CASE("A name of the wrong collection is refused", "[intake]") {
  const std::string number = Number(12'345).ToString();
  CHECK(ReasonOf(ParseComplaintName("cases/" + number, "name").status()) == "MALFORMED_NAME");
  CHECK(ReasonOf(ParseCaseName("complaints/" + number, "case").status()) == "MALFORMED_NAME");
}

}  // namespace
}  // namespace redress::intake
