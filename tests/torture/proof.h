// What must hold after any sequence of faults, asked of the databases and Redis directly. Each function answers a list of faults,
// one line each; an empty list proves it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "tests/torture/spine_proof.h"

namespace redress::torture {

// Waits until routing has applied all of intake's and casework's logs. False if not in time.
bool Settle(const Places& places, absl::Duration patience);

// `names`: what each request was answered (`complaints/…`). Each is stored, once, and nothing else is.
FaultList ProveStored(const Places& places, const std::vector<std::string>& names);
// Every case has one item, raised as often as its matter came again; every complaint was counted once.
FaultList ProveItems(const Places& places);
// At most one owner an item and one item a place, now and ever; no place above an agent's limit; no offer without or with two
// events; what `accepted` (item, agent) says was accepted.
FaultList ProveAssignments(const Places& places, const std::vector<std::pair<std::string, std::string>>& accepted);
// The items of two databases are the same but for who has them, once both have heard all of casework. Waits for nothing.
FaultList ProveReplay(const Places& places, const std::string& other_pg);

}  // namespace redress::torture
