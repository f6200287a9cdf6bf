// No statement of routing reads a table from end to end, however much was done before: every one of them is run on tables that
// are full of history, and PostgreSQL's own counters say how often a table was scanned.
#include <catch2/catch.hpp>

#include "services/routing/app/reading.h"
#include "services/routing/store/item_store.h"
#include "services/routing/store/people_store.h"
#include "services/routing/store/queue_store.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using routing::Presence;

const std::vector<std::string> kNoFaults;
constexpr char kTables[] = "('work_item', 'assignment', 'assignment_decision', 'case_input', 'case_standing')";

// 60,000 items that are done, each offered twice and decided twice; a tenth of the first offers was declined long ago.
void FillWithHistory(RoutingDesk& desk) {
  desk.Ask(
      "INSERT INTO work_item (item, partition, case_number, complaint, kind, state, team, agent, severity, channel, vip_level,"
      " tag_l1, tag_l2, prediction, raise_count, received_us, create_us, accept_us, done_us, version)"
      " SELECT 'old' || n || '-1', n % 64, 'old' || n, 'old' || n, 'HANDLE_CASE', 'DONE', 'logistics', 'a-' || n % 20,"
      " 1 + n % 3, 1, n % 4, 'LOGISTICS', '', '', 0, n, n, n, n, 5 FROM generate_series(1, 60000) n RETURNING 1");
  desk.Ask(
      "INSERT INTO assignment (item, agent, slot, state, given_us, expire_us, released_us, release_reason)"
      " SELECT 'old' || n || '-1', 'a-' || n % 20, 1, 'RELEASED', n, n + 1, n + 1,"
      " CASE WHEN n % 10 = 0 THEN 'DECLINED' ELSE 'OFFER_EXPIRED' END FROM generate_series(1, 60000) n RETURNING 1");
  desk.Ask(
      "INSERT INTO assignment (item, agent, slot, state, given_us, expire_us, accept_us, released_us)"
      " SELECT 'old' || n || '-1', 'a-' || n % 20, 1, 'DONE', n + 1, n + 2, n + 2, n + 3 FROM generate_series(1, 60000) n"
      " RETURNING 1");
  desk.Ask(
      "INSERT INTO assignment_decision (item, decision_us, agent, detail)"
      " SELECT 'old' || n % 60000 + 1 || '-1', n, 'a-1', '' FROM generate_series(1, 120000) n RETURNING 1");
  desk.Ask(
      "INSERT INTO case_input (cause, case_number, complaint, received_us)"
      " SELECT 'complaints/old' || n, 'old' || n, 'old' || n, n FROM generate_series(1, 60000) n RETURNING 1");
  desk.Ask(
      "INSERT INTO case_standing (case_number, partition, over, waiting, reopen_count)"
      " SELECT 'old' || n, n % 64, true, false, 0 FROM generate_series(1, 60000) n RETURNING 1");
  for (const char* table : {"work_item", "case_input", "case_standing", "assignment", "assignment_decision", "agent", "team"}) {
    desk.Ask(absl::StrCat("ANALYZE ", table));
  }
}

// How often each of the great tables was read from end to end, as `table n, …`.
std::string Scans(RoutingDesk& desk) {
  desk.Ask("SELECT pg_stat_force_next_flush()");
  desk.Ask("SELECT 1");  // the flush comes at its end
  return desk.Ask(absl::StrCat("SELECT string_agg(relname || ' ' || seq_scan, ', ' ORDER BY relname) FROM pg_stat_user_tables",
                               " WHERE schemaname = current_schema() AND relname IN ", kTables));
}

// What casework says of cases 20 to 29, which somebody has.
void FollowCases(RoutingDesk& desk) {
  using Kind = routing::CaseNews::Kind;
  for (int n = 20; n < 30; ++n) {
    REQUIRE(routing::AcceptItem(desk.context, desk.Move(RoutingDesk::IdOf(n), desk.Item(RoutingDesk::IdOf(n)).agent)).ok());
    routing::CaseNews waits = desk.NewsOf(Kind::kMoved, n), approval = desk.NewsOf(Kind::kApprovalRequested, n);
    waits.waiting = true;
    approval.subject = "a1";
    approval.cause = absl::StrCat("cases/c", n, "/approvals/a1");
    approval.proposer = "a-1";
    desk.Apply({desk.NewsOf(Kind::kOpened, n), waits, approval});
    desk.Apply({desk.NewsOf(Kind::kMoved, n)});
    if (n % 2 == 0) desk.Apply({desk.NewsOf(Kind::kClosed, n)});
  }
  CHECK(desk.Assign() == 0);  // nobody there may approve
}

// Everything that the store can be asked, beside what the use cases below run anyway.
void ReadEverything(RoutingDesk& desk) {
  REQUIRE(desk.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                routing::CountOpen(transaction);
                routing::ListTeams(transaction);
                routing::ListAgents(transaction, {.team = "logistics"});
                routing::ListDecisions(transaction, "old77-1", 0, 20);
                routing::ListDecisions(transaction, RoutingDesk::IdOf(59), 0, 20);  // told by those before it
                routing::ComplaintsOfCases(transaction, {"old77", "old78"});
                return absl::OkStatus();
              })
              .ok());
  REQUIRE(routing::ReadItem(*desk.pool, {"a-1", true}, "old1-1").ok());
  REQUIRE(routing::ReadAgent(*desk.pool, "a-1").ok());
}

TEST_CASE("Rounds, timers, moves, receipts and reads find what they need by index, whatever is stored") {
  RoutingDesk desk;
  for (int i = 0; i < 20; ++i) desk.AddAgent(absl::StrCat("a-", i), 30);
  FillWithHistory(desk);
  const std::string before = Scans(desk);
  const auto move = [&](int n) { return desk.Move(RoutingDesk::IdOf(n), desk.Item(RoutingDesk::IdOf(n)).agent); };

  desk.Receive(0, 60);
  routing::CaseInput again = RoutingDesk::InputOf(1000);
  again.case_number = "c0";
  again.partition = 0;
  desk.Apply({again});
  CHECK(desk.Assign() == 60);
  for (int n = 0; n < 10; ++n) REQUIRE(routing::AcceptItem(desk.context, move(n)).ok());
  for (int n = 0; n < 5; ++n) REQUIRE(routing::CompleteItem(desk.context, move(n)).ok());
  for (int n = 10; n < 20; ++n) REQUIRE(routing::DeclineItem(desk.context, move(n), "no").ok());
  REQUIRE(routing::TransferItem(desk.context, desk.Move(RoutingDesk::IdOf(5), "a-boss", true), {"", "a-19", "yours"}).ok());
  REQUIRE(routing::TransferItem(desk.context, desk.Move(RoutingDesk::IdOf(6), "a-boss", true), {"marketing", "", "else"}).ok());
  REQUIRE(routing::TakeItem(desk.context, desk.Move(RoutingDesk::IdOf(10), "a-3")).ok());
  CHECK(desk.Assign() == 9);
  FollowCases(desk);
  desk.SetPresence("a-7", Presence::kOffline);
  desk.time.Advance(absl::Minutes(20));
  CHECK(desk.RunTimers() > 30);
  CHECK(desk.Assign() > 30);
  ReadEverything(desk);

  CHECK(Scans(desk) == before);
  desk.Ask("SELECT count(*) FROM assignment WHERE note = 'nobody writes this'");
  CHECK(Scans(desk) != before);  // what the counters would have shown
  CHECK(desk.Ask("SELECT count(*) FROM assignment WHERE released_us IS NULL AND agent = 'a-7'") == "0");
}

}  // namespace
}  // namespace redress::test
