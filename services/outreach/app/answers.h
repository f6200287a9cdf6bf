// What comes back: receipts of providers, and what customers say by link or through staff. Each in one transaction with its
// events.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "libs/events/once.h"
#include "services/outreach/app/context.h"
#include "services/outreach/store/answer_store.h"
#include "services/outreach/store/case_store.h"

namespace redress::outreach {

using Request = events::OnceRequest;

// A resource as events::Once wants it.
struct PreferenceView {
  std::string name;  // number of the case as asked
  std::string etag;
  StoredPreference stored;
};
struct SetPreferenceCommand {
  std::string case_number;
  Preference wish;
};
// Errors: NOT_FOUND, reason CASE_NOT_FOUND, and those of events::Once.
absl::StatusOr<PreferenceView> SetPreference(const Context& context, const Request& request, const SetPreferenceCommand& command);

struct SurveyView {
  std::string name;  // `{case}/{closing}`
  std::string etag;
  Survey survey;
};
struct AnswerSurveyCommand {
  std::string case_number;
  int closing = 0;
  int score = 0;
  std::string comment;  // personal
};
// The first answer stays: FAILED_PRECONDITION, reason SURVEY_ANSWERED. NOT_FOUND, reason SURVEY_NOT_FOUND.
absl::StatusOr<SurveyView> AnswerSurvey(const Context& context, const Request& request, const AnswerSurveyCommand& command);

struct IntentView {
  std::string name;  // number of the case
  std::string etag;
  IntentState state;
};
// FAILED_PRECONDITION, reason INTENT_JUDGED, NOTHING_TO_JUDGE.
absl::StatusOr<IntentView> JudgeIntent(const Context& context, const Request& request, const std::string& case_number,
                                       bool solved);

struct Receipt {
  MessageRef message;
  bool arrived = false;
};
// The notice as it is from then on. NOT_FOUND, reason NOTICE_NOT_FOUND: also of a way by which it was never handed over.
absl::StatusOr<Notice> HearReceipt(const Context& context, const Receipt& receipt, Deadline deadline);

}  // namespace redress::outreach
