// How a case comes to its end, and back: callback, closing, rejection, appeal, reopening, and merging with another one. Each
// function is a decision: the case as it is in, a Change or a refusal out. Pure functions, thread safe.
#pragma once

#include "absl/status/statusor.h"
#include "services/casework/domain/change.h"

namespace redress::casework {

// One attempt to call the customer back, by any agent who has to do with the case: the owner may be away when the call is due.
// Not satisfied, for the first time: the case reopens, to a supervisor; once in its life, here or by TakeSurvey.
absl::StatusOr<Change> CallBack(const CaseFile& file, CallbackOutcome outcome, const CasePolicy& policy, const Because& because);
// Closes with everything that CheckClosing asks for; what the case gave is filled in.
absl::StatusOr<Change> CloseCase(const CaseFile& file, Closing closing, const CasePolicy& policy, const Because& because);
// Refuses the complaint; `because.why` is what the customer reads, 1 … 500 code points.
absl::StatusOr<Change> RejectCase(const CaseFile& file, const Because& because);
// The customer does not accept how it ended: by link, or told to the owner or a supervisor.
absl::StatusOr<Change> AppealCase(const CaseFile& file, const Because& because);

// The customer's answer to the survey about one closing, as outreach tells it.
struct SurveyAnswer {
  int closing = 0;  // Closing::number
  int score = 0;    // 1 … 5
};
// Noted, whatever the case is by now. 1 or 2 reopens a case that is CLOSED, by that very closing, to a supervisor; once in its
// life, here or at the callback.
absl::StatusOr<Change> TakeSurvey(const CaseFile& file, const SurveyAnswer& survey, BusinessTime now);
// Whether the customer's simple question was solved by the answer that outreach gave. Noted, whatever the case is by now. Solved,
// a case with which people have done no more than look, and in which nothing was promised, is closed as no complaint.
absl::StatusOr<Change> TakeJudgement(const CaseFile& file, bool solved, BusinessTime now);
// A supervisor wants it open again. NOT_SUPERVISOR.
absl::StatusOr<Change> ReopenCase(const CaseFile& file, const Because& because);

// Both cases change, or neither; a supervisor's. See CheckMerge.
struct Joined {
  Change loser;
  Change winner;
};
absl::StatusOr<Joined> MergeCases(const CaseFile& loser, const CaseFile& winner, const Because& because);
// Back to where the loser was; deadlines that passed meanwhile are due at once. `winner` is the case that it is part of.
absl::StatusOr<Joined> UnmergeCases(const CaseFile& loser, const CaseFile& winner, const Because& because);

}  // namespace redress::casework
