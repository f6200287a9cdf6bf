// What starts, stops, pauses and cancels which clock (domain.md §6): from the facts of a case to the plans of its clocks. This is
// the one place that knows it. Pure functions, thread safe.
#pragma once

#include <vector>

#include "services/sla/domain/clock.h"
#include "services/sla/domain/fact.h"

namespace redress::sla {

// The clocks of a case by its facts, whatever order they stand in, under the rules of a policy. Without kReceived the clocks of
// the case as a whole are not known yet, those of its tasks, approvals and grants are. Ids, each a part of a resource name:
//   `first-response` `acceptance` `first-feedback`       once
//   `resolution` `resolution-2` … `callback` …           one a round; every reopening begins one
//   `progress-{notice}`                                  from each notice to the next, while the case is one of delay
//   `task-{task}` `evidence-{request}` `approval-{approval}` `reship-{grant}` `refund-{grant}`
// What the customer is asked for has no clock: it is a pause of ours. The end of the case stops what is left of it, and cancels
// what others were asked for; what was granted is owed until it is given, whatever becomes of the case.
std::vector<ClockPlan> PlansOf(std::vector<Fact> facts, const PolicySpec& rules);

}  // namespace redress::sla
