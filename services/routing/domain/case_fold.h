// What a batch of events makes of the work items of their cases: a pure fold, in the order of the events, of what intake and
// casework say. Ids are deterministic (`{case number}-{n}`), and cutting a batch in two changes nothing.
#pragma once

#include <variant>
#include <vector>

#include "services/routing/domain/case_book.h"
#include "services/routing/domain/case_news.h"
#include "services/routing/domain/fold_facts.h"
#include "services/routing/domain/intake_fold.h"

namespace redress::routing {

using CaseMessage = std::variant<CaseInput, CaseNews>;

// `known` holds every case that the messages name, and those that they became part of, as stored. Inputs of intake become ones of
// the case that they are about now.
Folded Fold(std::vector<CaseMessage>* messages, KnownCases known, const FoldFacts& facts, BusinessTime now);

}  // namespace redress::routing
