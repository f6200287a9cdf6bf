#include "libs/pg/arrays.h"

#include <catch2/catch.hpp>

#include "absl/strings/escaping.h"

namespace redress::pg {

TEST_CASE("Arrays are written as PostgreSQL reads them", "[pg]") {
  CHECK(ArrayOf(std::vector<int64_t>{}) == "{}");
  CHECK(ArrayOf(std::vector<int64_t>{1, -2}) == "{1,-2}");
  CHECK(ArrayOf(std::vector<int>{7}) == "{7}");
  CHECK(ArrayOf(std::vector<std::string>{"a", "", "b\"\\c,{}"}) == R"({"a","","b\"\\c,{}"})");
  CHECK(ArrayOf(std::vector<absl::optional<std::string>>{absl::nullopt, "NULL"}) == R"({NULL,"NULL"})");
  CHECK(ArrayOf(std::vector<bool>{true, false}) == "{t,f}");
}

std::string Hex(const BytesParam& bytes) {
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

TEST_CASE("Arrays of one type are written in PostgreSQL's binary form", "[pg]") {
  using Texts = std::vector<std::string>;
  using Optionals = std::vector<absl::optional<std::string>>;
  const std::string one =
                        "00000001"
                        "00000000",
                    with_nulls =
                        "00000001"
                        "00000001",
                    none =
                        "00000000"
                        "00000000";
  const std::string two_long =
      "00000002"
      "00000001";
  CHECK(Hex(ByteArrayOf(Texts{std::string("\0\xff", 2), ""})) == one + "00000011" + two_long +
                                                                     "00000002"
                                                                     "00ff"
                                                                     "00000000");
  CHECK(Hex(ByteArrayOf(Texts{})) == none + "00000011");
  CHECK(Hex(ByteArrayOf(Optionals{absl::nullopt, "a"})) == with_nulls + "00000011" + two_long +
                                                               "ffffffff"
                                                               "00000001"
                                                               "61");
  CHECK(Hex(TextArrayOf(Texts{"a\"", ""})) == one + "00000019" + two_long +
                                                  "00000002"
                                                  "6122"
                                                  "00000000");
  CHECK(Hex(TextArrayOf(Optionals{"a", absl::nullopt})) == with_nulls + "00000019" + two_long +
                                                               "00000001"
                                                               "61"
                                                               "ffffffff");
  CHECK(Hex(TimeArrayOf(std::vector<int64_t>{946'684'800'000'001, 946'684'799'999'999})) == one + "000004a0" + two_long +
                                                                                                "00000008"
                                                                                                "0000000000000001"
                                                                                                "00000008"
                                                                                                "ffffffffffffffff");
}

TEST_CASE("Arrays from the server are read back", "[pg]") {
  CHECK(ParseIntArray("{}").empty());
  CHECK(ParseIntArray("{3,4,-5}") == std::vector<int64_t>{3, 4, -5});
  CHECK(ParseTextArray("{}").empty());
  CHECK(ParseTextArray(R"({a,"b,c","d\"e",NULL,"NULL",""})") == std::vector<std::string>{"a", "b,c", "d\"e", "", "NULL", ""});
}

}  // namespace redress::pg
