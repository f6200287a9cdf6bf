#include "libs/pg/arrays.h"

#include <catch2/catch.hpp>

namespace redress::pg {

TEST_CASE("Arrays are written as PostgreSQL reads them", "[pg]") {
  CHECK(ArrayOf(std::vector<int64_t>{}) == "{}");
  CHECK(ArrayOf(std::vector<int64_t>{1, -2}) == "{1,-2}");
  CHECK(ArrayOf(std::vector<int>{7}) == "{7}");
  CHECK(ArrayOf(std::vector<std::string>{"a", "", "b\"\\c,{}"}) == R"({"a","","b\"\\c,{}"})");
  CHECK(ArrayOf(std::vector<absl::optional<std::string>>{absl::nullopt, "NULL"}) == R"({NULL,"NULL"})");
  CHECK(ByteArrayOf(std::vector<std::string>{std::string("\0\xff", 2), ""}) == R"({"\\x00ff","\\x"})");
  CHECK(ArrayOf(std::vector<bool>{true, false}) == "{t,f}");
}

TEST_CASE("Arrays from the server are read back", "[pg]") {
  CHECK(ParseIntArray("{}").empty());
  CHECK(ParseIntArray("{3,4,-5}") == std::vector<int64_t>{3, 4, -5});
  CHECK(ParseTextArray("{}").empty());
  CHECK(ParseTextArray(R"({a,"b,c","d\"e",NULL,"NULL",""})") == std::vector<std::string>{"a", "b,c", "d\"e", "", "NULL", ""});
}

}  // namespace redress::pg
