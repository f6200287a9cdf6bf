#include "libs/base/numbered_name.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress {
namespace {

TEST_CASE("The number of a name is read back from any collection", "[base]") {
  const ComplaintNumber number = ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), 12'345).value();
  const std::string collection = GENERATE("complaints/", "cases/", "predictions/");
  CHECK(ParseNumberedName(absl::StrCat(collection, number.ToString()), collection, "name").value() == number);
}

TEST_CASE("A mistyped number is told apart from nonsense, and the field is named", "[base]") {
  const auto mistyped = ParseNumberedName("complaints/261122-00012345-22", "complaints/", "parent");
  CHECK(ReasonOf(mistyped.status()) == "WRONG_CHECK_DIGITS");
  REQUIRE(ViolationsOf(mistyped.status()).size() == 1);
  CHECK(ViolationsOf(mistyped.status())[0].field == "parent");

  const std::string nonsense = GENERATE("", "complaints/", "cases/1", "complaints/x", "261122-00012345-21");
  const auto malformed = ParseNumberedName(nonsense, "complaints/", "name");
  CHECK(malformed.status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(malformed.status()) == "MALFORMED_NAME");
  CHECK(ViolationsOf(malformed.status()).size() == 1);
}

}  // namespace
}  // namespace redress
