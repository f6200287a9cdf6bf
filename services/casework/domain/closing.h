// How a case ends (domain.md §5): what has to be known before it is closed, all that is missing named at once; whether a review
// (复盘) is due afterwards; and what the same matter again does to it. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/casework/domain/case_state.h"

namespace redress::casework {

struct Closing {
  absl::optional<Finding> finding;
  absl::optional<Party> responsible_party;
  std::string root_cause;                    // UPPER_SNAKE_CASE, ≤ 64 characters
  std::string remedy_sought;                 // UPPER_SNAKE_CASE, ≤ 64 characters
  std::vector<RemedyKind> remedies_granted;  // what the case gave; filled by casework
  std::string rejection_reason;              // for the customer to read; only of a rejected case
  std::string closed_by;                     // `agents/{agent}`, or `customer`
  bool review_due = false;
  int number = 0;  // which end of the case it is, from 1; filled by casework
  friend bool operator==(const Closing&, const Closing&) = default;
};

// What a case has to show for being closed.
struct ClosingFacts {
  bool callback_settled = false;
  bool open_work = false;  // an open task or evidence request
};

// The event by which the case closes: kDismiss for what was no complaint, which needs nothing else (what is given all the same
// has its form); kClose else. INVALID_ARGUMENT, reason CLOSING_INCOMPLETE, naming everything that is missing or malformed;
// FAILED_PRECONDITION, reason CALLBACK_MISSING or OPEN_WORK. Whether the state allows the event, the table says.
absl::StatusOr<CaseEvent> CheckClosing(const Closing& closing, const ClosingFacts& facts);

// What makes a review due.
struct ReviewFacts {
  Severity severity = Severity::kOrdinary;
  bool media = false;  // exposed in media or with reach
  bool manager_escalated = false;
};
bool ReviewDue(const ReviewFacts& facts);

// What a further complaint about the matter of a case does to it.
enum class Again {
  kJoin,     // one more complaint of a case that is live
  kReopen,   // it goes on, with a supervisor, and counts as a repeat
  kRelated,  // too late: a case of its own, beside this one
  kFollow,   // the case is part of another one: ask there
};
inline constexpr absl::Duration kRepeatWithin = absl::Hours(24 * 30);  // default policy
// `close_time`: when it was closed or rejected last; only looked at where the state says that it was.
Again DecideAgain(CaseState state, BusinessTime close_time, BusinessTime received, absl::Duration repeat_within = kRepeatWithin);

}  // namespace redress::casework
