// Where a complaint goes once it is classified: what kind of item, whose queue. Pure; the taxonomy decides the team, routing only
// sees to it that nothing goes to a team that is not there.
#pragma once

#include <string>

#include "absl/container/flat_hash_set.h"
#include "services/routing/domain/item.h"

namespace redress::routing {

// What routing needs of a prediction.
struct PredictionFacts {
  bool missing = true;  // classification has none: intake does not know the complaint, or its data is erased
  bool abstained = false;
  Tag tag;
  std::string team;  // bare id, as the taxonomy says
  Severity severity = Severity::kOrdinary;
  std::string serialized;  // the whole prediction, carried on
};

struct Placement {
  ItemKind kind = ItemKind::kTriage;
  std::string team;
  Tag tag;  // empty in triage
};

// TRIAGE for intake's team where the model abstained or there is no prediction; else HANDLE_CASE for the tag's team, or for
// intake's where routing does not know that team. What is no complaint has intake's team by the taxonomy.
Placement Place(const PredictionFacts& prediction, const absl::flat_hash_set<std::string>& known_teams);

}  // namespace redress::routing
