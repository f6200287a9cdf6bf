#include "services/casework/domain/asking.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

constexpr size_t kRequestMax = 1000;  // code points
constexpr size_t kDefaultMax = 500;
constexpr size_t kContactMax = 100;
constexpr size_t kAnswerMax = 2000;

void CheckText(Violations* violations, absl::string_view field, const std::string& text, size_t most) {
  if (Trim(text).empty()) violations->Add(field, "required");
  if (CodePointCount(text) > most) violations->Add(field, absl::StrCat("at most ", most, " characters"));
}

void CheckDue(Violations* violations, absl::string_view field, BusinessTime due, const AskingPolicy& policy, BusinessTime now) {
  if (due <= now) violations->Add(field, "later than now");
  if (due > now + policy.most) {
    violations->Add(field, absl::StrCat("at most ", absl::FormatDuration(policy.most), " from now"));
  }
}

absl::Duration WithinOf(const AskingPolicy& policy, Severity severity) {
  return policy.answer_within[static_cast<size_t>(severity) - 1];
}

bool CanBeAsked(Party party) {
  return party == Party::kCustomer || party == Party::kSeller || party == Party::kCarrier || party == Party::kSupplier;
}

absl::Status CheckAnswer(const std::string& answer) {
  Violations violations;
  CheckText(&violations, "answer", answer, kAnswerMax);
  return violations.ToStatus();
}

absl::Status CheckOpen(const EvidenceRequest& request) {
  if (request.state == EvidenceState::kOpen) return absl::OkStatus();
  return Refuse("EVIDENCE_REQUEST_ENDED", request.state == EvidenceState::kAnswered
                                              ? "the request was answered before"
                                              : "the time for an answer is over; the stated default holds");
}

}  // namespace

absl::StatusOr<EvidenceRequest> AskEvidence(const EvidenceDraft& draft, int number, Severity severity, const AskingPolicy& policy,
                                            BusinessTime now) {
  const absl::Duration within = draft.party == Party::kCustomer ? policy.customer_within : WithinOf(policy, severity);
  const BusinessTime due = draft.due_time.value_or(now + within);
  Violations violations;
  if (!CanBeAsked(draft.party)) violations.Add("evidence_request.party", "CUSTOMER, SELLER, CARRIER or SUPPLIER");
  CheckText(&violations, "evidence_request.question", draft.question, kRequestMax);
  CheckText(&violations, "evidence_request.default_on_silence", draft.default_on_silence, kDefaultMax);
  CheckDue(&violations, "evidence_request.due_time", due, policy, now);
  RETURN_IF_ERROR(violations.ToStatus());
  EvidenceRequest request;
  request.id = absl::StrCat("e", number);
  request.party = draft.party;
  request.question = draft.question;
  request.default_on_silence = draft.default_on_silence;
  request.request_time = now;
  request.due_time = due;
  return request;
}

absl::StatusOr<Task> AssignTask(const TaskDraft& draft, int number, Severity severity, const AskingPolicy& policy,
                                BusinessTime now) {
  const BusinessTime due = draft.due_time.value_or(now + WithinOf(policy, severity));
  Violations violations;
  if (Word(draft.department).empty()) violations.Add("task.department", "one of the departments of the house");
  CheckText(&violations, "task.contact", draft.contact, kContactMax);
  CheckText(&violations, "task.request", draft.request, kRequestMax);
  CheckDue(&violations, "task.due_time", due, policy, now);
  RETURN_IF_ERROR(violations.ToStatus());
  Task task;
  task.id = absl::StrCat("t", number);
  task.department = draft.department;
  task.contact = draft.contact;
  task.request = draft.request;
  task.assign_time = now;
  task.due_time = due;
  return task;
}

absl::StatusOr<EvidenceRequest> Answer(const EvidenceRequest& request, const std::string& answer, BusinessTime now) {
  RETURN_IF_ERROR(CheckAnswer(answer));
  RETURN_IF_ERROR(CheckOpen(request));
  if (now >= request.due_time) {
    return Refuse("EVIDENCE_REQUEST_ENDED", "the time for an answer is over; the stated default holds");
  }
  EvidenceRequest next = request;
  next.state = EvidenceState::kAnswered;
  next.answer = answer;
  next.end_time = now;
  return next;
}

absl::StatusOr<EvidenceRequest> Default(const EvidenceRequest& request, BusinessTime now) {
  RETURN_IF_ERROR(CheckOpen(request));
  if (now < request.due_time) return Refuse("NOT_DUE", "there is still time for an answer");
  EvidenceRequest next = request;
  next.state = EvidenceState::kDefaulted;
  next.end_time = request.due_time;  // not when the timer came to it
  return next;
}

absl::StatusOr<Task> Answer(const Task& task, const std::string& answer, BusinessTime now) {
  RETURN_IF_ERROR(CheckAnswer(answer));
  if (task.answer_time.has_value()) return Refuse("TASK_ENDED", "the task was answered before");
  Task next = task;
  next.answer = answer;
  next.answer_time = now;
  return next;
}

absl::StatusOr<Task> MarkOverdue(const Task& task, BusinessTime now) {
  if (task.answer_time.has_value() || task.overdue) return Refuse("TASK_ENDED", "the task was answered, or said to be overdue");
  if (now < task.due_time) return Refuse("NOT_DUE", "there is still time for an answer");
  Task next = task;
  next.overdue = true;
  return next;
}

CaseState WaitingStateOf(Party party) {
  if (party == Party::kCustomer) return CaseState::kWaitingCustomer;
  if (party == Party::kSeller) return CaseState::kWaitingSeller;
  return CaseState::kWaitingThirdParty;
}

CaseEvent WaitingEventOf(Party party) {
  if (party == Party::kCustomer) return CaseEvent::kAskCustomer;
  if (party == Party::kSeller) return CaseEvent::kAskSeller;
  return CaseEvent::kAskThirdParty;
}

absl::optional<Party> WaitsFor(const std::vector<EvidenceRequest>& requests) {
  for (const Party party : {Party::kCustomer, Party::kSeller, Party::kCarrier, Party::kSupplier}) {
    const bool open = std::any_of(requests.begin(), requests.end(), [&](const EvidenceRequest& request) {
      return request.party == party && request.state == EvidenceState::kOpen;
    });
    if (open) return party;
  }
  return absl::nullopt;
}

}  // namespace redress::casework
