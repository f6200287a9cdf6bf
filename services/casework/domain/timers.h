// The deadlines of a case that decide something by themselves: silence of who was asked, a task that nobody answered, an approval
// that nobody gave. They follow from the case as it is, so a timer can neither be forgotten nor be left behind: the store writes
// what TimersOf says, and nothing else arms one. What is only measured or warned of is sla's. Pure functions, thread safe.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "libs/base/time.h"
#include "services/casework/domain/case_file.h"

namespace redress::casework {

enum class TimerKind { kEvidence = 1, kTask = 2, kApproval = 3 };

template <>
inline constexpr std::array kWords<TimerKind> = {
    Named<TimerKind>{TimerKind::kEvidence, "EVIDENCE"},
    Named<TimerKind>{TimerKind::kTask, "TASK"},
    Named<TimerKind>{TimerKind::kApproval, "APPROVAL"},
};

struct Timer {
  TimerKind kind = TimerKind::kEvidence;
  std::string id;  // of the request, task or approval, within the case
  BusinessTime due_time;
  friend bool operator==(const Timer&, const Timer&) = default;
};

// In the order of due time, then kind, then id. None of a case that is over; a merged case has none either, they are armed again
// when it is unmerged.
std::vector<Timer> TimersOf(const CaseFile& file);

}  // namespace redress::casework
