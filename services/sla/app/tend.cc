#include "services/sla/app/tend.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "libs/base/status_macros.h"
#include "services/sla/store/events.h"

namespace redress::sla {
namespace {

StoredClock RowOf(const std::string& case_number, const Clock& clock, std::set<std::string> said) {
  StoredClock row;
  row.case_number = case_number;
  row.id = clock.id;
  row.kind = clock.kind;
  row.state = clock.state;
  row.severity = clock.severity;
  row.start = clock.start;
  row.due = clock.due;
  row.stop = clock.stop;
  row.target_ms = absl::ToInt64Milliseconds(clock.target);
  row.warned_percent = clock.warned_percent;
  row.level = clock.level;
  row.next = clock.next;
  row.said = std::move(said);
  return row;
}

struct Rows {
  std::vector<StoredClock> added;
  std::vector<StoredClock> changed;
  std::vector<StoredClock> gone;
};

// Only rows that differ are written: most facts move few of a case's clocks.
void Differences(const StoredCase& of, const std::vector<ClockView>& views, const std::map<std::string, StoredClock>& before,
                 Said said, Rows* rows) {
  std::set<std::string> present;
  for (const ClockView& view : views) {
    present.insert(view.clock.id);
    StoredClock row = RowOf(of.number, view.clock, std::move(said[view.clock.id]));
    const auto old = before.find(view.clock.id);
    if (old == before.end()) {
      rows->added.push_back(std::move(row));
    } else if (!(old->second == row)) {
      rows->changed.push_back(std::move(row));
    }
  }
  for (const auto& [id, row] : before) {
    if (present.count(id) == 0) rows->gone.push_back(row);
  }
}

// What was heard, of cases that are added and of others.
struct Heard {
  NewCases added;
  std::vector<CaseFact> of_added;  // each once, as the table has them
  std::vector<CaseFact> of_others;
};

Heard Sort(const std::vector<StoredCase>& added, const std::vector<CaseFact>& facts) {
  Heard heard;
  for (const StoredCase& one : added) heard.added[one.number];
  for (const CaseFact& fact : facts) {
    const auto found = heard.added.find(fact.case_number);
    if (found == heard.added.end()) {
      heard.of_others.push_back(fact);
    } else if (std::count(found->second.begin(), found->second.end(), fact.fact) == 0) {
      found->second.push_back(fact.fact);
      heard.of_added.push_back(fact);
    }
  }
  return heard;
}

}  // namespace

absl::StatusOr<Tended> Tend(pqxx::work& transaction, const Context& context, const std::vector<StoredCase>& locked,
                            std::vector<events::NewEvent>* out, NewCases added) {
  Tended tended;
  if (locked.empty()) return tended;
  std::set<std::string> numbers;
  for (const StoredCase& of : locked) {
    if (added.count(of.number) == 0) numbers.insert(of.number);
  }
  auto facts = numbers.empty() ? std::map<std::string, std::vector<Fact>>() : ReadFacts(transaction, numbers);
  auto clocks = numbers.empty() ? std::map<std::string, std::map<std::string, StoredClock>>() : ReadClocks(transaction, numbers);
  facts.merge(added);
  const BusinessTime now = context.time.Now();
  Rows rows;
  for (const StoredCase& of : locked) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const Policy> policy, context.policies.Find(transaction, of.policy_version));
    const std::vector<ClockView> views = Look(facts[of.number], *policy, now);
    const auto& before = clocks[of.number];
    Said said;
    for (const auto& [id, row] : before) said[id] = row.said;
    std::vector<Saying> sayings = Say(views, &said);
    for (events::NewEvent& event : EventsOf(of, sayings)) out->push_back(std::move(event));
    std::move(sayings.begin(), sayings.end(), std::back_inserter(tended.sayings));
    Differences(of, views, before, std::move(said), &rows);
  }
  DeleteClocks(transaction, rows.gone);
  AddClocks(transaction, rows.added);
  ChangeClocks(transaction, rows.changed);
  return tended;
}

absl::StatusOr<Tended> Receive(pqxx::work& transaction, const Context& context, const std::vector<CaseFact>& facts,
                               std::vector<events::NewEvent>* out) {
  if (facts.empty()) return Tended();
  std::set<std::string> known;
  for (const CaseFact& fact : facts) known.insert(fact.case_number);
  const std::vector<StoredCase> added = AddCases(transaction, facts, context.policies.current().spec().version);
  for (const StoredCase& one : added) known.erase(one.number);
  std::vector<StoredCase> locked = known.empty() ? std::vector<StoredCase>() : LockCases(transaction, known);
  locked.insert(locked.end(), added.begin(), added.end());
  Heard heard = Sort(added, facts);
  AddNewFacts(transaction, heard.of_added);
  AddFacts(transaction, heard.of_others);
  return Tend(transaction, context, locked, out, std::move(heard.added));
}

}  // namespace redress::sla
