#include "services/compensation/store/simulation_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/compensation/store/simulation_proto.h"

namespace redress::compensation {
namespace {

constexpr char kColumns[] =
    "simulation, candidate, baseline, days, from_us, create_us, state, cursor_us, cursor_id, total_count, result, failure, "
    "end_us";

constexpr std::array<absl::string_view, 3> kStates = {"RUNNING", "DONE", "FAILED"};

// Every group, the unchanged ones too: it goes on from here. Of what currency, the policies say.
std::string BytesOf(const SimulationSums& sums) {
  v1::PolicySimulation proto;
  SetSums(sums, Currency(), &proto);
  for (const auto& [key, group] : sums.groups) AddGroup(key, group, Currency(), &proto);
  return proto.SerializeAsString();
}

SimulationSums SumsOf(const std::string& bytes) {
  v1::PolicySimulation proto;
  proto.ParseFromString(bytes);
  return SumsIn(proto);
}

Simulation SimulationOf(const pqxx::row& row) {
  Simulation simulation;
  simulation.id = row[0].c_str();
  simulation.candidate = row[1].as<int64_t>();
  simulation.baseline = row[2].as<int64_t>();
  simulation.days = row[3].as<int32_t>();
  simulation.from = BusinessTime::FromUnixMicros(row[4].as<int64_t>());
  simulation.create_time = BusinessTime::FromUnixMicros(row[5].as<int64_t>());
  const absl::string_view state = row[6].c_str();
  simulation.state = state == kStates[0]   ? Simulation::State::kRunning
                     : state == kStates[1] ? Simulation::State::kDone
                                           : Simulation::State::kFailed;
  simulation.cursor_us = row[7].as<int64_t>();
  simulation.cursor_id = row[8].c_str();
  simulation.total = row[9].as<int64_t>();
  simulation.sums = SumsOf(pg::BytesOf(row[10]));
  simulation.failure = row[11].c_str();
  if (!row[12].is_null()) simulation.end_time = BusinessTime::FromUnixMicros(row[12].as<int64_t>());
  return simulation;
}

// The cursor of the case at a position: other than those of all before.
std::string IdAt(int64_t position) {
  return absl::StrCat("00000000-0000-0000-0000-", absl::Hex(position, absl::kZeroPad12));
}

// Facts as one text: a name has no `=`, a value no line break (domain/simulated_case.h).
std::string TextOf(const NamedFacts& facts) {
  return absl::StrJoin(facts, "\n", absl::PairFormatter("="));
}

NamedFacts FactsIn(absl::string_view text) {
  NamedFacts facts;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    facts.push_back(absl::StrSplit(line, absl::MaxSplits('=', 1)));
  }
  return facts;
}

FactsPage ReadCases(pqxx::transaction_base& transaction, const Simulation& simulation, int limit) {
  const pqxx::result rows = pg::Exec(transaction,
                                     "SELECT position, facts FROM policy_simulation_case WHERE simulation = $1::uuid"
                                     " AND position > $2 ORDER BY position LIMIT $3",
                                     simulation.id, simulation.cursor_us, limit);
  FactsPage page{{}, simulation.cursor_us, simulation.cursor_id};
  page.facts.reserve(rows.size());
  for (const pqxx::row& row : rows) {
    page.facts.push_back(FactsIn(row[1].c_str()));
    page.cursor_us = row[0].as<int64_t>();
    page.cursor_id = IdAt(page.cursor_us);
  }
  return page;
}

std::string StateWord(Simulation::State state) {
  return std::string(kStates[static_cast<size_t>(state) - 1]);
}

}  // namespace

absl::StatusOr<Simulation> GetSimulation(pqxx::transaction_base& transaction, const std::string& id) {
  const pqxx::result rows =
      pg::Exec(transaction, absl::StrCat("SELECT ", kColumns, " FROM policy_simulation WHERE simulation = $1::uuid"), id);
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "SIMULATION_NOT_FOUND", "no such simulation");
  return SimulationOf(rows[0]);
}

void InsertSimulation(pqxx::transaction_base& transaction, const Simulation& simulation) {
  const std::string bytes = BytesOf(simulation.sums);
  pg::Exec(
      transaction,
      "INSERT INTO policy_simulation (simulation, candidate, baseline, days, from_us, create_us, state, cursor_us, cursor_id,"
      " total_count, result) VALUES ($1, $2, $3, $4, $5, $6, 'RUNNING', $7, $8::uuid, $9, $10)",
      simulation.id, simulation.candidate, simulation.baseline, simulation.days, simulation.from.micros(),
      simulation.create_time.micros(), simulation.cursor_us, simulation.cursor_id, simulation.total, pg::Bytes(bytes));
}

void InsertCases(pqxx::transaction_base& transaction, const std::string& simulation, absl::Span<const NamedFacts> cases) {
  std::vector<std::string> texts;
  texts.reserve(cases.size());
  for (const NamedFacts& facts : cases) texts.push_back(TextOf(facts));
  pg::Exec(transaction,
           "INSERT INTO policy_simulation_case (simulation, position, facts)"
           " SELECT $1::uuid, position, facts FROM unnest($2::text[]) WITH ORDINALITY given (facts, position)",
           simulation, pg::ArrayOf(absl::MakeConstSpan(texts)));
}

int64_t CountQuotations(pqxx::transaction_base& transaction, BusinessTime from, BusinessTime until) {
  return pg::Exec1(transaction, "SELECT count(*) FROM quotation WHERE create_us >= $1 AND create_us < $2", from.micros(),
                   until.micros())[0]
      .as<int64_t>();
}

absl::optional<Simulation> TakeSimulation(pqxx::transaction_base& transaction, absl::Duration lease) {
  const pqxx::result rows =
      pg::Exec(transaction,
               absl::StrCat("UPDATE policy_simulation SET lease_until = now() + make_interval(secs => $1) WHERE simulation ="
                            " (SELECT simulation FROM policy_simulation WHERE state = 'RUNNING' AND lease_until < now()"
                            "  ORDER BY create_us LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING ",
                            kColumns),
               absl::ToDoubleSeconds(lease));
  return rows.empty() ? absl::nullopt : absl::make_optional(SimulationOf(rows[0]));
}

bool SaveSimulation(pqxx::transaction_base& transaction, const Simulation& simulation, const std::string& former_cursor_id,
                    absl::Duration lease) {
  const std::string bytes = BytesOf(simulation.sums);
  const int64_t end = simulation.end_time.has_value() ? simulation.end_time->micros() : -1;
  const pqxx::result rows =
      pg::Exec(transaction,
               "UPDATE policy_simulation SET state = $2, cursor_us = $3, cursor_id = $4::uuid, result = $5, failure = $6,"
               " end_us = nullif($7::bigint, -1), lease_until = now() + make_interval(secs => $8)"
               " WHERE simulation = $1::uuid AND state = 'RUNNING' AND cursor_id = $9::uuid RETURNING 1",
               simulation.id, StateWord(simulation.state), simulation.cursor_us, simulation.cursor_id, pg::Bytes(bytes),
               simulation.failure, end, absl::ToDoubleSeconds(lease), former_cursor_id);
  if (rows.empty()) return false;
  if (simulation.state != Simulation::State::kRunning) {
    pg::Exec(transaction, "DELETE FROM policy_simulation_case WHERE simulation = $1::uuid", simulation.id);
  }
  return true;
}

FactsPage ReadFacts(pqxx::transaction_base& transaction, const Simulation& simulation, int limit) {
  if (simulation.days == 0) return ReadCases(transaction, simulation, limit);
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT create_us, quotation, fact_names, fact_values FROM quotation"
               " WHERE (create_us, quotation) > ($1, $2::uuid) AND create_us < $3 ORDER BY create_us, quotation LIMIT $4",
               simulation.cursor_us, simulation.cursor_id, simulation.create_time.micros(), limit);
  FactsPage page{{}, simulation.cursor_us, simulation.cursor_id};
  page.facts.reserve(rows.size());
  for (const pqxx::row& row : rows) {
    std::vector<std::string> names = pg::ParseTextArray(row[2].c_str());
    std::vector<std::string> values = pg::ParseTextArray(row[3].c_str());
    NamedFacts facts;
    facts.reserve(names.size());
    for (size_t i = 0; i < names.size(); ++i) facts.emplace_back(std::move(names[i]), std::move(values[i]));
    page.facts.push_back(std::move(facts));
    page.cursor_us = row[0].as<int64_t>();
    page.cursor_id = row[1].c_str();
  }
  return page;
}

}  // namespace redress::compensation
