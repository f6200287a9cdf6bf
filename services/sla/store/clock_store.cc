#include "services/sla/store/clock_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"

namespace redress::sla {
namespace {

// 0 stands for NULL on the way there.
int64_t MicrosOf(const absl::optional<BusinessTime>& time) {
  return time.has_value() ? time->micros() : 0;
}

absl::optional<BusinessTime> TimeIn(const pqxx::field& field) {
  if (field.is_null()) return absl::nullopt;
  return BusinessTime::FromUnixMicros(field.as<int64_t>());
}

std::vector<std::string> AllOf(const std::set<std::string>& values) {
  return {values.begin(), values.end()};
}

StoredCase CaseOf(const pqxx::row& row) {
  return {row[0].c_str(), row[1].as<int>(), row[2].c_str()};
}

StoredClock ClockOf(const pqxx::row& row) {
  StoredClock clock;
  clock.case_number = row[0].c_str();
  clock.id = row[1].c_str();
  clock.kind = static_cast<ClockKind>(row[2].as<int>());
  clock.state = static_cast<ClockState>(row[3].as<int>());
  clock.severity = static_cast<Severity>(row[4].as<int>());
  clock.start = BusinessTime::FromUnixMicros(row[5].as<int64_t>());
  clock.due = TimeIn(row[6]);
  clock.stop = TimeIn(row[7]);
  clock.target_ms = row[8].as<int64_t>();
  clock.warned_percent = row[9].as<int>();
  clock.level = row[10].as<int>();
  clock.next = TimeIn(row[11]);
  for (std::string& key : pg::ParseTextArray(row[12].c_str())) clock.said.insert(std::move(key));
  return clock;
}

}  // namespace

std::vector<StoredCase> AddCases(pqxx::transaction_base& transaction, const std::vector<CaseFact>& facts,
                                 const std::string& policy_version) {
  std::map<std::string, int> cases;  // sorted, so that no two batches wait for each other
  for (const CaseFact& fact : facts) cases.emplace(fact.case_number, fact.partition);
  std::vector<std::string> numbers;
  std::vector<int64_t> partitions;
  numbers.reserve(cases.size());
  partitions.reserve(cases.size());
  for (const auto& [number, partition] : cases) {
    numbers.push_back(number);
    partitions.push_back(partition);
  }
  std::vector<StoredCase> added;
  const pqxx::result rows =
      pg::Exec(transaction,
               "INSERT INTO clock_case (case_number, partition, policy_version)"
               " SELECT u.number, u.partition, $3 FROM unnest($1::text[], $2::smallint[]) u(number, partition)"
               " ON CONFLICT DO NOTHING RETURNING case_number, partition, policy_version",
               pg::TextArrayOf(numbers), pg::ArrayOf(absl::MakeConstSpan(partitions)), policy_version);
  for (const pqxx::row& row : rows) added.push_back(CaseOf(row));
  return added;
}

std::vector<StoredCase> LockCases(pqxx::transaction_base& transaction, const std::set<std::string>& numbers, bool skip) {
  std::vector<StoredCase> cases;
  const pqxx::result rows =
      pg::Exec(transaction,
               absl::StrCat("SELECT case_number, partition, policy_version FROM clock_case WHERE case_number = ANY ($1::text[])",
                            " ORDER BY case_number FOR NO KEY UPDATE", skip ? " SKIP LOCKED" : ""),
               pg::TextArrayOf(AllOf(numbers)));
  for (const pqxx::row& row : rows) cases.push_back(CaseOf(row));
  return cases;
}

std::vector<StoredCase> ReadCases(pqxx::transaction_base& transaction, const std::set<std::string>& numbers) {
  std::vector<StoredCase> cases;
  const pqxx::result rows =
      pg::Exec(transaction, "SELECT case_number, partition, policy_version FROM clock_case WHERE case_number = ANY ($1::text[])",
               pg::TextArrayOf(AllOf(numbers)));
  for (const pqxx::row& row : rows) cases.push_back(CaseOf(row));
  return cases;
}

namespace {

// `unless` ends the statement: what becomes of those that are there.
void InsertFacts(pqxx::transaction_base& transaction, const std::vector<CaseFact>& facts, const char* unless) {
  if (facts.empty()) return;
  std::vector<std::string> numbers, subjects;
  std::vector<int64_t> kinds, times, values;
  for (auto* const texts : {&numbers, &subjects}) texts->reserve(facts.size());
  for (auto* const figures : {&kinds, &times, &values}) figures->reserve(facts.size());
  for (const CaseFact& one : facts) {
    numbers.push_back(one.case_number);
    kinds.push_back(static_cast<int64_t>(one.fact.kind));
    subjects.push_back(one.fact.subject);
    times.push_back(one.fact.time.micros());
    values.push_back(one.fact.value);
  }
  pg::Exec(transaction,
           absl::StrCat("INSERT INTO case_fact (case_number, kind, subject, fact_us, value)"
                        " SELECT * FROM unnest($1::text[], $2::smallint[], $3::text[], $4::bigint[], $5::integer[])",
                        unless),
           pg::TextArrayOf(numbers), pg::ArrayOf(absl::MakeConstSpan(kinds)), pg::TextArrayOf(subjects),
           pg::ArrayOf(absl::MakeConstSpan(times)), pg::ArrayOf(absl::MakeConstSpan(values)));
}

}  // namespace

void AddNewFacts(pqxx::transaction_base& transaction, const std::vector<CaseFact>& facts) {
  InsertFacts(transaction, facts, "");
}

void AddFacts(pqxx::transaction_base& transaction, const std::vector<CaseFact>& facts) {
  InsertFacts(transaction, facts, " ON CONFLICT DO NOTHING");
}

std::map<std::string, std::vector<Fact>> ReadFacts(pqxx::transaction_base& transaction, const std::set<std::string>& numbers) {
  std::map<std::string, std::vector<Fact>> facts;
  const pqxx::result rows = pg::Exec(
      transaction, "SELECT case_number, kind, subject, fact_us, value FROM case_fact WHERE case_number = ANY ($1::text[])",
      pg::TextArrayOf(AllOf(numbers)));
  for (const pqxx::row& row : rows) {
    facts[row[0].c_str()].push_back({static_cast<FactKind>(row[1].as<int>()), row[2].c_str(),
                                     BusinessTime::FromUnixMicros(row[3].as<int64_t>()), row[4].as<int>()});
  }
  return facts;
}

std::map<std::string, std::map<std::string, StoredClock>> ReadClocks(pqxx::transaction_base& transaction,
                                                                     const std::set<std::string>& numbers) {
  std::map<std::string, std::map<std::string, StoredClock>> clocks;
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT case_number, clock, kind, state, severity, start_us, due_us, stop_us, target_ms, warned_percent, level, next_us,"
      " said FROM clock WHERE case_number = ANY ($1::text[])",
      pg::TextArrayOf(AllOf(numbers)));
  for (const pqxx::row& row : rows) {
    StoredClock clock = ClockOf(row);
    clocks[clock.case_number][clock.id] = std::move(clock);
  }
  return clocks;
}

namespace {

// `unless` ends the statement: what becomes of those that are there.
void InsertClocks(pqxx::transaction_base& transaction, const std::vector<StoredClock>& clocks, const char* unless) {
  if (clocks.empty()) return;
  std::vector<std::string> numbers, ids, said;
  std::vector<int64_t> kinds, states, severities, starts, dues, stops, targets, warned, levels, nexts;
  for (auto* const texts : {&numbers, &ids, &said}) texts->reserve(clocks.size());
  for (auto* const figures : {&kinds, &states, &severities, &starts, &dues, &stops, &targets, &warned, &levels, &nexts}) {
    figures->reserve(clocks.size());
  }
  for (const StoredClock& clock : clocks) {
    numbers.push_back(clock.case_number);
    ids.push_back(clock.id);
    kinds.push_back(static_cast<int64_t>(clock.kind));
    states.push_back(static_cast<int64_t>(clock.state));
    severities.push_back(static_cast<int64_t>(clock.severity));
    starts.push_back(clock.start.micros());
    dues.push_back(MicrosOf(clock.due));
    stops.push_back(MicrosOf(clock.stop));
    targets.push_back(clock.target_ms);
    warned.push_back(clock.warned_percent);
    levels.push_back(clock.level);
    nexts.push_back(MicrosOf(clock.next));
    said.push_back(pg::ArrayOf(AllOf(clock.said)));
  }
  const auto array = [](const std::vector<int64_t>& values) { return pg::ArrayOf(absl::MakeConstSpan(values)); };
  pg::Exec(
      transaction,
      absl::StrCat(
          "INSERT INTO clock (case_number, clock, kind, state, severity, start_us, due_us, stop_us, target_ms, warned_percent,"
          " level, next_us, said)"
          " SELECT u.number, u.clock, u.kind, u.state, u.severity, u.start_us, nullif(u.due_us, 0), nullif(u.stop_us, 0),"
          " u.target_ms, u.warned, u.level, nullif(u.next_us, 0), u.said::text[]"
          " FROM unnest($1::text[], $2::text[], $3::smallint[], $4::smallint[], $5::smallint[], $6::bigint[], $7::bigint[],"
          " $8::bigint[], $9::bigint[], $10::smallint[], $11::smallint[], $12::bigint[], $13::text[])"
          " u(number, clock, kind, state, severity, start_us, due_us, stop_us, target_ms, warned, level, next_us, said)",
          unless),
      pg::TextArrayOf(numbers), pg::TextArrayOf(ids), array(kinds), array(states), array(severities), array(starts), array(dues),
      array(stops), array(targets), array(warned), array(levels), array(nexts), pg::TextArrayOf(said));
}

}  // namespace

void AddClocks(pqxx::transaction_base& transaction, const std::vector<StoredClock>& clocks) {
  InsertClocks(transaction, clocks, "");
}

void ChangeClocks(pqxx::transaction_base& transaction, const std::vector<StoredClock>& clocks) {
  InsertClocks(transaction, clocks,
               " ON CONFLICT (case_number, clock) DO UPDATE SET kind = excluded.kind, state = excluded.state,"
               " severity = excluded.severity, start_us = excluded.start_us, due_us = excluded.due_us,"
               " stop_us = excluded.stop_us, target_ms = excluded.target_ms, warned_percent = excluded.warned_percent,"
               " level = excluded.level, next_us = excluded.next_us, said = excluded.said");
}

void DeleteClocks(pqxx::transaction_base& transaction, const std::vector<StoredClock>& clocks) {
  if (clocks.empty()) return;
  std::vector<std::string> numbers, ids;
  numbers.reserve(clocks.size());
  ids.reserve(clocks.size());
  for (const StoredClock& clock : clocks) {
    numbers.push_back(clock.case_number);
    ids.push_back(clock.id);
  }
  pg::Exec(transaction,
           "DELETE FROM clock c USING unnest($1::text[], $2::text[]) u(number, clock)"
           " WHERE c.case_number = u.number AND c.clock = u.clock",
           pg::TextArrayOf(numbers), pg::TextArrayOf(ids));
}

std::string CasesDueSql() {
  return "SELECT case_number FROM clock WHERE next_us <= $1 ORDER BY next_us LIMIT $2";
}

std::set<std::string> CasesDue(pqxx::transaction_base& transaction, BusinessTime now, int limit) {
  std::set<std::string> numbers;
  for (const pqxx::row& row : pg::Exec(transaction, CasesDueSql(), now.micros(), limit)) numbers.insert(row[0].c_str());
  return numbers;
}

absl::optional<BusinessTime> NextTimer(pqxx::transaction_base& transaction) {
  const pqxx::result rows = pg::Exec(transaction, "SELECT next_us FROM clock WHERE next_us IS NOT NULL ORDER BY next_us LIMIT 1");
  if (rows.empty()) return absl::nullopt;
  return BusinessTime::FromUnixMicros(rows[0][0].as<int64_t>());
}

}  // namespace redress::sla
