// What customers say back: preferences and surveys. All functions run within the caller's transaction.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "libs/pg/pqxx_compat.h"
#include "services/outreach/domain/case_view.h"
#include "services/outreach/domain/way.h"

namespace redress::outreach {

// Whose preferences and surveys they are: the customer of the case, across cases; of an anonymous one the case alone.
std::string HolderOf(const CaseView& view);

// What was said last; nothing: everything is wanted.
Preference GetPreference(pqxx::transaction_base& transaction, const std::string& holder);
struct StoredPreference {
  Preference wish;
  BusinessTime update_time;
  int64_t version = 0;
};
StoredPreference SavePreference(pqxx::transaction_base& transaction, const std::string& holder, const Preference& wish,
                                BusinessTime now);
StoredPreference ReadPreference(pqxx::transaction_base& transaction, const std::string& holder);

struct Survey {
  std::string case_number;
  int closing = 0;
  BusinessTime send_time;
  int score = 0;  // 0: not answered
  bool commented = false;
  absl::optional<BusinessTime> answer_time;
};
// Takes the place of the one survey that the holder may get in `within`, one transaction after the other. False: it was asked
// already. The same closing again is the same survey.
bool ClaimSurvey(pqxx::transaction_base& transaction, const Survey& survey, const std::string& holder, absl::Duration within);
// Locked. NOT_FOUND, reason SURVEY_NOT_FOUND.
absl::StatusOr<Survey> LockSurvey(pqxx::transaction_base& transaction, const std::string& case_number, int closing);
// The comment as it is sealed, with its wrapped key; both empty: none.
struct SealedComment {
  std::string key;
  std::string comment;
};
void SaveAnswer(pqxx::transaction_base& transaction, const Survey& survey, const SealedComment& comment);

}  // namespace redress::outreach
