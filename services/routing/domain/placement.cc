#include "services/routing/domain/placement.h"

namespace redress::routing {

Placement Place(const PredictionFacts& prediction, const absl::flat_hash_set<std::string>& known_teams) {
  if (prediction.missing || prediction.abstained || prediction.tag.l1.empty()) return {ItemKind::kTriage, kIntakeTeam, {}};
  const bool known = known_teams.contains(prediction.team);
  return {ItemKind::kHandleCase, known ? prediction.team : kIntakeTeam, prediction.tag};
}

}  // namespace redress::routing
