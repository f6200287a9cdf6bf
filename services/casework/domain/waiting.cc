#include "services/casework/domain/waiting.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

template <class Part>
Part* Find(std::vector<Part>* parts, const std::string& id) {
  for (Part& part : *parts) {
    if (part.id == id) return &part;
  }
  return nullptr;
}

absl::Status NotFound(absl::string_view reason, absl::string_view what) {
  return Error(absl::StatusCode::kNotFound, reason, absl::StrCat("the case has no such ", what));
}

// Parties and departments come by their signed link; an agent has to have the case.
absl::Status CheckMayAnswer(const CaseFile& file, const Actor& actor) {
  RETURN_IF_ERROR(CheckLive(file));
  return actor.agent.empty() ? absl::OkStatus() : CheckMayAct(file, actor);
}

absl::Status FireEvidence(Change* change, EvidenceRequest* request, const Because& because) {
  ASSIGN_OR_RETURN(*request, Default(*request, because.now));
  Say(change, {"EVIDENCE_DEFAULTED", request->id, std::string(Word(request->state)), true}, because);
  Publish(change, FactKind::kEvidenceEnded, request->id, because.now);
  return Settle(change, because);
}

absl::Status FireTask(Change* change, Task* task, const Because& because) {
  ASSIGN_OR_RETURN(*task, MarkOverdue(*task, because.now));
  Say(change, {"TASK_OVERDUE", task->id}, because);
  return absl::OkStatus();
}

absl::Status FireApproval(Change* change, Approval* approval, const CasePolicy& policy, const Because& because) {
  CaseFile& file = change->next;
  const int number = static_cast<int>(file.approvals.size()) + 1;
  ASSIGN_OR_RETURN(Expired expired, Expire(*approval, number, file.severity, policy.approval, because.now));
  Say(change,
      {"APPROVAL_EXPIRED", absl::StrCat(approval->id, " ", Word(approval->required)),
       absl::StrCat(expired.next.id, " ", Word(expired.next.required))},
      because);
  Publish(change, FactKind::kApprovalEnded, expired.ended.id, because.now);
  Publish(change, FactKind::kApprovalRequested, expired.next.id, because.now);
  *approval = std::move(expired.ended);
  file.approvals.push_back(std::move(expired.next));
  return Move(change, CaseEvent::kAskHigher, because);
}

absl::Status Fire(Change* change, const Timer& timer, const CasePolicy& policy) {
  const Because because = {{"timer", "", false}, "", timer.due_time};
  switch (timer.kind) {
    case TimerKind::kEvidence:
      return FireEvidence(change, Find(&change->next.evidence_requests, timer.id), because);
    case TimerKind::kTask:
      return FireTask(change, Find(&change->next.tasks, timer.id), because);
    case TimerKind::kApproval:
      return FireApproval(change, Find(&change->next.approvals, timer.id), policy, because);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Settle(Change* change, const Because& because) {
  CaseFile& file = change->next;
  if (!IsWaiting(file.state)) return absl::OkStatus();
  const absl::optional<Party> party = WaitsFor(file.evidence_requests);
  if (!party.has_value()) return Move(change, CaseEvent::kResume, because, file.waiting_from);
  return Move(change, WaitingEventOf(*party), because);
}

absl::StatusOr<Change> RequestEvidence(const CaseFile& file, const EvidenceDraft& draft, const CasePolicy& policy,
                                       const Because& because) {
  RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  const int number = static_cast<int>(file.evidence_requests.size()) + 1;
  ASSIGN_OR_RETURN(EvidenceRequest request, AskEvidence(draft, number, file.severity, policy.asking, because.now));
  Change change = Unchanged(file);
  if (!IsWaiting(file.state)) change.next.waiting_from = file.state;
  Say(&change, {"EVIDENCE_REQUESTED", request.id, std::string(Word(request.party)), true}, because);
  Publish(&change, FactKind::kEvidenceRequested, request.id, because.now);
  if (request.party == Party::kCustomer) PublishTold(&change, "EVIDENCE_REQUEST", because);
  change.next.evidence_requests.push_back(std::move(request));
  // Whoever goes first is waited for, which need not be who was asked last.
  RETURN_IF_ERROR(Move(&change, WaitingEventOf(*WaitsFor(change.next.evidence_requests)), because));
  return change;
}

absl::StatusOr<Change> AnswerEvidence(const CaseFile& file, const std::string& request, const std::string& answer,
                                      const Because& because) {
  RETURN_IF_ERROR(CheckMayAnswer(file, because.actor));
  Change change = Unchanged(file);
  EvidenceRequest* const asked = Find(&change.next.evidence_requests, request);
  if (asked == nullptr) return NotFound("EVIDENCE_REQUEST_NOT_FOUND", "request");
  ASSIGN_OR_RETURN(*asked, Answer(*asked, answer, because.now));
  Say(&change, {"EVIDENCE_ANSWERED", request, std::string(Word(asked->state)), true}, because);
  Publish(&change, FactKind::kEvidenceEnded, request, because.now);
  RETURN_IF_ERROR(Settle(&change, because));
  return change;
}

absl::StatusOr<Change> GiveTask(const CaseFile& file, const TaskDraft& draft, const CasePolicy& policy, const Because& because) {
  RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  RETURN_IF_ERROR(CheckLive(file));
  const int number = static_cast<int>(file.tasks.size()) + 1;
  ASSIGN_OR_RETURN(Task task, AssignTask(draft, number, file.severity, policy.asking, because.now));
  Change change = Unchanged(file);
  Say(&change, {"TASK_ASSIGNED", task.id, std::string(Word(task.department))}, because);
  Publish(&change, FactKind::kTaskAssigned, task.id, because.now);
  change.next.tasks.push_back(std::move(task));
  return change;
}

absl::StatusOr<Change> AnswerTask(const CaseFile& file, const std::string& task, const std::string& answer,
                                  const Because& because) {
  RETURN_IF_ERROR(CheckMayAnswer(file, because.actor));
  Change change = Unchanged(file);
  Task* const given = Find(&change.next.tasks, task);
  if (given == nullptr) return NotFound("TASK_NOT_FOUND", "task");
  ASSIGN_OR_RETURN(*given, Answer(*given, answer, because.now));
  Say(&change, {"TASK_ANSWERED", task}, because);
  Publish(&change, FactKind::kTaskAnswered, task, because.now);
  return change;
}

absl::StatusOr<Change> FireDue(const CaseFile& file, const CasePolicy& policy, BusinessTime now) {
  Change change = Unchanged(file);
  for (;;) {
    const std::vector<Timer> timers = TimersOf(change.next);
    if (timers.empty() || timers[0].due_time > now) return change;
    RETURN_IF_ERROR(Fire(&change, timers[0], policy));
  }
}

}  // namespace redress::casework
