// What a batch of intake's events makes of the work items of their cases: a pure fold, in the order of the events. A complaint
// opens an item for its case or, while one is open, raises it; so does asking again. Nothing is dropped: where no open item is
// there to raise, a new one is made. Ids are deterministic (`{case number}-{n}`).
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "services/routing/domain/item.h"
#include "services/routing/domain/moves.h"
#include "services/routing/domain/placement.h"

namespace redress::routing {

// One event of intake, as far as it matters here.
struct CaseInput {
  std::string cause;  // the resource that came (`complaints/…`, `complaints/…/contacts/…`): counted once a case
  int partition = 0;
  std::string case_number;
  std::string complaint;  // number; empty where somebody asked again
  bool unlinked = false;  // the complaint leaves another case; a cause of its own
  int channel = 0;
  int vip_level = 0;
  BusinessTime received_time;
  PredictionFacts prediction;  // of the complaint
};

// What is stored of a case.
struct CaseItems {
  int count = 0;                    // items made so far
  absl::optional<WorkItem> newest;  // the one with the greatest n
};

// What happened, in order.
struct CaseFact {
  Fact::Kind kind;         // kCreated or kRaised
  WorkItem item;           // as it is then
  std::string complaint;   // that raised it; empty for a contact
  std::string prediction;  // serialized, of that complaint
  BusinessTime time;
};

struct Folded {
  std::vector<WorkItem> created;  // final state of each new item
  std::vector<WorkItem> raised;   // final state of each stored item that changed
  std::vector<CaseFact> facts;
};

// `cases` holds every case that `inputs` name and that is stored already.
Folded Fold(absl::Span<const CaseInput> inputs, absl::flat_hash_map<std::string, CaseItems> cases,
            const absl::flat_hash_set<std::string>& known_teams, BusinessTime now);

}  // namespace redress::routing
