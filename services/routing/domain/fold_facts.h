// What the fold of a batch looks at beside the cases: which teams there are, and who has the items. Plain values.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "services/routing/domain/item.h"

namespace redress::routing {

struct OwnerFacts {
  bool supervisor = false;
  std::vector<std::string> teams;
};

struct FoldFacts {
  absl::flat_hash_set<std::string> known_teams;
  absl::flat_hash_map<std::string, OwnerFacts> owners;  // of the items that somebody has

  // The team itself, or intake's where routing does not know it.
  std::string KnownOrIntake(const std::string& team) const { return known_teams.contains(team) ? team : kIntakeTeam; }
  bool HeldBySupervisor(const WorkItem& item) const {
    const auto owner = owners.find(item.agent);
    return owner != owners.end() && owner->second.supervisor;
  }
  bool HeldWithin(const WorkItem& item, const std::string& team) const {
    const auto owner = owners.find(item.agent);
    return owner != owners.end() &&
           std::find(owner->second.teams.begin(), owner->second.teams.end(), team) != owner->second.teams.end();
  }
};

}  // namespace redress::routing
