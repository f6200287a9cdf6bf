// Which model serves, from what was decided so far. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/base/time.h"

namespace redress::classification {

// A decision that another model serves; kept for ever.
struct ModelChange {
  std::string model;   // serves from then on
  std::string former;  // served until then
  bool rollback = false;
  std::string actor;
  std::string reason;
  BusinessTime time;
  friend bool operator==(const ModelChange&, const ModelChange&) = default;
};

// The model that a rollback goes to: the one that served before the newest promotion that was not rolled back. `changes`: all of
// them, oldest first. Nothing where every promotion was rolled back, or there was none.
absl::optional<std::string> RollbackTarget(const std::vector<ModelChange>& changes);

}  // namespace redress::classification
