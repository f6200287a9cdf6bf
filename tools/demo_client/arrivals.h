// When the complaints of a file come in over a week: as the file says where it does, else spread as complaints come to a shop, by
// weekday, hour and channel. Decided by the lines alone. Pure, thread safe.
#pragma once

#include <vector>

#include "libs/base/time.h"
#include "tools/demo_client/complaint_line.h"

namespace redress::demo {

// The Monday, midnight in China, on which a week begins that is played at `now` or after. Where lines state when they were
// received, no earlier than the week of the first of them.
BusinessTime WeekStart(const std::vector<ComplaintLine>& lines, BusinessTime now);

// A time a line, in their order, whole minutes, not before `week_start`. A stated received_time keeps its weekday and hour, in
// the played week or one after it. Of the rest the first lines come first, but for those whose channel is closed then; lines of
// one customer never change places.
std::vector<BusinessTime> PlanArrivals(const std::vector<ComplaintLine>& lines, BusinessTime week_start);

}  // namespace redress::demo
