// The whole life of a case (domain.md §5) as a table. A pair of state and event that is absent is forbidden; the refusal names
// the events that are allowed. Two events, resume and unmerge, lead back to where the case was: they stand in the table once for
// each state that it may have come from, and who asks says which. docs/states.md is drawn from here.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/casework/domain/words.h"

namespace redress::casework {

// The values are those of the contract.
enum class CaseState {
  kOpen = 1,
  kVerifying = 2,
  kInvestigating = 3,
  kPlanProposed = 4,
  kApprovalPending = 5,
  kExecuting = 6,
  kCallbackDue = 7,
  kClosed = 8,
  kWaitingCustomer = 9,
  kWaitingSeller = 10,
  kWaitingThirdParty = 11,
  kRejected = 12,
  kReopened = 13,
  kMerged = 14,
};

enum class CaseEvent {
  kVerify,         // somebody begins to fill the checklist
  kInvestigate,    // somebody looks for what happened
  kAskCustomer,    // evidence is asked of the customer
  kAskSeller,      // … of the seller
  kAskThirdParty,  // … of the carrier, the supplier or another party
  kResume,         // nothing is open any more: back to where the case waited from
  kPropose,        // a plan goes to the customer
  kWithdraw,       // its proposer takes the plan back
  kDecline,        // the customer says no
  kAccept,         // the customer says yes, and that is enough
  kAcceptPending,  // the customer says yes, somebody with more authority has to
  kApprove,        // somebody with the authority says yes
  kRefuse,         // … says no
  kAskHigher,      // nobody decided in time: one level up
  kFinish,         // every step is done
  kFail,           // a step failed for good, and nothing of the plan is under way
  kClose,          // over: called back, and everything is known
  kDismiss,        // over: it was no complaint
  kReject,         // refused, with a reason
  kAppeal,         // the customer does not accept how it ended
  kRepeat,         // the same matter again, soon after
  kDissatisfy,     // called back or asked, and not content
  kReopen,         // a supervisor wants it open again
  kMerge,          // it becomes part of another case
  kUnmerge,        // back to where the case was before it was merged
};

template <>
inline constexpr std::array kWords<CaseState> = {
    Named<CaseState>{CaseState::kOpen, "OPEN"},
    Named<CaseState>{CaseState::kVerifying, "VERIFYING"},
    Named<CaseState>{CaseState::kInvestigating, "INVESTIGATING"},
    Named<CaseState>{CaseState::kPlanProposed, "PLAN_PROPOSED"},
    Named<CaseState>{CaseState::kApprovalPending, "APPROVAL_PENDING"},
    Named<CaseState>{CaseState::kExecuting, "EXECUTING"},
    Named<CaseState>{CaseState::kCallbackDue, "CALLBACK_DUE"},
    Named<CaseState>{CaseState::kClosed, "CLOSED"},
    Named<CaseState>{CaseState::kWaitingCustomer, "WAITING_CUSTOMER"},
    Named<CaseState>{CaseState::kWaitingSeller, "WAITING_SELLER"},
    Named<CaseState>{CaseState::kWaitingThirdParty, "WAITING_THIRD_PARTY"},
    Named<CaseState>{CaseState::kRejected, "REJECTED"},
    Named<CaseState>{CaseState::kReopened, "REOPENED"},
    Named<CaseState>{CaseState::kMerged, "MERGED"},
};

template <>
inline constexpr std::array kWords<CaseEvent> = {
    Named<CaseEvent>{CaseEvent::kVerify, "verify"},
    Named<CaseEvent>{CaseEvent::kInvestigate, "investigate"},
    Named<CaseEvent>{CaseEvent::kAskCustomer, "ask the customer"},
    Named<CaseEvent>{CaseEvent::kAskSeller, "ask the seller"},
    Named<CaseEvent>{CaseEvent::kAskThirdParty, "ask a third party"},
    Named<CaseEvent>{CaseEvent::kResume, "resume"},
    Named<CaseEvent>{CaseEvent::kPropose, "propose a plan"},
    Named<CaseEvent>{CaseEvent::kWithdraw, "withdraw the plan"},
    Named<CaseEvent>{CaseEvent::kDecline, "decline the plan"},
    Named<CaseEvent>{CaseEvent::kAccept, "accept the plan"},
    Named<CaseEvent>{CaseEvent::kAcceptPending, "accept the plan, approval needed"},
    Named<CaseEvent>{CaseEvent::kApprove, "approve"},
    Named<CaseEvent>{CaseEvent::kRefuse, "refuse approval"},
    Named<CaseEvent>{CaseEvent::kAskHigher, "ask one level up"},
    Named<CaseEvent>{CaseEvent::kFinish, "all steps done"},
    Named<CaseEvent>{CaseEvent::kFail, "a step failed"},
    Named<CaseEvent>{CaseEvent::kClose, "close"},
    Named<CaseEvent>{CaseEvent::kDismiss, "close as no complaint"},
    Named<CaseEvent>{CaseEvent::kReject, "reject"},
    Named<CaseEvent>{CaseEvent::kAppeal, "appeal"},
    Named<CaseEvent>{CaseEvent::kRepeat, "same matter again"},
    Named<CaseEvent>{CaseEvent::kDissatisfy, "not satisfied"},
    Named<CaseEvent>{CaseEvent::kReopen, "reopen"},
    Named<CaseEvent>{CaseEvent::kMerge, "merge"},
    Named<CaseEvent>{CaseEvent::kUnmerge, "unmerge"},
};

// True for the events that lead back to a remembered state.
constexpr bool LeadsBack(CaseEvent event) {
  return event == CaseEvent::kResume || event == CaseEvent::kUnmerge;
}

// The next state. `former`: where the case was, for an event that leads back; ignored otherwise. FAILED_PRECONDITION, reason
// ILLEGAL_TRANSITION, whose message names the legal events of `from` (or the states that it may lead back to).
absl::StatusOr<CaseState> Next(CaseState from, CaseEvent event, CaseState former = CaseState::kOpen);

// The events that are legal in `from`, in the order of the enum.
std::vector<CaseEvent> LegalEvents(CaseState from);
// Where a case may go from `from`, itself left out; in the order of the enum.
std::vector<CaseState> NextStates(CaseState from);

// True while a person still has to do something: neither over nor part of another case.
constexpr bool IsLive(CaseState state) {
  return state != CaseState::kClosed && state != CaseState::kRejected && state != CaseState::kMerged;
}
constexpr bool IsWaiting(CaseState state) {
  return state == CaseState::kWaitingCustomer || state == CaseState::kWaitingSeller || state == CaseState::kWaitingThirdParty;
}

// The table as a Mermaid state diagram, one line a pair of states, ending with a line break.
std::string DrawStates();

}  // namespace redress::casework
