// The plans of listings: each form of them walks an index, however many items are done; and their pages fit together.
#include <catch2/catch.hpp>

#include "services/routing/domain/item_state.h"
#include "services/routing/store/item_listing.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

// 20,000 items, nearly all of them done long ago.
RoutingDesk& Busy() {
  static RoutingDesk* desk = nullptr;
  if (desk == nullptr) {
    RoutingPostgres();
    static RoutingDesk made;
    desk = &made;
    for (int i = 0; i < 50; ++i) desk->AddAgent(absl::StrCat("a-", i), 30);
    desk->Ask(
        "INSERT INTO work_item (item, partition, case_number, complaint, kind, state, team, agent, severity, channel, vip_level,"
        " tag_l1, tag_l2, prediction, raise_count, received_us, create_us, accept_us, done_us, version)"
        " SELECT 'n' || n || '-1', n % 64, 'n' || n, 'n' || n, 'HANDLE_CASE', (CASE WHEN n % 100 = 0 THEN 'QUEUED' ELSE 'DONE' "
        "END)::item_state,"
        " 'logistics', CASE WHEN n % 100 = 0 THEN NULL ELSE 'a-' || n % 50 END, 1 + n % 3, 1, n % 4, 'LOGISTICS', '', '', 0, n, "
        "n,"
        " CASE WHEN n % 100 = 0 THEN NULL ELSE n END, CASE WHEN n % 100 = 0 THEN NULL ELSE n END, 1 FROM generate_series(1, "
        "20000) n"
        " RETURNING 1");
    desk->Ask(
        "INSERT INTO case_input (cause, case_number, complaint, received_us)"
        " SELECT 'complaints/n' || n, 'n' || n, 'n' || n, n FROM generate_series(1, 20000) n RETURNING 1");
    for (const char* table : {"work_item", "case_input", "assignment", "agent"}) desk->Ask(absl::StrCat("ANALYZE ", table));
  }
  return *desk;
}

std::string PlanOf(RoutingDesk& desk, const std::string& sql) {
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

TEST_CASE("Every form of the listing walks an index") {
  RoutingDesk& desk = Busy();
  routing::ItemQuery query;
  const std::string form = GENERATE("all", "state", "team", "agent", "case", "complaint", "restricted", "next page");
  if (form == "state") query.state = routing::ItemState::kQueued;
  if (form == "team") query.team = "logistics", query.state = routing::ItemState::kQueued;
  if (form == "agent") query.agent = "a-7";
  if (form == "case") query.case_number = "n77";
  if (form == "complaint") query.complaint = "n77";
  if (form == "restricted") query.restricted = true, query.viewer = "a-7", query.viewer_teams = {"logistics", "marketing"};
  if (form == "next page") query.after = "DONE/-12000000/77/n77-1";
  std::string sql;
  REQUIRE(desk.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                sql = routing::ListingSql(transaction, query).value();
                CHECK_FALSE(routing::ListItems(transaction, query)->empty());
                return absl::OkStatus();
              })
              .ok());
  const std::string plan = PlanOf(desk, sql);
  INFO(form << "\n" << plan);
  CHECK(plan.find("Seq Scan on work_item") == std::string::npos);
  CHECK(plan.find("Seq Scan on case_input") == std::string::npos);
}

TEST_CASE("Pages follow each other without a gap or a repetition") {
  RoutingDesk& desk = Busy();
  routing::ItemQuery query;
  query.limit = 700;
  std::vector<std::string> ids;
  for (;;) {
    std::vector<routing::WorkItem> page;
    REQUIRE(desk.pool
                ->Read([&](pqxx::transaction_base& transaction) {
                  page = routing::ListItems(transaction, query).value();
                  return absl::OkStatus();
                })
                .ok());
    if (page.empty()) break;
    for (const routing::WorkItem& item : page) ids.push_back(item.id);
    query.after = routing::ListingKey(page.back());
  }
  CHECK(ids.size() == 20000);
  std::sort(ids.begin(), ids.end());
  CHECK(std::unique(ids.begin(), ids.end()) == ids.end());
}

}  // namespace
}  // namespace redress::test
