#include "services/routing/domain/intake_fold.h"

#include <algorithm>
#include <utility>

#include "services/routing/domain/next_item.h"

namespace redress::routing {
namespace {

// The item that a complaint opens.
WorkItem ItemForComplaint(const CaseInput& input, const FoldFacts& facts) {
  const Placement placement = Place(input.prediction, facts.known_teams);
  WorkItem item;
  item.complaint = input.complaint;
  item.kind = placement.kind;
  item.team = placement.team;
  item.tag = placement.tag;
  item.severity = input.prediction.severity;
  item.vip_level = input.vip_level;
  item.prediction = input.prediction.serialized;
  return item;
}

// The item for somebody who asks again after the work was thought done: the same work once more.
WorkItem ItemForUrge(const CaseInput& input, const absl::optional<WorkItem>& newest) {
  WorkItem item;
  if (newest.has_value()) {
    item = SameAgain(*newest);
  } else {
    item.complaint = input.case_number;
    item.kind = ItemKind::kTriage;
    item.team = kIntakeTeam;
  }
  item.raise_count = 1;
  return item;
}

void Open(const CaseInput& input, const FoldFacts& facts, CaseBook* book) {
  const absl::optional<WorkItem> newest = book->NewestMain(input.case_number);
  const CaseStanding standing = book->StandingOf(input.case_number);
  WorkItem item = input.complaint.empty() ? ItemForUrge(input, newest) : ItemForComplaint(input, facts);
  item.severity = std::max(item.severity, book->HighestSeverity(input.case_number));
  item.partition = standing.told ? standing.partition : input.partition;
  item.case_number = input.case_number;
  item.channel = input.channel;
  item.received_time = input.received_time;
  item.waiting = standing.waiting;
  const std::string prediction = item.prediction;
  book->Create(std::move(item), {"", prediction});
}

Again AgainOf(const CaseInput& input) {
  if (input.complaint.empty()) return {};  // asking again says nothing of these
  return {input.prediction.severity, input.vip_level};
}

// A complaint that leaves a case which is over takes along the item that it opened there: nobody else needs it.
void EndAbandoned(const CaseInput& input, CaseBook* book) {
  const absl::optional<WorkItem> item = book->OpenMain(input.former_case);
  if (!item.has_value() || item->complaint != input.complaint || !book->StandingOf(input.former_case).over) return;
  book->Commit(End(*item, book->now()));
}

}  // namespace

void RaiseItem(const WorkItem& item, const Again& again, const Cause& cause, const FoldFacts& facts, CaseBook* book) {
  const absl::StatusOr<Change> raised = Raise(item, again, book->now());
  book->Commit(raised, cause);
  if (!raised.ok() || item.supervisors_only || !raised->next.supervisors_only) return;
  if (!item.agent.empty() && !facts.HeldBySupervisor(item)) book->Commit(SendBack(raised->next, book->now()));
}

void FoldInput(CaseInput* input, const FoldFacts& facts, CaseBook* book) {
  input->case_number = book->Follow(input->case_number);
  if (input->unlinked) EndAbandoned(*input, book);
  if (const absl::optional<WorkItem> open = book->OpenMain(input->case_number); open.has_value()) {
    RaiseItem(*open, AgainOf(*input), {input->complaint, input->prediction.serialized}, facts, book);
  } else {
    Open(*input, facts, book);
  }
}

}  // namespace redress::routing
