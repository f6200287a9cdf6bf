// Whether a stack has done everything that there is to do at its present business time, and when something is due next: judged
// from what every service tells of its pace. Pure, thread safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "redress/events/v1/pace.pb.h"

namespace redress::demo {

// What the services told, by name. A service that a stack does not run is not in it.
using Paces = std::map<std::string, events::v1::Pace>;

struct Standing {
  std::vector<std::string> waits_for;     // what is not done yet, in words; empty: nothing
  std::set<std::string> of;               // the services whose answers say so
  absl::optional<BusinessTime> next_due;  // of any service, after `now`
  bool quiet() const { return waits_for.empty(); }
};
// At `now` nothing may be due, nothing pending and no consumer behind. What one service waits for another to end is no work as
// long as the shop has something to end later.
Standing StandingOf(const Paces& paces, BusinessTime now);

// The same reason whatever its figures and times are.
std::string ReasonWithoutFigures(const std::string& wait);

// True where no log and no consumer went on between the two. Services are asked one after another: only what was so in two rounds
// was so at one moment, between them.
bool SameMoment(const Paces& before, const Paces& after);

}  // namespace redress::demo
