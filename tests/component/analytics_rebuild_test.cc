// A rebuild folds the logs anew and finds the facts that there are, or names what differs; and batches do not matter.
#include <catch2/catch.hpp>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/error.h"
#include "services/analytics/store/fact_store.h"
#include "services/analytics/store/migrations.h"
#include "tests/component/analytics_suite.h"

namespace redress::test {
namespace {

const v1::TableComparison& TableIn(const v1::Rebuild& rebuild, const std::string& name) {
  for (const v1::TableComparison& table : rebuild.tables()) {
    if (table.table() == name) return table;
  }
  throw std::runtime_error("no table " + name);
}

CaseStory AnyStory(std::mt19937& random, int n) {
  const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  CaseStory story;
  story.number = absl::StrFormat("261120-%08d-00", n);
  story.received = kStart + absl::Hours(24 * 19) + absl::Minutes(pick(1'440));
  story.channel = static_cast<type::v1::Channel>(1 + pick(9));
  story.seller = absl::StrCat("s-", pick(5));
  story.l1 = pick(8) == 0 ? "OTHER" : "LOGISTICS";
  story.told_after_h = pick(60) - 1;
  story.resolved_after_h = pick(90) - 1;
  story.closed_after_h = pick(3) == 0 ? -1 : 90;
  story.reopened = pick(9) == 0 ? "REPEAT" : pick(9) == 0 ? "SURVEY" : "";
  story.malicious = pick(20) == 0;
  story.surveyed = pick(2) == 0;
  story.score = pick(6);
  story.granted = pick(2) * 1'000;
  story.grant_fails = pick(4) == 0;
  story.acceptance = pick(3) - 1;
  if (pick(15) == 0 && n > 1) story.merged_into = absl::StrFormat("261120-%08d-00", n - 1);
  return story;
}

// Two hundred cases, told once.
AnalyticsSuite& Told() {
  static const bool told = [] {
    std::mt19937 random(7);
    for (int n = 1; n <= 200; ++n) {
      const CaseStory story = AnyStory(random, n);
      TheAnalytics().Tell(story);
      if (n % 4 == 0) TheAnalytics().TellCall({story.number, story.received, n % 40, n % 3 > 0, n % 2 == 0});
    }
    TheAnalytics().WaitUntilHeard();
    return true;
  }();
  CHECK(told);
  return TheAnalytics();
}

TEST_CASE("A rebuild of two hundred cases finds every fact the same, bit for bit", "[analytics]") {
  AnalyticsSuite& suite = Told();
  const v1::Rebuild rebuild = suite.RebuildAndWait(false);
  CHECK(rebuild.state() == v1::Rebuild::STATE_SUCCEEDED);
  CHECK(rebuild.identical());
  CHECK(rebuild.requester() == "agents/m-zhao");
  CHECK(rebuild.sources_size() == 6);
  CHECK(rebuild.event_count() == rebuild.event_total());
  CHECK(rebuild.tables_size() == 10);
  CHECK(TableIn(rebuild, "case_fact").row_count() >= 200);
  CHECK(TableIn(rebuild, "call_fact").row_count() >= 50);
  int64_t rows = 0;
  for (const v1::TableComparison& table : rebuild.tables()) {
    CAPTURE(table.table());
    CHECK(table.hash() == table.rebuilt_hash());
    CHECK(table.hash().size() == 64);
    CHECK_FALSE(table.has_first_difference());
    rows += table.row_count();
  }
  CHECK(rebuild.row_count() == rows);
  CHECK(suite.Sql("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'analytics_rebuild_%'") == "0");
}

TEST_CASE("A fact that was changed, lost or made up is named, and a swap mends it", "[analytics]") {
  AnalyticsSuite& suite = Told();
  const std::string truth = suite.Sql("SELECT told_time FROM analytics.case_fact WHERE case_number = '261120-00000042-00'");
  suite.Sql("UPDATE analytics.case_fact SET root_cause = 'MADE_UP' WHERE case_number = '261120-00000042-00'");
  suite.Sql("DELETE FROM analytics.complaint_fact WHERE complaint = '261120-00000077-00'");
  suite.Sql("INSERT INTO analytics.survey_fact (partition, survey, score) VALUES (3, 'nobody/1', 5)");
  const v1::Rebuild found = suite.RebuildAndWait(false);
  CHECK(found.state() == v1::Rebuild::STATE_SUCCEEDED);
  CHECK_FALSE(found.identical());
  const v1::TableComparison& cases = TableIn(found, "case_fact");
  CHECK(cases.difference_count() == 1);
  CHECK(cases.hash() != cases.rebuilt_hash());
  CHECK(cases.first_difference().key() == "261120-00000042-00");
  CHECK(cases.first_difference().column() == "root_cause");
  CHECK(cases.first_difference().value() == "MADE_UP");
  CHECK(cases.first_difference().rebuilt_value().empty());
  const v1::TableComparison& complaints = TableIn(found, "complaint_fact");
  CHECK(complaints.difference_count() == 1);
  CHECK(complaints.first_difference().key() == "261120-00000077-00");
  CHECK(complaints.first_difference().column().empty());
  CHECK(TableIn(found, "survey_fact").first_difference().key() == "nobody/1");
  CHECK(suite.Sql("SELECT root_cause FROM analytics.case_fact WHERE case_number = '261120-00000042-00'") == "MADE_UP");

  const v1::Rebuild swapped = suite.RebuildAndWait(true);
  CHECK(swapped.swap());
  CHECK_FALSE(swapped.identical());
  CHECK(suite.Sql("SELECT root_cause FROM analytics.case_fact WHERE case_number = '261120-00000042-00'").empty());
  CHECK(suite.Sql("SELECT told_time FROM analytics.case_fact WHERE case_number = '261120-00000042-00'") == truth);
  CHECK(suite.RebuildAndWait(false).identical());
  CHECK_THAT(suite.Metrics(), Catch::Contains("redress_analytics_rebuild_differences_total"));
}

TEST_CASE("Nothing is lost or doubled by a swap while events come", "[analytics]") {
  AnalyticsSuite& suite = Told();
  std::mt19937 random(11);
  std::vector<CaseStory> stories;
  for (int n = 1'001; n <= 1'120; ++n) stories.push_back(AnyStory(random, n));
  std::thread teller([&] {
    for (const CaseStory& story : stories) suite.Tell(story);
  });
  v1::Rebuild rebuild;
  for (int round = 0; round < 3; ++round) {
    rebuild = suite.RebuildAndWait(true);
    CHECK(rebuild.state() == v1::Rebuild::STATE_SUCCEEDED);
    CHECK(rebuild.identical());
  }
  teller.join();
  suite.WaitUntilHeard();
  CHECK(suite.RebuildAndWait(false).identical());
  CHECK(suite.Sql("SELECT count(*) FROM analytics.case_fact WHERE case_number LIKE '261120-000011%' OR case_number LIKE "
                  "'261120-000010%'") == "120");
}

TEST_CASE("A consumer whose position was set back applies again what follows, also where nothing new comes", "[analytics]") {
  AnalyticsSuite& suite = Told();
  const std::string before = suite.Sql("SELECT sum(item_count) FROM analytics.route_fact");
  suite.Sql(
      "WITH gone AS (DELETE FROM analytics.consumer_offset WHERE consumer = 'analytics-routing') DELETE FROM "
      "analytics.route_fact");
  suite.WaitUntilHeard();
  CHECK(suite.Sql("SELECT sum(item_count) FROM analytics.route_fact") == before);
  CHECK(suite.RebuildAndWait(false).identical());
}

TEST_CASE("The same request id is one rebuild, asked however often; another body is refused", "[analytics]") {
  AnalyticsSuite& suite = Told();
  v1::RebuildFactsRequest request;
  request.set_request_id(Uuid::Random().ToString());
  std::vector<std::string> names(20);
  std::vector<std::thread> callers;
  callers.reserve(names.size());
  for (std::string& name : names) {
    callers.emplace_back([&] { name = suite.Call(&Stub::RebuildFacts, request).name(); });
  }
  for (std::thread& caller : callers) caller.join();
  for (const std::string& name : names) CHECK(name == names[0]);
  v1::RebuildFactsRequest other = request;
  other.set_swap(true);
  CHECK(ReasonOf(suite.CallAs("agents/m-zhao", "MANAGER", &Stub::RebuildFacts, other).status()) == "REQUEST_ID_REUSED");
  v1::GetRebuildRequest get;
  get.set_name(names[0]);
  REQUIRE(Eventually(kPatience, [&] { return suite.Call(&Stub::GetRebuild, get).has_end_time(); }));
  CHECK(suite.Call(&Stub::RebuildFacts, request).name() == names[0]);
  get.set_name("rebuilds/none");
  CHECK(ReasonOf(suite.CallAs("agents/m-zhao", "MANAGER", &Stub::GetRebuild, get).status()) == "REBUILD_NOT_FOUND");
}

TEST_CASE("One rebuild at a time, and what a dead process was at is begun anew", "[analytics]") {
  AnalyticsSuite& suite = Told();
  suite.Sql(
      "INSERT INTO analytics.rebuild (id, state, swap, requester, create_time, attempt, leased_until) VALUES "
      "('00000000-dead', 'RUNNING', false, 'agents/m-zhao', now(), 1, clock_timestamp() + interval '1 hour')");
  v1::RebuildFactsRequest request;
  request.set_request_id(Uuid::Random().ToString());
  CHECK(ReasonOf(suite.CallAs("agents/m-zhao", "MANAGER", &Stub::RebuildFacts, request).status()) == "REBUILD_RUNNING");
  suite.Sql("CREATE SCHEMA analytics_rebuild_00000000_1");
  suite.Sql("UPDATE analytics.rebuild SET leased_until = clock_timestamp() WHERE id = '00000000-dead'");
  v1::GetRebuildRequest get;
  get.set_name("rebuilds/00000000-dead");
  REQUIRE(Eventually(kPatience, [&] { return suite.Call(&Stub::GetRebuild, get).has_end_time(); }));
  CHECK(suite.Call(&Stub::GetRebuild, get).identical());
  CHECK(suite.Sql("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'analytics_rebuild_%'") == "0");
}

TEST_CASE("Rows in the database are those of a fold in memory, whatever the batches", "[analytics]") {
  AnalyticsSuite& suite = TheAnalytics();
  using analytics::TableId;
  std::mt19937 random(GENERATE(1u, 2u, 3u));
  std::vector<analytics::Update> updates;
  for (int i = 0; i < 300; ++i) {
    const std::string id = absl::StrCat("c\"\\\n", random() % 7);
    analytics::Update update(TableId::kCase, static_cast<int>(random() % 3), id);
    update.Add("plan_count").Set("l1", absl::StrCat("L", random() % 5)).SetFlag("review_due", random() % 2 == 0);
    update.First("told_time", kStart + absl::Microseconds(random() % 1'000'000));
    if (random() % 4 == 0) update.Clear("close_time");
    if (random() % 3 == 0) update.SetTime("close_time", kStart + absl::Microseconds(random() % 1'000'000));
    updates.push_back(std::move(update));
  }
  analytics::Facts facts;
  for (const analytics::Update& update : updates) Fold(update, &facts);
  const std::string schema = absl::StrCat("batches_", random() % 1'000'000);
  Must(pg::Migrate(suite.connection(), schema, analytics::FactMigrations()));
  pg::Pool pool(pg::PoolOptions{.connection = suite.connection(), .schema = schema, .size = 1});
  for (size_t begin = 0; begin < updates.size();) {
    const size_t size = std::min<size_t>(1 + random() % 40, updates.size() - begin);
    Must(pool.Transact([&](pqxx::work& transaction) {
      FoldInto(transaction, absl::MakeConstSpan(updates).subspan(begin, size));
      return absl::OkStatus();
    }));
    begin += size;
  }
  size_t rows = 0;
  Must(pool.Read([&](pqxx::transaction_base& transaction) {
    for (const pqxx::row& row : transaction.exec(
             "SELECT partition, case_number, plan_count, l1, review_due::int, (extract(epoch FROM told_time) * 1000000)::bigint, "
             "(extract(epoch FROM close_time) * 1000000)::bigint FROM case_fact")) {
      ++rows;
      const analytics::Row& fact = facts.at({TableId::kCase, row[0].as<int>(), row[1].c_str()});
      const auto cell = [&](absl::string_view column) { return fact.at(TableOf(TableId::kCase).IndexOf(column)); };
      CHECK(cell("plan_count").number == row[2].as<int64_t>());
      CHECK(cell("l1").text == row[3].c_str());
      CHECK(cell("review_due").number == row[4].as<int64_t>());
      CHECK(cell("told_time").number == row[5].as<int64_t>());
      CHECK(cell("close_time").number.has_value() != row[6].is_null());
      if (!row[6].is_null()) CHECK(cell("close_time").number == row[6].as<int64_t>());
    }
    return absl::OkStatus();
  }));
  CHECK(rows == facts.size());
}

}  // namespace
}  // namespace redress::test
