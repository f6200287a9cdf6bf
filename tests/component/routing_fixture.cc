#include "tests/component/routing_fixture.h"

#include <atomic>
#include <stdexcept>

#include "libs/events/log.h"
#include "services/routing/app/receive.h"
#include "services/routing/app/roster.h"
#include "services/routing/app/timers.h"
#include "services/routing/store/item_store.h"
#include "services/routing/store/migrations.h"
#include "services/routing/store/people_store.h"

namespace redress::test {
namespace {

void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

std::string FreshName() {
  static std::atomic<int> count{0};
  return absl::StrCat("routing_", ++count);
}

}  // namespace

PrivatePostgres& RoutingPostgres() {
  static PrivatePostgres* const postgres = new PrivatePostgres();
  static const struct Ender {
    ~Ender() { delete postgres; }
  } ender;
  return *postgres;
}

std::unique_ptr<pg::Pool> RoutingPool(const std::string& schema) {
  pg::PoolOptions options;
  options.connection = RoutingPostgres().connection();
  options.schema = schema.empty() ? FreshName() : schema;
  options.size = 12;
  auto pool = std::make_unique<pg::Pool>(options);
  if (!schema.empty()) return pool;
  Must(pg::Migrate(options.connection, options.schema, pg::Concat({events::BaseMigrations(), routing::Migrations()})));
  Must(events::OpenLog(*pool, "routing").status());
  Must(pool->Transact([](pqxx::work& transaction) {
    routing::SeedTeams(transaction, routing::LoadTeamsFile("").value());
    return absl::OkStatus();
  }));
  return pool;
}

RoutingDesk::RoutingDesk(routing::Policy policy) : pool(RoutingPool()), context{*pool, time, policy, [](auto) {}, [] {}} {}

void RoutingDesk::AddAgent(const std::string& id, int limit, std::vector<std::string> teams, bool supervisor) {
  routing::Agent agent;
  agent.id = id;
  agent.display_name = id;
  agent.teams = std::move(teams);
  agent.skills = {{"LOGISTICS", 3}, {"MARKETING", 3}, {"INTAKE", 3}};
  agent.languages = {"zh"};
  agent.case_limit = limit;
  agent.supervisor = supervisor;
  agent.presence = routing::Presence::kOnline;
  agent.presence_time = time.Now();
  Must(pool->Transact([&](pqxx::work& transaction) {
    routing::InsertAgent(transaction, agent);
    return absl::OkStatus();
  }));
}

void RoutingDesk::SetPresence(const std::string& agent, routing::Presence presence) {
  Must(routing::ChangePresence(context, Move("", agent).request, agent, presence).status());
}

routing::CaseInput RoutingDesk::InputOf(int n, routing::Severity severity, const std::string& team) {
  routing::CaseInput input;
  input.complaint = input.case_number = absl::StrCat("c", n);
  input.cause = absl::StrCat("complaints/", input.complaint);
  input.partition = n % 64;
  input.channel = 1;
  input.prediction.missing = false;
  input.prediction.tag = {"LOGISTICS", "LOST"};
  input.prediction.team = team;
  input.prediction.severity = severity;
  return input;
}

routing::CaseNews RoutingDesk::NewsOf(routing::CaseNews::Kind kind, int n) {
  routing::CaseNews news;
  news.kind = kind;
  news.case_number = absl::StrCat("c", n);
  news.partition = n % 64;
  news.time = time.Now();
  return news;
}

std::vector<events::NewEvent> RoutingDesk::Apply(const std::vector<routing::CaseMessage>& messages) {
  std::vector<events::NewEvent> said;
  Must(pool->Transact([&](pqxx::work& transaction) -> absl::Status {
    auto answer = routing::Receive(transaction, messages, time.Now());
    if (!answer.ok()) return answer.status();
    said = answer->said;
    return events::Append(transaction, said);
  }));
  return said;
}

routing::Received RoutingDesk::ApplyAndOffer(const std::vector<routing::CaseMessage>& messages) {
  routing::Received received;
  Must(pool->Transact([&](pqxx::work& transaction) -> absl::Status {
    auto answer = routing::Receive(transaction, messages, time.Now(), &context);
    if (!answer.ok()) return answer.status();
    received = *std::move(answer);
    return events::Append(transaction, received.said);
  }));
  return received;
}

void RoutingDesk::Receive(int first, int count, routing::Severity severity, const std::string& team) {
  std::vector<routing::CaseMessage> messages;
  for (int n = first; n < first + count; ++n) {
    routing::CaseInput input = InputOf(n, severity, team);
    input.received_time = time.Now() + absl::Microseconds(n);
    messages.emplace_back(std::move(input));
  }
  Apply(messages);
}

int RoutingDesk::Assign() {
  int offered = 0;
  for (bool again = true; again;) {
    const absl::StatusOr<routing::RoundResult> round = routing::AssignRound(context);
    Must(round.status());
    offered += round->offered;
    again = round->more || round->busy;
  }
  return offered;
}

int RoutingDesk::RunTimers() {
  const absl::StatusOr<int> released = routing::RunTimers(context);
  Must(released.status());
  return *released;
}

routing::MoveRequest RoutingDesk::Move(const std::string& item, const std::string& agent, bool supervisor) {
  routing::MoveRequest move;
  move.request.key = {absl::StrCat("agents/", agent), Uuid::Random(), "test", "hash"};
  move.item = item;
  move.actor = {agent, supervisor};
  return move;
}

routing::WorkItem RoutingDesk::Item(const std::string& id) {
  routing::WorkItem item;
  Must(pool->Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    auto read = routing::GetItem(transaction, id);
    if (read.ok()) item = *read;
    return read.status();
  }));
  return item;
}

std::string RoutingDesk::Ask(const std::string& sql) {
  std::string answer;
  Must(pool->Read([&](pqxx::transaction_base& transaction) {
    const pqxx::result rows = transaction.exec(sql);
    answer = rows.empty() ? "" : rows[0][0].c_str();
    return absl::OkStatus();
  }));
  return answer;
}

std::vector<std::string> RoutingDesk::Faults() {
  const std::pair<const char*, const char*> checks[] = {
      {"an item has two owners",
       "SELECT count(*) FROM (SELECT item FROM assignment WHERE released_us IS NULL GROUP BY item HAVING count(*) > 1) x"},
      {"an agent is over capacity",  // but by what it had before and that went on
       "SELECT count(*) FROM (SELECT s.agent FROM assignment s JOIN agent a USING (agent) WHERE s.released_us IS NULL"
       " AND s.resume_us IS NULL GROUP BY s.agent, a.case_limit HAVING count(s.slot) > a.case_limit) x"},
      {"an item that waits has a place, or one that does not has none",
       "SELECT count(*) FROM work_item w JOIN assignment s ON s.item = w.item AND s.released_us IS NULL"
       " WHERE (s.slot IS NULL) <> (w.waiting AND w.state = 'ACCEPTED')"},
      {"an item and its place disagree",
       "SELECT count(*) FROM work_item w LEFT JOIN assignment s ON s.item = w.item AND s.released_us IS NULL"
       " WHERE (w.state IN ('OFFERED', 'ACCEPTED')) <> (s.item IS NOT NULL)"
       " OR (s.item IS NOT NULL AND (s.agent <> w.agent OR s.state <> w.state::text))"},
      {"an item was offered or given without a word",
       "SELECT (SELECT count(*) FROM assignment) - (SELECT count(*) FROM event WHERE type LIKE '%WorkItemOffered')"
       " - (SELECT count(*) FROM assignment WHERE expire_us IS NULL)"},
      {"an offer has no decision behind it",
       "SELECT count(*) FROM (SELECT item, agent FROM assignment WHERE expire_us IS NOT NULL"
       " EXCEPT SELECT item, agent FROM assignment_decision) x"},
      {"a sequence has a gap",
       "SELECT count(*) FROM (SELECT partition FROM event GROUP BY partition HAVING max(sequence) <> count(*)) x"},
  };
  std::vector<std::string> faults;
  for (const auto& [fault, sql] : checks) {
    if (const std::string count = Ask(sql); count != "0") faults.push_back(absl::StrCat(fault, ": ", count));
  }
  return faults;
}

}  // namespace redress::test
