// What must hold after any sequence of faults, asked of the databases and Redis directly. Each function answers a list of faults,
// one line each; an empty list proves it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace redress::torture {

struct Places {
  std::string pg;     // libpq keywords
  std::string redis;  // host:port
};

using FaultList = std::vector<std::string>;

// Waits until routing has applied all of intake's and casework's logs. False if not in time.
bool Settle(const Places& places, absl::Duration patience);

// `names`: what each request was answered (`complaints/…`). Each is stored, once, and nothing else is.
FaultList ProveStored(const Places& places, const std::vector<std::string>& names);
// Every case has one item, raised as often as its matter came again; every complaint was counted once.
FaultList ProveItems(const Places& places);
// At most one owner an item and one item a place, now and ever; no place above an agent's limit; no offer without or with two
// events; what `accepted` (item, agent) says was accepted.
FaultList ProveAssignments(const Places& places, const std::vector<std::pair<std::string, std::string>>& accepted);
// Logs gapless, streams equal to them, offsets at the head, nothing parked.
FaultList ProveLogs(const Places& places);
// The items of two databases are the same but for who has them. Waits until the second is as far as the first's log.
FaultList ProveReplay(const Places& places, const std::string& other_pg, absl::Duration patience);

// Makes an empty database beside that of `pg`, and answers how to reach it.
std::string CreateDatabase(const std::string& pg, const std::string& name);
// The first column of the first row; empty for no row.
std::string AskOne(const std::string& pg, const std::string& sql);

}  // namespace redress::torture
