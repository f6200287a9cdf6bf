// What a case asks of others: evidence of a party, with a deadline and what is taken for true when nothing comes; tasks of
// departments, with a named contact. Says which state the case waits in meanwhile, and what a deadline does. Pure functions,
// thread safe. The figures are policy (config.h), in business time.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/casework/domain/case_state.h"

namespace redress::casework {

// The values are those of the contract.
enum class EvidenceState { kOpen = 1, kAnswered = 2, kDefaulted = 3 };

template <>
inline constexpr std::array kWords<EvidenceState> = {
    Named<EvidenceState>{EvidenceState::kOpen, "OPEN"},
    Named<EvidenceState>{EvidenceState::kAnswered, "ANSWERED"},
    Named<EvidenceState>{EvidenceState::kDefaulted, "DEFAULTED"},
};

struct EvidenceRequest {
  std::string id;  // `e1`, `e2`, … within the case
  Party party = Party::kCustomer;
  std::string question;            // 1 … 1000 code points
  std::string default_on_silence;  // 1 … 500 code points; part of what is asked
  BusinessTime request_time;
  BusinessTime due_time;
  EvidenceState state = EvidenceState::kOpen;
  std::string answer;  // 1 … 2000 code points once answered
  absl::optional<BusinessTime> end_time;
  friend bool operator==(const EvidenceRequest&, const EvidenceRequest&) = default;
};

struct Task {
  std::string id;  // `t1`, `t2`, … within the case
  Department department = Department::kProduct;
  std::string contact;  // a function or staff id, 1 … 100 code points
  std::string request;  // 1 … 1000 code points
  BusinessTime assign_time;
  BusinessTime due_time;
  bool overdue = false;  // its time passed unanswered, and that was said
  std::string answer;    // 1 … 2000 code points; empty while open
  absl::optional<BusinessTime> answer_time;
  friend bool operator==(const Task&, const Task&) = default;
};

// How long others have, by severity (ordinary, urgent, critical): domain.md §6, departments and evidence.
struct AskingPolicy {
  std::array<absl::Duration, 3> answer_within = {absl::Hours(24), absl::Hours(12), absl::Hours(4)};
  absl::Duration customer_within = absl::Hours(72);  // a customer is never hurried by our clocks
  absl::Duration most = absl::Hours(24 * 30);
};

// What somebody wants to ask; a due time that is absent is the policy's.
struct EvidenceDraft {
  Party party = Party::kCustomer;
  std::string question;
  std::string default_on_silence;
  absl::optional<BusinessTime> due_time;
};
struct TaskDraft {
  Department department = Department::kProduct;
  std::string contact;
  std::string request;
  absl::optional<BusinessTime> due_time;
};

// `number`: from 1, of its kind within the case. INVALID_ARGUMENT naming every bad field: nobody to ask (PLATFORM, NONE), texts
// missing or too long, a due time that is over or later than the policy's most.
absl::StatusOr<EvidenceRequest> AskEvidence(const EvidenceDraft& draft, int number, Severity severity, const AskingPolicy& policy,
                                            BusinessTime now);
absl::StatusOr<Task> AssignTask(const TaskDraft& draft, int number, Severity severity, const AskingPolicy& policy,
                                BusinessTime now);

// FAILED_PRECONDITION, reason EVIDENCE_REQUEST_ENDED: answered before, or the default holds. An answer at the due time itself is
// late, though the timer has not run yet.
absl::StatusOr<EvidenceRequest> Answer(const EvidenceRequest& request, const std::string& answer, BusinessTime now);
// The default holds from the due time on. FAILED_PRECONDITION, reason NOT_DUE or EVIDENCE_REQUEST_ENDED.
absl::StatusOr<EvidenceRequest> Default(const EvidenceRequest& request, BusinessTime now);
// FAILED_PRECONDITION, reason TASK_ENDED. A late answer is one all the same.
absl::StatusOr<Task> Answer(const Task& task, const std::string& answer, BusinessTime now);
// Marks a task whose time has passed: its owner's supervisor is told, once. FAILED_PRECONDITION, reason NOT_DUE or TASK_ENDED.
absl::StatusOr<Task> MarkOverdue(const Task& task, BusinessTime now);

// The state in which a case waits for `party`, and the event that leads there. PLATFORM and NONE are never waited for: ourselves.
CaseState WaitingStateOf(Party party);
CaseEvent WaitingEventOf(Party party);

// For whom a case waits: of those whose answer is open the first in this order: customer (whose clock then pauses), seller, third
// party. A department is of the house: the case does not wait for it. Nothing where nothing is open.
absl::optional<Party> WaitsFor(const std::vector<EvidenceRequest>& requests);

}  // namespace redress::casework
