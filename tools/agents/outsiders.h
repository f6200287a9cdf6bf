// The people outside: what customers, sellers, carriers and departments say when they are asked. Decided by the case and by what
// it is about, so that a second run hears the same. Pure functions, thread safe.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "redress/casework/v1/case.pb.h"

namespace redress::agents {

// Some decline the first plan of a case; nobody declines a second.
bool AcceptsPlan(absl::string_view case_name, int plan);
// They do not use the link but tell it to the owner on the phone.
bool AnswersByPhone(absl::string_view case_name, int plan);
// They forget it, until the owner asks them on the phone.
bool LeavesPlanUnanswered(absl::string_view case_name, int plan);
// Neither of both.
bool AnswersByLink(absl::string_view case_name, int plan);
// What came of a call: few are not content the first time, some are reached late, very few never.
casework::v1::Callback::Outcome CallbackOutcome(absl::string_view case_name, int round, int attempt);
bool AppealsRejection(absl::string_view case_name);
// Never answers that request; the stated default will hold.
bool StaysSilent(absl::string_view case_name, absl::string_view request);

// Answers a survey at all, and with which score, 1 to 5.
bool AnswersSurvey(absl::string_view case_name, absl::string_view closing);
int SurveyScore(absl::string_view case_name, absl::string_view closing);

// What they write.
std::string EvidenceAnswer(absl::string_view case_name, const casework::v1::EvidenceRequest& request);
std::string TaskAnswer(absl::string_view case_name, const casework::v1::Task& task);
std::string AppealReason(absl::string_view case_name);

}  // namespace redress::agents
