#include "libs/feel/decimal.h"

#include <catch2/catch.hpp>
#include <tuple>

namespace redress::feel {
namespace {

Decimal D(absl::string_view text) {
  return Decimal::Parse(text).value();
}

std::string Text(const std::optional<Decimal>& number) {
  return number ? number->ToText() : "nothing";
}

TEST_CASE("A number is read and written plainly, and equal numbers have equal texts", "[feel]") {
  const auto [text, written] = GENERATE(table<std::string, std::string>({
      {"0", "0"},
      {"-0", "0"},
      {"0.00", "0"},
      {"1.10", "1.1"},
      {"-12.50", "-12.5"},
      {".5", "0.5"},
      {"100", "100"},
      {"1.23e4", "12300"},
      {"1.23E-4", "0.000123"},
      {"1e40", "1E40"},
      {"-1.5e-50", "-1.5E-50"},
      {"1234567890123456789012345678901234", "1234567890123456789012345678901234"},
      {"12345678901234567890123456789012345", "12345678901234567890123456789012340"},  // half even
  }));
  CHECK(D(text).ToText() == written);
}

TEST_CASE("Nothing else is a number", "[feel]") {
  const std::string text =
      GENERATE("", "-", ".", "1e", "e5", " 1", "1 ", "1,5", "NaN", "Infinity", "0x10", "1e7000", "--1", "1.2.3");
  CHECK_FALSE(Decimal::Parse(text).has_value());
}

TEST_CASE("Arithmetic has 34 digits and no result that is not a number", "[feel]") {
  CHECK(Text(D("0.1").Plus(D("0.2"))) == "0.3");
  CHECK(Text(D("1").DividedBy(D("3"))) == "0.3333333333333333333333333333333333");
  CHECK(Text(D("2").DividedBy(D("3"))) == "0.6666666666666666666666666666666667");
  CHECK(Text(D("1").DividedBy(D("0"))) == "nothing");
  CHECK(Text(D("0").DividedBy(D("0"))) == "nothing");
  CHECK(Text(D("9e6144").Times(D("10"))) == "nothing");
  CHECK(Text(D("-1").SquareRoot()) == "nothing");
  CHECK(Text(D("0").NaturalLog()) == "nothing");
  CHECK(Text(D("4").SquareRoot()) == "2");
  CHECK(Text(D("0").Exponential()) == "1");
}

TEST_CASE("A whole power of what is exact is exact", "[feel]") {
  const auto [base, exponent, power] = GENERATE(table<std::string, std::string, std::string>({
      {"2", "10", "1024"},
      {"10", "-5", "0.00001"},
      {"1.1", "2", "1.21"},
      {"-2", "3", "-8"},
      {"0", "0", "1"},
      {"0", "-1", "nothing"},
      {"4", "0.5", "2"},
      {"-4", "0.5", "nothing"},
  }));
  CHECK(Text(D(base).Power(D(exponent))) == power);
}

TEST_CASE("Modulo has the sign of the divisor", "[feel]") {
  const auto [a, b, rest] = GENERATE(table<std::string, std::string, std::string>({
      {"12", "5", "2"},
      {"-12", "5", "3"},
      {"12", "-5", "-3"},
      {"-12", "-5", "-2"},
      {"10.1", "4.5", "1.1"},
      {"-10.1", "4.5", "3.4"},
      {"10", "0", "nothing"},
  }));
  CHECK(Text(D(a).Modulo(D(b))) == rest);
}

TEST_CASE("Every rounding rounds as it is called", "[feel]") {
  struct Row {
    std::string number;
    int64_t scale;
    std::vector<std::string> results;  // half even, floor, ceiling, down, up, half up, half down
  };
  const std::vector<Row> rows = {
      {"2.5", 0, {"2", "2", "3", "2", "3", "3", "2"}},
      {"-2.5", 0, {"-2", "-3", "-2", "-2", "-3", "-3", "-2"}},
      {"3.5", 0, {"4", "3", "4", "3", "4", "4", "3"}},
      {"1.126", 2, {"1.13", "1.12", "1.13", "1.12", "1.13", "1.13", "1.13"}},
      {"1.121", 2, {"1.12", "1.12", "1.13", "1.12", "1.13", "1.12", "1.12"}},
      {"-1.126", 2, {"-1.13", "-1.13", "-1.12", "-1.12", "-1.13", "-1.13", "-1.13"}},
      {"1250", -2, {"1200", "1200", "1300", "1200", "1300", "1300", "1200"}},
      {"5.5", 6176, {"5.5", "5.5", "5.5", "5.5", "5.5", "5.5", "5.5"}},
      {"5.5", 6177, {"nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing"}},
      {"5.5", -6112, {"nothing", "nothing", "nothing", "nothing", "nothing", "nothing", "nothing"}},
  };
  for (const Row& row : rows) {
    for (size_t i = 0; i < row.results.size(); ++i) {
      INFO(row.number << " to " << row.scale << ", rounding " << i);
      CHECK(Text(D(row.number).Rounded(row.scale, static_cast<Rounding>(i))) == row.results[i]);
    }
  }
}

TEST_CASE("The order of numbers is that of their values, whatever their form", "[feel]") {
  // Ascending; in each row the same number in several forms, on both sides of what one word holds.
  const std::vector<std::vector<std::string>> ascending = {{"-1e6000"},
                                                           {"-18446744073709551616", "-18446744073709551616.0"},
                                                           {"-18446744073709551615"},
                                                           {"-2", "-2.00", "-20e-1"},
                                                           {"-1"},
                                                           {"0", "-0", "0.00", "0e9"},
                                                           {"1e-6000"},
                                                           {"0.1", "0.10"},
                                                           {"1", "1.0", "10e-1"},
                                                           {"2", "2.0"},
                                                           {"10", "1e1"},
                                                           {"18446744073709551615", "18446744073709551615.0"},
                                                           {"18446744073709551616"},
                                                           {"9999999999999999999999999999999999"},
                                                           {"1e34"}};
  for (size_t i = 0; i < ascending.size(); ++i) {
    for (size_t j = 0; j < ascending.size(); ++j) {
      for (const std::string& a : ascending[i]) {
        for (const std::string& b : ascending[j]) {
          INFO(a << " and " << b);
          CHECK(D(a).Compare(D(b)) == (i < j ? -1 : i > j ? 1 : 0));
        }
      }
    }
  }
}

TEST_CASE("Whole numbers are told from others", "[feel]") {
  CHECK(D("5.00").ToInt64() == 5);
  CHECK(D("-9223372036854775808").ToInt64() == INT64_MIN);
  CHECK_FALSE(D("9223372036854775808").ToInt64().has_value());
  CHECK_FALSE(D("5.5").ToInt64().has_value());
  CHECK(D("1e30").IsInteger());
  CHECK_FALSE(D("0.1").IsInteger());
  CHECK(D("1.0") == D("1"));
  CHECK(D("-1") < D("0.5"));
  CHECK(Decimal::FromDouble(0.5)->ToText() == "0.5");
  CHECK_FALSE(Decimal::FromDouble(1.0 / 0.0).has_value());
  CHECK(D("-2.25").ToDouble() == -2.25);
}

}  // namespace
}  // namespace redress::feel
