// What is known of a case, as far as its clocks go: facts with their times, kept as a set. Clocks are computed from the set, so
// it does not matter in which order they came, nor whether one came twice.
#pragma once

#include <compare>
#include <string>

#include "libs/base/time.h"

namespace redress::sla {

// Numbers are stored: they never change. `value` and `subject` as said; otherwise 0 and empty.
enum class FactKind {
  kReceived = 1,            // the case is one from now on; value: Channel
  kSeverity = 2,            // value: Severity
  kAccepted = 3,            // an agent has the case
  kNoticed = 4,             // a notice went to the customer; subject: its id; value: kNoticeAccepted or kNoticeProgress
  kTold = 5,                // a person told the customer something; subject: how
  kChecked = 6,             // the checklist is complete
  kRegulatorAccepted = 7,   // a person decided to accept it
  kIntentSolved = 8,        // the customer says that the automatic answer solved it
  kExecuted = 9,            // every step was accepted by who performs it
  kClosed = 10,             // value: kClosedDone, kClosedRejected or kClosedNoComplaint
  kTagged = 11,             // the tag of record from now on; subject: `LOGISTICS/DELAYED`
  kTaskAssigned = 12,       // subject: the task
  kTaskAnswered = 13,       // subject: the task
  kEvidenceRequested = 14,  // subject: the request; value: 1 of the customer
  kEvidenceEnded = 15,      // subject: the request; value: 1 by silence
  kApprovalRequested = 16,  // subject: the approval
  kApprovalEnded = 17,      // subject: the approval; value: 1 by silence
  kGranted = 18,            // subject: the grant; value: ClockKind kReship or kRefund
  kGrantEnded = 19,         // subject: the grant; value: 1 done, 0 not to be done any more
  kCallbackDue = 20,        // the customer is to be called
  kCallbackMade = 21,       // value: 1 where that was the end of it
  kReopened = 22,           // a new round
  kMerged = 23,             // subject: into which case
  kUnmerged = 24,           // a case of its own again
  kSpoken = 25,             // a person took the customer's call, or spoke in the conversation; subject: `CALL` or `TURN`
};

inline constexpr int kNoticeAccepted = 1;
inline constexpr int kNoticeProgress = 2;
inline constexpr int kClosedDone = 0;
inline constexpr int kClosedRejected = 1;
inline constexpr int kClosedNoComplaint = 2;

struct Fact {
  FactKind kind = FactKind::kReceived;
  std::string subject;
  BusinessTime time;  // when it happened, not when it was heard of
  int value = 0;
  friend auto operator<=>(const Fact&, const Fact&) = default;
};

}  // namespace redress::sla
