// Folds updates into the tables of facts: reads the rows of a batch, folds in memory (domain/fact.h), writes them back. The same
// code for the facts that there are and for those of a rebuild: which, says the search path of the transaction's session.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/analytics/domain/fact.h"

namespace redress::analytics {

// In the order given. The caller sees to it that nobody else writes facts of the same partitions and source: a consumer holds the
// locks of what it claimed. Throws what libpqxx throws.
void FoldInto(pqxx::transaction_base& transaction, absl::Span<const Update> updates);

// A JSON string with its quotes. Pure.
std::string JsonString(absl::string_view text);

}  // namespace redress::analytics
