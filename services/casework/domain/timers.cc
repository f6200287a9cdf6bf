#include "services/casework/domain/timers.h"

#include <algorithm>
#include <tuple>

namespace redress::casework {

std::vector<Timer> TimersOf(const CaseFile& file) {
  std::vector<Timer> timers;
  if (!IsLive(file.state)) return timers;
  for (const EvidenceRequest& request : file.evidence_requests) {
    if (request.state == EvidenceState::kOpen) timers.push_back({TimerKind::kEvidence, request.id, request.due_time});
  }
  for (const Task& task : file.tasks) {
    if (!task.answer_time.has_value() && !task.overdue) timers.push_back({TimerKind::kTask, task.id, task.due_time});
  }
  for (const Approval& approval : file.approvals) {
    if (approval.state == ApprovalState::kPending) timers.push_back({TimerKind::kApproval, approval.id, approval.expire_time});
  }
  std::sort(timers.begin(), timers.end(), [](const Timer& a, const Timer& b) {
    return std::tie(a.due_time, a.kind, a.id) < std::tie(b.due_time, b.kind, b.id);
  });
  return timers;
}

}  // namespace redress::casework
