// What outreach knows of cases, and what was given in them. All functions run within the caller's transaction.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/pg/pqxx_compat.h"
#include "services/outreach/domain/case_view.h"
#include "services/outreach/domain/wording.h"

namespace redress::outreach {

// The case, locked until the end of the transaction; nothing: not heard of yet.
absl::optional<CaseView> LockCase(pqxx::transaction_base& transaction, const std::string& case_number);
// Unlocked. NOT_FOUND, reason CASE_NOT_FOUND.
absl::StatusOr<CaseView> GetCase(pqxx::transaction_base& transaction, const std::string& case_number);
// The numbers of cases whose progress is due, the longest due first.
std::vector<std::string> CasesWithProgressDue(pqxx::transaction_base& transaction, BusinessTime now, int limit);

// The answer to a simple question, and what the customer says of it.
struct IntentState {
  std::string intent;
  absl::optional<BusinessTime> answer_time;
  absl::optional<BusinessTime> judge_time;
  bool solved = false;
};
IntentState GetIntent(pqxx::transaction_base& transaction, const std::string& case_number);
// False: it was answered before.
bool MarkAnswered(pqxx::transaction_base& transaction, const std::string& case_number, BusinessTime time);
void MarkJudged(pqxx::transaction_base& transaction, const std::string& case_number, bool solved, BusinessTime time);

struct Given {
  std::string grant;
  std::string case_number;
  int kind = 0;  // as in compensation's contract
  Money amount;
  std::string reference;
  BusinessTime pay_time;
};
void InsertGiven(pqxx::transaction_base& transaction, const Given& given);
void DeleteGiven(pqxx::transaction_base& transaction, const std::string& grant);
// Oldest first.
std::vector<Given> ListGiven(pqxx::transaction_base& transaction, const std::string& case_number);

}  // namespace redress::outreach
