// Cases behind the verbs that app/ needs. A case is read as one whole and written as one whole, under its version: whoever comes
// second writes nothing. What changed is written with it: its parts, its timers, and the entries of its audit trail, without
// which no change is taken. What people wrote is sealed on the way in and opened on the way out. Every function runs in the
// caller's transaction, before the events are appended; SQL failures are thrown, as libpqxx does, and become a status in the
// pool.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/pg/pqxx_compat.h"
#include "services/casework/domain/case_file.h"
#include "services/casework/store/vaulting.h"

namespace redress::casework {

// Locks the rows of these cases until the transaction ends, in one order whoever asks; those that are none are left out.
void LockCases(pqxx::transaction_base& transaction, const std::vector<std::string>& numbers);

// All of a case as of one version. NOT_FOUND, reason CASE_NOT_FOUND; ABORTED, reason CONCURRENT_CHANGE, where it kept changing;
// DATA_LOSS, reason UNSEAL_FAILED, or FAILED_PRECONDITION, reason UNKNOWN_KEY, where what people wrote cannot be opened.
absl::StatusOr<CaseFile> GetCase(pqxx::transaction_base& transaction, const Vaulting& vault, const std::string& number);
// The same customer's other cases, newest first.
std::vector<std::string> EarlierCases(pqxx::transaction_base& transaction, const CaseFile& file, int limit);
// All cases of a customer, by the keyed fingerprint, in the order of their numbers; none for an empty one.
std::vector<std::string> CasesOfCustomer(pqxx::transaction_base& transaction, const std::string& customer);

// Stores a new case as version 1, with a key of its own. ALREADY_EXISTS, reason CASE_EXISTS, where there is one of that number,
// or one of its complaints belongs to another case. Returns it as stored.
absl::StatusOr<CaseFile> InsertCase(pqxx::transaction_base& transaction, const Vaulting& vault, CaseFile file,
                                    std::vector<AuditDraft> trail);

// Stores `next` in place of `seen`, which GetCase gave, as the version after. ABORTED, reason CONCURRENT_CHANGE: it is not the
// present one any more. INTERNAL, reason UNAUDITED_CHANGE: without an entry of the trail. Parts are added and changed, never
// removed. Where `next` says that the words are erased, their key is forgotten, and of what is written then or later only that it
// was written is kept. Whoever owns the case may read it from now on. Returns it as stored.
absl::StatusOr<CaseFile> UpdateCase(pqxx::transaction_base& transaction, const Vaulting& vault, const CaseFile& seen,
                                    CaseFile next, std::vector<AuditDraft> trail);

// A case with a timer, and when its first one is due. Empty: before all of them.
struct DuePlace {
  BusinessTime due_time;
  std::string number;
};
// The cases that have a timer due by `now`, the longest due first, from after `after` on.
std::vector<DuePlace> DueCases(pqxx::transaction_base& transaction, BusinessTime now, const DuePlace& after, int limit);

// When the next timer of any case is due; nothing where there is none.
absl::optional<BusinessTime> NextTimer(pqxx::transaction_base& transaction);

// How many cases are being carried out without waiting for a person.
struct ExecutionCounts {
  int64_t to_begin = 0;  // no step is under way: the next one is to be begun, or the execution to be ended
  int64_t awaited = 0;   // a step was begun whose outcome is not known
};
ExecutionCounts CountExecutions(pqxx::transaction_base& transaction);

// Cases that are EXECUTING and do not wait for a person, in the order of their numbers after `after`.
std::vector<std::string> ExecutingCases(pqxx::transaction_base& transaction, const std::string& after, int limit);

}  // namespace redress::casework
