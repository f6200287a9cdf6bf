// A case's clocks at a moment, and what is to be said of them that was not said yet. Pure functions, thread safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "services/sla/domain/clock.h"
#include "services/sla/domain/fact.h"

namespace redress::sla {

struct ClockView {
  Clock clock;
  std::vector<Moment> moments;  // until now
};

// Every clock of the case as of `now`, by id. The nth breach of a kind in a case is heard by level n: agent, supervisor, manager.
std::vector<ClockView> Look(const std::vector<Fact>& facts, const Policy& policy, BusinessTime now);

// What was said of each clock, by clock id: keys of moments, opaque.
using Said = std::map<std::string, std::set<std::string>>;

// One thing to be said.
struct Saying {
  std::string clock;  // its id
  ClockKind kind = ClockKind::kAcceptance;
  BusinessTime start;
  Moment moment;
  int level = 0;
};

// What is to be said of the clocks beyond `said`, by time, of one moment what starts first; `said` becomes what has been said
// then. Each thing once. A fact that came late may add something that lies before what was said: a stop in time takes a breach
// back, another target is told as a retargeting. A clock that is no more, by such a fact, is cancelled at its start.
std::vector<Saying> Say(const std::vector<ClockView>& views, Said* said);

}  // namespace redress::sla
