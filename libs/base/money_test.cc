#include "libs/base/money.h"

#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <tuple>

#include "libs/base/error.h"

namespace redress {
namespace {

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
constexpr int64_t kLeast = std::numeric_limits<int64_t>::min();

Money Fen(int64_t minor) {
  return {minor, Currency::Cny()};
}

TEST_CASE("A currency is three capital letters", "[base]") {
  CHECK(Currency::Parse("CNY").value() == Currency::Cny());
  CHECK(Currency::Parse("USD")->code() == "USD");
  CHECK(Currency().none());
  CHECK(Currency().code().empty());
  const auto wrong = GENERATE(as<std::string>(), "", "CN", "CNYX", "cny", "C1Y", "元", std::string("\0\0\0", 3));
  CHECK(ReasonOf(Currency::Parse(wrong).status()) == "INVALID_CURRENCY");
}

TEST_CASE("Sums and differences are exact to the ends of the range and refused beyond", "[base]") {
  CHECK(Add(Fen(kMost - 1), Fen(1)).value() == Fen(kMost));
  CHECK(Add(Fen(-5), Fen(3)).value() == Fen(-2));
  CHECK(Subtract(Fen(kLeast + 1), Fen(1)).value() == Fen(kLeast));
  CHECK(ReasonOf(Add(Fen(kMost), Fen(1)).status()) == "MONEY_OVERFLOW");
  CHECK(ReasonOf(Add(Fen(kLeast), Fen(-1)).status()) == "MONEY_OVERFLOW");
  CHECK(ReasonOf(Subtract(Fen(kLeast), Fen(1)).status()) == "MONEY_OVERFLOW");
  CHECK(ReasonOf(Subtract(Fen(0), Fen(kLeast)).status()) == "MONEY_OVERFLOW");
}

TEST_CASE("Amounts of two currencies do not mix", "[base]") {
  const Money dollars{100, Currency::Parse("USD").value()};
  CHECK(ReasonOf(Add(Fen(1), dollars).status()) == "CURRENCY_MISMATCH");
  CHECK(ReasonOf(Subtract(Fen(1), dollars).status()) == "CURRENCY_MISMATCH");
  CHECK(ReasonOf(Less(Fen(1), dollars).status()) == "CURRENCY_MISMATCH");
  CHECK(Less(Fen(1), Fen(2)).value());
  CHECK_FALSE(Less(Fen(2), Fen(2)).value());
}

TEST_CASE("A share is rounded down to the whole fen", "[base]") {
  const auto [amount, percent, share] = GENERATE(table<int64_t, int64_t, int64_t>({
      {9999, 10, 999},
      {1, 10, 0},
      {10, 10, 1},
      {19, 10, 1},
      {0, 10, 0},
      {12345, 0, 0},
      {12345, 100, 12345},
      {100, 300, 300},
      {199, 50, 99},
      {-1, 10, -1},
      {-19, 10, -2},
      {-20, 10, -2},
      {kMost, 100, kMost},
      {kLeast, 100, kLeast},
      {kMost, 50, kMost / 2},
  }));
  CHECK(PercentDown(Fen(amount), percent).value() == Fen(share));
}

TEST_CASE("A share that does not fit is refused", "[base]") {
  CHECK(ReasonOf(PercentDown(Fen(kMost), 101).status()) == "MONEY_OVERFLOW");
  CHECK(ReasonOf(PercentDown(Fen(kLeast), 101).status()) == "MONEY_OVERFLOW");
  CHECK(ReasonOf(PercentDown(Fen(kLeast), -100).status()) == "MONEY_OVERFLOW");
  CHECK(ReasonOf(PercentDown(Fen(kMost), kMost).status()) == "MONEY_OVERFLOW");
}

TEST_CASE("Shares of the parts never exceed the share of the whole", "[base]") {
  for (int64_t whole = 0; whole < 300; ++whole) {
    for (int64_t part = 0; part <= whole; ++part) {
      const int64_t split = PercentDown(Fen(part), 10)->minor + PercentDown(Fen(whole - part), 10)->minor;
      REQUIRE(split <= PercentDown(Fen(whole), 10)->minor);
    }
  }
}

}  // namespace
}  // namespace redress
