// Links what was entered into the books, and seals the heads each business day. After the commit of what it links, in the order
// of the log; any number of replicas, of which one at a time does it. Killed at any instant it goes on where it was.
#pragma once

#include "absl/status/statusor.h"
#include "services/compensation/app/context.h"

namespace redress::compensation {

struct ChainResult {
  int linked = 0;       // entries; there may be more to link at once unless it is 0
  bool sealed = false;  // a day was sealed
};
// One round: links what the log has beyond the chain, and once nothing is left to link seals the day that ended last, once. A
// seal's heads are those at its time, later entries perhaps among them. Errors: those of the pool.
absl::StatusOr<ChainResult> LinkAndSeal(const Context& context);

}  // namespace redress::compensation
