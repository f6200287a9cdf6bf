#include "services/compensation/domain/unary_test.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::compensation {
namespace {

bool Holds(absl::string_view test, const FactValue& value) {
  return Passes(ParseUnaryTest(test).value(), value);
}

TEST_CASE("A test of equality holds for each of its values", "[compensation]") {
  CHECK(Holds("LOST, WRONG_ITEM", std::string("WRONG_ITEM")));
  CHECK_FALSE(Holds("LOST, WRONG_ITEM", std::string("DELAYED")));
  CHECK(Holds("true", true));
  CHECK_FALSE(Holds("true", false));
  CHECK(Holds("48", int64_t{48}));
  CHECK(Holds(R"("")", std::string()));
  CHECK_FALSE(Holds("true", std::string("true")));
  CHECK_FALSE(Holds("1", true));
}

TEST_CASE("A negated test holds for everything else", "[compensation]") {
  CHECK(Holds("not(EXPIRED)", std::string("DAMAGED")));
  CHECK_FALSE(Holds(R"(not(EXPIRED, ""))", std::string()));
  CHECK_FALSE(Holds("not(EXPIRED)", std::string("EXPIRED")));
}

TEST_CASE("A comparison holds on its side of the bound, and for numbers only", "[compensation]") {
  const auto [text, at, above, below] = GENERATE(table<const char*, bool, bool, bool>(
      {{"> 48", false, true, false}, {">=48", true, true, false}, {"< 48", false, false, true}, {" <= 48 ", true, false, true}}));
  CHECK(Holds(text, int64_t{48}) == at);
  CHECK(Holds(text, int64_t{49}) == above);
  CHECK(Holds(text, int64_t{47}) == below);
  CHECK_FALSE(Holds(text, std::string("49")));
  CHECK_FALSE(Holds(text, true));
}

TEST_CASE("What is no test is refused", "[compensation]") {
  const char* text = GENERATE("", "late", "> LATE", ">", "not(EXPIRED", "LOST,", "1.5", "\"", "a b", "< 1, 2");
  CHECK(ReasonOf(ParseUnaryTest(text).status()) == "INVALID_POLICY");
}

}  // namespace
}  // namespace redress::compensation
