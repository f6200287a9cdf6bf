// Policies and listings of sla on a real database: a version keeps its content, a case its version; what is due and what is owed
// is found by index.
#include <algorithm>
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/sla/store/listing.h"
#include "tests/component/sla_fixture.h"

namespace redress::test {
namespace {

TEST_CASE("A policy keeps its version, and a case keeps its policy") {
  SlaDesk desk;
  desk.Apply({desk.Complaint()});
  sla::PolicyDocument document = sla::ReadPolicyFiles("", "").value();
  const auto replace = [&](const std::string& what, const std::string& with) {
    document.policy_yaml.replace(document.policy_yaml.find(what), what.size(), with);
  };
  replace("acceptance: {ordinary: 1h", "acceptance: {ordinary: 2h");
  auto changed = sla::PolicyBook::Make(document);
  REQUIRE(changed.ok());
  CHECK(ReasonOf((*changed)->Keep(*desk.pool)) == "POLICY_CHANGED");
  replace("version: default-1", "version: default-2");
  auto next = sla::PolicyBook::Make(document);
  REQUIRE(next.ok());
  CHECK((*next)->Keep(*desk.pool).ok());
  sla::Context context{*desk.pool, desk.time, **next, [](auto) {}};
  sla::EventHandler handler(context, desk.metrics);
  std::vector<events::NewEvent> out;
  const events::Event second = desk.Complaint("c2");
  REQUIRE(desk.pool->Transact([&](pqxx::work& transaction) { return handler.Apply(transaction, {second}, &out); }).ok());
  CHECK(desk.Clock("acceptance", "c2").target == absl::Hours(2));  // read by who has only the former policy in force
  CHECK(desk.Clock("acceptance", "c2").policy_version == "default-2.cn-2026-1");
  CHECK(sla::ListClocks(context, "c1")->front().clock.policy_version == "default-1.cn-2026-1");
  CHECK(ReasonOf(sla::ReadPolicy(context, "nothing").status()) == "POLICY_NOT_FOUND");
}

std::string PlanOf(SlaDesk& desk, const std::string& sql) {
  std::string plan;
  REQUIRE(desk.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                plan.clear();
                for (const pqxx::row& row : transaction.exec("EXPLAIN " + sql)) absl::StrAppend(&plan, row[0].c_str(), "\n");
                return absl::OkStatus();
              })
              .ok());
  return plan;
}

TEST_CASE("What is due and what is owed is found by index, and listed page by page") {
  SlaDesk desk;
  std::vector<events::Event> complaints;
  for (int n = 0; n < 400; ++n) {
    complaints.push_back(desk.Complaint(absl::StrCat("c", n)));
    desk.time.Advance(absl::Seconds(1));
  }
  desk.Apply(complaints);
  desk.Ask("SELECT 1");
  REQUIRE(desk.pool
              ->Transact([](pqxx::work& transaction) {
                transaction.exec("ANALYZE clock");
                return absl::OkStatus();
              })
              .ok());
  std::string due_sql = sla::CasesDueSql();
  due_sql.replace(due_sql.find("$1"), 2, absl::StrCat(desk.time.Now().micros())).replace(due_sql.find("$2"), 2, "100");
  CHECK(PlanOf(desk, due_sql).find("clock_next") != std::string::npos);
  sla::DueQuery query;
  query.limit = 300;
  std::string owed_sql;
  REQUIRE(desk.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                owed_sql = *sla::DueSql(transaction, query);
                return absl::OkStatus();
              })
              .ok());
  const std::string plan = PlanOf(desk, owed_sql);
  CAPTURE(plan);
  CHECK(plan.find("clock_due") != std::string::npos);
  CHECK(plan.find("Sort") == std::string::npos);

  std::vector<std::string> seen;
  for (int pages = 0; pages < 20; ++pages) {
    const auto page = sla::ListDueClocks(desk.context, query);
    REQUIRE(page.ok());
    for (const sla::CaseClock& one : page->clocks) seen.push_back(one.case_number + one.clock.id);
    query.after = page->next;
    if (page->next.empty()) break;
  }
  CHECK(seen.size() == 1'600);
  std::sort(seen.begin(), seen.end());
  CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
  query = {};
  query.kind = sla::ClockKind::kAcceptance;
  query.limit = 1'000;
  CHECK(sla::ListDueClocks(desk.context, query)->clocks.size() == 400);
  query.state = sla::ClockState::kBreached;
  CHECK(sla::ListDueClocks(desk.context, query)->clocks.empty());
  query.state = sla::ClockState::kRunning;
  query.until = BusinessTime::FromUnixMicros(SlaDesk::kStartMicros) + absl::Hours(1);
  CHECK(sla::ListDueClocks(desk.context, query)->clocks.size() == 1);
  query.after = "nonsense";
  CHECK(ReasonOf(sla::ListDueClocks(desk.context, query).status()) == "INVALID_PAGE_TOKEN");
}

}  // namespace
}  // namespace redress::test
