#include "services/casework/domain/case_state.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <set>
#include <tuple>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

using S = CaseState;
using E = CaseEvent;
using Move = std::tuple<S, E, S>;

const std::set<S> kBegun = {S::kVerifying, S::kInvestigating};
const std::set<S> kWaiting = {S::kWaitingCustomer, S::kWaitingSeller, S::kWaitingThirdParty};

void Allow(std::set<Move>* moves, const std::set<S>& from, const std::vector<std::pair<E, S>>& to) {
  for (const S state : from) {
    for (const auto& [event, next] : to) moves->insert({state, event, next});
  }
}

// Said once more, apart from the table and by event rather than by state: every move that is allowed.
std::set<Move> Allowed() {
  std::set<Move> moves;
  Allow(&moves, {S::kOpen, S::kInvestigating, S::kReopened}, {{E::kVerify, S::kVerifying}});
  Allow(&moves, {S::kVerifying, S::kReopened}, {{E::kInvestigate, S::kInvestigating}});
  for (const std::set<S>& from : {kBegun, kWaiting}) {
    Allow(&moves, from, {{E::kAskCustomer, S::kWaitingCustomer}, {E::kAskSeller, S::kWaitingSeller}});
    Allow(&moves, from, {{E::kAskThirdParty, S::kWaitingThirdParty}, {E::kReject, S::kRejected}});
    Allow(&moves, from, {{E::kDismiss, S::kClosed}, {E::kMerge, S::kMerged}});
  }
  Allow(&moves, kWaiting, {{E::kResume, S::kVerifying}, {E::kResume, S::kInvestigating}});
  Allow(&moves, {S::kOpen, S::kReopened}, {{E::kDismiss, S::kClosed}, {E::kMerge, S::kMerged}});
  Allow(&moves, {S::kReopened}, {{E::kReject, S::kRejected}});
  Allow(&moves, {S::kInvestigating, S::kPlanProposed}, {{E::kPropose, S::kPlanProposed}});
  Allow(&moves, {S::kPlanProposed}, {{E::kWithdraw, S::kInvestigating}, {E::kDecline, S::kInvestigating}});
  Allow(&moves, {S::kPlanProposed}, {{E::kAccept, S::kExecuting}, {E::kAcceptPending, S::kApprovalPending}});
  Allow(&moves, {S::kPlanProposed}, {{E::kMerge, S::kMerged}});
  Allow(&moves, {S::kApprovalPending}, {{E::kApprove, S::kExecuting}, {E::kRefuse, S::kInvestigating}});
  Allow(&moves, {S::kApprovalPending}, {{E::kAskHigher, S::kApprovalPending}});
  Allow(&moves, {S::kExecuting}, {{E::kFinish, S::kCallbackDue}, {E::kFail, S::kInvestigating}});
  Allow(&moves, {S::kCallbackDue}, {{E::kClose, S::kClosed}});
  Allow(&moves, {S::kCallbackDue, S::kClosed}, {{E::kDissatisfy, S::kReopened}});
  Allow(&moves, {S::kClosed, S::kRejected}, {{E::kAppeal, S::kReopened}, {E::kRepeat, S::kReopened}, {E::kReopen, S::kReopened}});
  for (const S state : {S::kOpen, S::kVerifying, S::kInvestigating, S::kPlanProposed, S::kWaitingCustomer, S::kWaitingSeller,
                        S::kWaitingThirdParty, S::kReopened}) {
    moves.insert({S::kMerged, E::kUnmerge, state});
  }
  return moves;
}

TEST_CASE("Next allows exactly these moves and no other", "[casework]") {
  std::set<Move> found;
  for (const Named<S>& from : kWords<S>) {
    for (const Named<E>& event : kWords<E>) {
      for (const Named<S>& former : kWords<S>) {
        const absl::StatusOr<S> next = Next(from.value, event.value, former.value);
        if (next.ok()) {
          found.insert({from.value, event.value, *next});
          continue;
        }
        CHECK(next.status().code() == absl::StatusCode::kFailedPrecondition);
        CHECK(ReasonOf(next.status()) == "ILLEGAL_TRANSITION");
      }
    }
  }
  CHECK(found == Allowed());
}

TEST_CASE("Only what leads back depends on where the case was", "[casework]") {
  for (const Named<S>& from : kWords<S>) {
    for (const Named<E>& event : kWords<E>) {
      std::set<S> results;
      for (const Named<S>& former : kWords<S>) {
        const absl::StatusOr<S> next = Next(from.value, event.value, former.value);
        if (!next.ok()) continue;
        results.insert(*next);
        if (LeadsBack(event.value)) CHECK(*next == former.value);
      }
      if (!LeadsBack(event.value)) CHECK(results.size() <= 1);
    }
  }
}

TEST_CASE("A refusal names the legal moves, or says that it goes back to where it was", "[casework]") {
  const absl::Status open = Next(S::kOpen, E::kPropose).status();
  CHECK(std::string(open.message()) ==
        "a case that is OPEN does not allow `propose a plan`; allowed: verify, close as no complaint, merge");
  const absl::Status merged = Next(S::kMerged, E::kUnmerge, S::kExecuting).status();
  CHECK(std::string(merged.message()) ==
        "`unmerge` does not lead a case that is MERGED to EXECUTING; it goes back to where it was");
  CHECK(LegalEvents(S::kMerged) == std::vector<E>{E::kUnmerge});
}

TEST_CASE("Every state is reached from OPEN, and every state that is not merged can come to an end", "[casework]") {
  std::set<S> reached = {S::kOpen};
  for (size_t before = 0; before != reached.size();) {
    before = reached.size();
    for (const S state : std::set<S>(reached)) {
      for (const S next : NextStates(state)) reached.insert(next);
    }
  }
  CHECK(reached.size() == kWords<S>.size());
  for (const Named<S>& state : kWords<S>) {
    INFO(state.word);
    std::set<S> ahead = {state.value};
    for (size_t before = 0; before != ahead.size();) {
      before = ahead.size();
      for (const S each : std::set<S>(ahead)) {
        for (const S next : NextStates(each)) ahead.insert(next);
      }
    }
    CHECK(ahead.count(S::kClosed) == 1);
  }
}

TEST_CASE("Next states leave out the state itself", "[casework]") {
  CHECK(NextStates(S::kApprovalPending) == std::vector<S>{S::kInvestigating, S::kExecuting});
  CHECK(NextStates(S::kCallbackDue) == std::vector<S>{S::kClosed, S::kReopened});
  for (const Named<S>& state : kWords<S>) {
    for (const S next : NextStates(state.value)) CHECK(next != state.value);
  }
}

TEST_CASE("A case is live until it is closed, rejected or merged, and waits in three states", "[casework]") {
  std::set<S> over, waiting;
  for (const Named<S>& state : kWords<S>) {
    if (!IsLive(state.value)) over.insert(state.value);
    if (IsWaiting(state.value)) waiting.insert(state.value);
  }
  CHECK(over == std::set<S>{S::kClosed, S::kRejected, S::kMerged});
  CHECK(waiting == kWaiting);
}

TEST_CASE("docs/states.md holds the drawing of the table", "[casework]") {
  std::ifstream file(REDRESS_DOCS_DIR "/states.md");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  INFO("the drawing is\n" << DrawStates());
  CHECK(text.find("```mermaid\n" + DrawStates() + "```") != std::string::npos);
}

}  // namespace
}  // namespace redress::casework
