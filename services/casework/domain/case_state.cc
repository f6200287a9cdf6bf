#include "services/casework/domain/case_state.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

using S = CaseState;
using E = CaseEvent;

struct Transition {
  S from;
  E event;
  S to;
};

constexpr std::array kTransitions = {
    Transition{S::kOpen, E::kVerify, S::kVerifying},
    Transition{S::kOpen, E::kDismiss, S::kClosed},
    Transition{S::kOpen, E::kMerge, S::kMerged},

    Transition{S::kVerifying, E::kInvestigate, S::kInvestigating},
    Transition{S::kVerifying, E::kAskCustomer, S::kWaitingCustomer},
    Transition{S::kVerifying, E::kAskSeller, S::kWaitingSeller},
    Transition{S::kVerifying, E::kAskThirdParty, S::kWaitingThirdParty},
    Transition{S::kVerifying, E::kDismiss, S::kClosed},
    Transition{S::kVerifying, E::kReject, S::kRejected},
    Transition{S::kVerifying, E::kMerge, S::kMerged},

    Transition{S::kInvestigating, E::kVerify, S::kVerifying},
    Transition{S::kInvestigating, E::kAskCustomer, S::kWaitingCustomer},
    Transition{S::kInvestigating, E::kAskSeller, S::kWaitingSeller},
    Transition{S::kInvestigating, E::kAskThirdParty, S::kWaitingThirdParty},
    Transition{S::kInvestigating, E::kPropose, S::kPlanProposed},
    Transition{S::kInvestigating, E::kDismiss, S::kClosed},
    Transition{S::kInvestigating, E::kReject, S::kRejected},
    Transition{S::kInvestigating, E::kMerge, S::kMerged},

    // Waiting for one, more may be asked; whose answer is still open decides which of the three it is.
    Transition{S::kWaitingCustomer, E::kAskCustomer, S::kWaitingCustomer},
    Transition{S::kWaitingCustomer, E::kAskSeller, S::kWaitingSeller},
    Transition{S::kWaitingCustomer, E::kAskThirdParty, S::kWaitingThirdParty},
    Transition{S::kWaitingCustomer, E::kResume, S::kVerifying},
    Transition{S::kWaitingCustomer, E::kResume, S::kInvestigating},
    Transition{S::kWaitingCustomer, E::kDismiss, S::kClosed},
    Transition{S::kWaitingCustomer, E::kReject, S::kRejected},
    Transition{S::kWaitingCustomer, E::kMerge, S::kMerged},
    Transition{S::kWaitingSeller, E::kAskCustomer, S::kWaitingCustomer},
    Transition{S::kWaitingSeller, E::kAskSeller, S::kWaitingSeller},
    Transition{S::kWaitingSeller, E::kAskThirdParty, S::kWaitingThirdParty},
    Transition{S::kWaitingSeller, E::kResume, S::kVerifying},
    Transition{S::kWaitingSeller, E::kResume, S::kInvestigating},
    Transition{S::kWaitingSeller, E::kDismiss, S::kClosed},
    Transition{S::kWaitingSeller, E::kReject, S::kRejected},
    Transition{S::kWaitingSeller, E::kMerge, S::kMerged},
    Transition{S::kWaitingThirdParty, E::kAskCustomer, S::kWaitingCustomer},
    Transition{S::kWaitingThirdParty, E::kAskSeller, S::kWaitingSeller},
    Transition{S::kWaitingThirdParty, E::kAskThirdParty, S::kWaitingThirdParty},
    Transition{S::kWaitingThirdParty, E::kResume, S::kVerifying},
    Transition{S::kWaitingThirdParty, E::kResume, S::kInvestigating},
    Transition{S::kWaitingThirdParty, E::kDismiss, S::kClosed},
    Transition{S::kWaitingThirdParty, E::kReject, S::kRejected},
    Transition{S::kWaitingThirdParty, E::kMerge, S::kMerged},

    Transition{S::kPlanProposed, E::kPropose, S::kPlanProposed},
    Transition{S::kPlanProposed, E::kWithdraw, S::kInvestigating},
    Transition{S::kPlanProposed, E::kDecline, S::kInvestigating},
    Transition{S::kPlanProposed, E::kAccept, S::kExecuting},
    Transition{S::kPlanProposed, E::kAcceptPending, S::kApprovalPending},
    Transition{S::kPlanProposed, E::kMerge, S::kMerged},

    Transition{S::kApprovalPending, E::kApprove, S::kExecuting},
    Transition{S::kApprovalPending, E::kRefuse, S::kInvestigating},
    Transition{S::kApprovalPending, E::kAskHigher, S::kApprovalPending},

    Transition{S::kExecuting, E::kFinish, S::kCallbackDue},
    Transition{S::kExecuting, E::kFail, S::kInvestigating},

    Transition{S::kCallbackDue, E::kClose, S::kClosed},
    Transition{S::kCallbackDue, E::kDissatisfy, S::kReopened},

    Transition{S::kClosed, E::kAppeal, S::kReopened},
    Transition{S::kClosed, E::kRepeat, S::kReopened},
    Transition{S::kClosed, E::kDissatisfy, S::kReopened},
    Transition{S::kClosed, E::kReopen, S::kReopened},

    Transition{S::kRejected, E::kAppeal, S::kReopened},
    Transition{S::kRejected, E::kRepeat, S::kReopened},
    Transition{S::kRejected, E::kReopen, S::kReopened},

    Transition{S::kReopened, E::kVerify, S::kVerifying},
    Transition{S::kReopened, E::kInvestigate, S::kInvestigating},
    Transition{S::kReopened, E::kDismiss, S::kClosed},
    Transition{S::kReopened, E::kReject, S::kRejected},
    Transition{S::kReopened, E::kMerge, S::kMerged},

    Transition{S::kMerged, E::kUnmerge, S::kOpen},
    Transition{S::kMerged, E::kUnmerge, S::kVerifying},
    Transition{S::kMerged, E::kUnmerge, S::kInvestigating},
    Transition{S::kMerged, E::kUnmerge, S::kPlanProposed},
    Transition{S::kMerged, E::kUnmerge, S::kWaitingCustomer},
    Transition{S::kMerged, E::kUnmerge, S::kWaitingSeller},
    Transition{S::kMerged, E::kUnmerge, S::kWaitingThirdParty},
    Transition{S::kMerged, E::kUnmerge, S::kReopened},
};

bool Legal(S from, E event) {
  return std::any_of(kTransitions.begin(), kTransitions.end(),
                     [&](const Transition& t) { return t.from == from && t.event == event; });
}

absl::Status Illegal(S from, E event) {
  const std::string legal = absl::StrJoin(LegalEvents(from), ", ", [](std::string* out, E e) { absl::StrAppend(out, Word(e)); });
  return Refuse("ILLEGAL_TRANSITION", absl::StrCat("a case that is ", Word(from), " does not allow `", Word(event),
                                                   "`; allowed: ", legal.empty() ? "nothing" : legal));
}

}  // namespace

absl::StatusOr<S> Next(S from, E event, S former) {
  for (const Transition& transition : kTransitions) {
    if (transition.from != from || transition.event != event) continue;
    if (!LeadsBack(event) || transition.to == former) return transition.to;
  }
  if (!Legal(from, event)) return Illegal(from, event);
  return Refuse("ILLEGAL_TRANSITION", absl::StrCat("`", Word(event), "` does not lead a case that is ", Word(from), " to ",
                                                   Word(former), "; it goes back to where it was"));
}

std::vector<E> LegalEvents(S from) {
  std::vector<E> legal;
  for (const Named<E>& event : kWords<E>) {
    if (Legal(from, event.value)) legal.push_back(event.value);
  }
  return legal;
}

std::vector<S> NextStates(S from) {
  std::vector<S> states;
  for (const Named<S>& to : kWords<S>) {
    const bool reached = std::any_of(kTransitions.begin(), kTransitions.end(),
                                     [&](const Transition& t) { return t.from == from && t.to == to.value; });
    if (reached && to.value != from) states.push_back(to.value);
  }
  return states;
}

std::string DrawStates() {
  std::string drawing = "stateDiagram-v2\n    [*] --> OPEN\n";
  for (const Named<S>& from : kWords<S>) {
    for (const Named<S>& to : kWords<S>) {
      std::vector<absl::string_view> events;
      for (const Transition& transition : kTransitions) {
        if (transition.from == from.value && transition.to == to.value) events.push_back(Word(transition.event));
      }
      if (!events.empty()) {
        absl::StrAppend(&drawing, "    ", from.word, " --> ", to.word, ": ", absl::StrJoin(events, " / "), "\n");
      }
    }
  }
  return absl::StrCat(drawing, "    CLOSED --> [*]\n    REJECTED --> [*]\n");
}

}  // namespace redress::casework
