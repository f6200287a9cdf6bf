// What the case asks of others and what comes back, or does not: requests for evidence, tasks, and the deadlines that decide by
// themselves. A case waits while an answer from outside the house is open, and goes on where it was when none is. Each function
// is a decision: the case as it is in, a Change or a refusal out. Pure functions, thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/casework/domain/change.h"
#include "services/casework/domain/timers.h"

namespace redress::casework {

// Asks a party; the case waits for it (or for another one that goes before). Also refused where the state cannot wait:
// ILLEGAL_TRANSITION.
absl::StatusOr<Change> RequestEvidence(const CaseFile& file, const EvidenceDraft& draft, const CasePolicy& policy,
                                       const Because& because);
// NOT_FOUND, reason EVIDENCE_REQUEST_NOT_FOUND; NOT_OWNER for an agent who has not the case (a party comes by its link).
absl::StatusOr<Change> AnswerEvidence(const CaseFile& file, const std::string& request, const std::string& answer,
                                      const Because& because);

// Gives a department something to do; the case goes on meanwhile.
absl::StatusOr<Change> GiveTask(const CaseFile& file, const TaskDraft& draft, const CasePolicy& policy, const Because& because);
// NOT_FOUND, reason TASK_NOT_FOUND; else as AnswerEvidence.
absl::StatusOr<Change> AnswerTask(const CaseFile& file, const std::string& task, const std::string& answer,
                                  const Because& because);

// Everything whose time has come by `now`, the longest due first, each at its own due time however late it is acted on: silence
// becomes the stated default, a task overdue, an approval is asked one level up. Nothing to do where nothing is due.
absl::StatusOr<Change> FireDue(const CaseFile& file, const CasePolicy& policy, BusinessTime now);

// Brings a waiting case to the state of whoever is waited for, or back to where it was.
absl::Status Settle(Change* change, const Because& because);

}  // namespace redress::casework
