#include "services/analytics/domain/fact.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>

namespace redress::analytics {
namespace {

const BusinessTime kNoon = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

const Cell& At(const Row& row, TableId table, absl::string_view column) {
  return row.at(static_cast<size_t>(TableOf(table).IndexOf(column)));
}

TEST_CASE("Tables have names, sources and columns of their own", "[analytics]") {
  std::set<absl::string_view> names;
  for (const Table& table : Tables()) {
    CHECK(names.insert(table.name).second);
    CHECK_FALSE(table.source.empty());
    std::set<absl::string_view> columns = {"partition", table.key};
    for (const Column& column : table.columns) CHECK(columns.insert(column.name).second);
  }
  CHECK(TableOf(TableId::kCase).name == "case_fact");
  CHECK(TableOf(TableId::kIntent).name == "intent_fact");
  CHECK(TableOf(TableId::kCase).IndexOf("no_such") == -1);
}

TEST_CASE("Each kind of change does what it says", "[analytics]") {
  Facts facts;
  const auto fold = [&](const Update& update) { Fold(update, &facts); };
  const auto fresh = [] { return Update(TableId::kCase, 3, "1"); };
  fold(fresh().Set("state", "OPEN").First("told_time", kNoon).Add("plan_count").Greatest("close_count", 2));
  fold(fresh().Set("state", "VERIFYING").First("told_time", kNoon + absl::Hours(1)).Add("plan_count").Greatest("close_count", 1));
  REQUIRE(facts.size() == 1);
  const Row& row = facts.begin()->second;
  CHECK(At(row, TableId::kCase, "state").text == "VERIFYING");
  CHECK(At(row, TableId::kCase, "told_time").number == kNoon.micros());
  CHECK(At(row, TableId::kCase, "plan_count").number == 2);
  CHECK(At(row, TableId::kCase, "close_count").number == 2);
  CHECK(At(row, TableId::kCase, "reopen_count").number == 0);
  CHECK_FALSE(At(row, TableId::kCase, "close_time").number.has_value());
  fold(fresh().SetTime("close_time", kNoon).SetFlag("review_due", true));
  CHECK(At(row, TableId::kCase, "close_time").number == kNoon.micros());
  CHECK(At(row, TableId::kCase, "review_due").number == 1);
  fold(fresh().Clear("close_time").Clear("state"));
  CHECK_FALSE(At(row, TableId::kCase, "close_time").number.has_value());
  CHECK(At(row, TableId::kCase, "state").text.empty());
  fold(Update(TableId::kCase, 4, "1").Add("plan_count"));
  CHECK(facts.size() == 2);
}

}  // namespace
}  // namespace redress::analytics
