// What an event of intake makes of the work items of its case. A complaint opens an item or, while one is open, raises it; so
// does asking again. Nothing is dropped: where no open item is there to raise, a new one is made.
#pragma once

#include <string>

#include "services/routing/domain/case_book.h"
#include "services/routing/domain/case_moves.h"
#include "services/routing/domain/fold_facts.h"
#include "services/routing/domain/placement.h"

namespace redress::routing {

// One event of intake, as far as it matters here.
struct CaseInput {
  std::string cause;  // the resource that came (`complaints/…`, `complaints/…/contacts/…`): counted once a case
  int partition = 0;
  std::string case_number;
  std::string complaint;    // number; empty where somebody asked again
  bool unlinked = false;    // the complaint leaves another case; a cause of its own
  std::string former_case;  // that it leaves
  int channel = 0;
  int vip_level = 0;
  BusinessTime received_time;
  PredictionFacts prediction;  // of the complaint
};

// Raises an open item. One that becomes critical by it leaves whoever is no supervisor.
void RaiseItem(const WorkItem& item, const Again& again, const Cause& cause, const FoldFacts& facts, CaseBook* book);

// Does it to the book. `input` becomes one of the case that its own became part of, where that is so.
void FoldInput(CaseInput* input, const FoldFacts& facts, CaseBook* book);

}  // namespace redress::routing
