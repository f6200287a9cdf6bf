// Cases, their facts and their clocks as rows. Every function is one or two statements in the caller's transaction, whatever the
// number of cases; SQL failures are thrown and become a status in the pool.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/pg/pqxx_compat.h"
#include "services/sla/domain/look.h"

namespace redress::sla {

// A case as it stands in the rows.
struct StoredCase {
  std::string number;  // bare
  int partition = 0;
  std::string policy_version;
};

// What was heard of a case.
struct CaseFact {
  std::string case_number;  // bare
  int partition = 0;
  Fact fact;
};

// A clock's row.
struct StoredClock {
  std::string case_number;
  std::string id;
  ClockKind kind = ClockKind::kAcceptance;
  ClockState state = ClockState::kRunning;
  Severity severity = Severity::kOrdinary;
  BusinessTime start;
  absl::optional<BusinessTime> due;
  absl::optional<BusinessTime> stop;
  int64_t target_ms = 0;
  int warned_percent = 0;
  int level = 0;
  absl::optional<BusinessTime> next;
  std::set<std::string> said;
  friend bool operator==(const StoredClock&, const StoredClock&) = default;
};

// Adds the cases that are not known yet, under this policy; gives these. Nobody else sees them before the commit: they are
// locked.
std::vector<StoredCase> AddCases(pqxx::transaction_base& transaction, const std::vector<CaseFact>& facts,
                                 const std::string& policy_version);
// Locks the cases until the end of the transaction, in the order of their numbers. With `skip` only those that nobody else has.
std::vector<StoredCase> LockCases(pqxx::transaction_base& transaction, const std::set<std::string>& numbers, bool skip = false);
// Those of them that are known, without a lock.
std::vector<StoredCase> ReadCases(pqxx::transaction_base& transaction, const std::set<std::string>& numbers);

// Facts of cases that this transaction has added, each once.
void AddNewFacts(pqxx::transaction_base& transaction, const std::vector<CaseFact>& facts);
// Facts that are there already stay.
void AddFacts(pqxx::transaction_base& transaction, const std::vector<CaseFact>& facts);
std::map<std::string, std::vector<Fact>> ReadFacts(pqxx::transaction_base& transaction, const std::set<std::string>& numbers);

// By case and clock id.
std::map<std::string, std::map<std::string, StoredClock>> ReadClocks(pqxx::transaction_base& transaction,
                                                                     const std::set<std::string>& numbers);
// Clocks that are not there yet. Whoever adds or changes clocks of a case has it locked, so there is nothing to collide with.
void AddClocks(pqxx::transaction_base& transaction, const std::vector<StoredClock>& clocks);
void ChangeClocks(pqxx::transaction_base& transaction, const std::vector<StoredClock>& clocks);
void DeleteClocks(pqxx::transaction_base& transaction, const std::vector<StoredClock>& clocks);

// The cases of the clocks that time should have moved by `now`, the longest overdue first, at most so many clocks.
std::set<std::string> CasesDue(pqxx::transaction_base& transaction, BusinessTime now, int limit);
// When the first of all timers is or was due.
absl::optional<BusinessTime> NextTimer(pqxx::transaction_base& transaction);

// The statement of CasesDue, `$1` and `$2` to be given; for a test of its plan.
std::string CasesDueSql();

}  // namespace redress::sla
