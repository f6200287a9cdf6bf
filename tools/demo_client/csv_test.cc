#include "tools/demo_client/csv.h"

#include <catch2/catch.hpp>

namespace redress::demo {

using Cells = std::vector<std::string>;

TEST_CASE("ParseCsv reads what spreadsheets write", "[demo]") {
  const auto records = ParseCsv(
      "\xEF\xBB\xBF"
      "channel,text\r\nAPP,\"他说 \"\"好\"\", 然后\n没了\"\r\n\r\nWEB, late ,\n");
  REQUIRE(records.size() == 3);
  CHECK(records[0].cells == Cells{"channel", "text"});
  CHECK(records[1].cells == Cells{"APP", "他说 \"好\", 然后\n没了"});
  CHECK(records[1].line == 2);
  CHECK(records[2].cells == Cells{"WEB", "late", ""});
  CHECK(records[2].line == 5);
  for (const CsvRecord& record : records) CHECK(record.problem.empty());
}

TEST_CASE("ParseCsv names a record that is not well-formed and goes on", "[demo]") {
  const auto records = ParseCsv("a,\"b\"c\nd,e\nf,\"g");
  REQUIRE(records.size() == 3);
  CHECK(records[0].problem == "text follows a closing quote");
  CHECK(records[1].problem.empty());
  CHECK(records[2].problem == "a quoted cell is not closed");
}

TEST_CASE("ParseCsv of nothing is nothing", "[demo]") {
  CHECK(ParseCsv("").empty());
  CHECK(ParseCsv("\n\n").empty());
}

}  // namespace redress::demo
