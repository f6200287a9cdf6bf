#include "services/casework/domain/timers.h"

#include <catch2/catch.hpp>

namespace redress::casework {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

// A case with one of everything that has a deadline.
CaseFile FileIn(CaseState state) {
  CaseFile file;
  file.state = state;
  EvidenceRequest request;
  request.id = "e1";
  request.due_time = kNow + absl::Hours(3);
  file.evidence_requests = {request};
  Task task;
  task.id = "t1";
  task.due_time = kNow + absl::Hours(2);
  file.tasks = {task};
  Approval approval;
  approval.id = "a1";
  approval.expire_time = kNow + absl::Hours(1);
  file.approvals = {approval};
  return file;
}

TEST_CASE("What is open has a timer, the first due first, while the case is live", "[casework]") {
  for (const Named<CaseState>& state : kWords<CaseState>) {
    const std::vector<Timer> timers = TimersOf(FileIn(state.value));
    CHECK(timers.empty() == !IsLive(state.value));
    if (timers.empty()) continue;
    CHECK(timers == std::vector<Timer>{{TimerKind::kApproval, "a1", kNow + absl::Hours(1)},
                                       {TimerKind::kTask, "t1", kNow + absl::Hours(2)},
                                       {TimerKind::kEvidence, "e1", kNow + absl::Hours(3)}});
  }
}

TEST_CASE("What has ended has no timer", "[casework]") {
  for (const EvidenceState state : {EvidenceState::kAnswered, EvidenceState::kDefaulted}) {
    CaseFile file = FileIn(CaseState::kInvestigating);
    file.evidence_requests[0].state = state;
    CHECK(TimersOf(file).size() == 2);
  }
  CaseFile file = FileIn(CaseState::kInvestigating);
  file.tasks[0].answer_time = kNow;
  CHECK(TimersOf(file).size() == 2);
  file = FileIn(CaseState::kInvestigating);
  file.tasks[0].overdue = true;
  CHECK(TimersOf(file).size() == 2);
  for (const ApprovalState state : {ApprovalState::kApproved, ApprovalState::kRefused, ApprovalState::kExpired}) {
    file = FileIn(CaseState::kInvestigating);
    file.approvals[0].state = state;
    CHECK(TimersOf(file).size() == 2);
  }
}

}  // namespace
}  // namespace redress::casework
