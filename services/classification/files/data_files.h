// Reads the files that people edit (taxonomy, signal words, severity rule, goods, concepts) into what the domain understands. A
// file that is wrong is refused whole, with what is wrong in it and where; nothing is guessed. Formats: the comment on top of
// each file.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/classification/domain/severity.h"
#include "services/classification/domain/taxonomy.h"
#include "services/classification/model/features.h"
#include "services/classification/text/fields.h"
#include "services/classification/text/normalise.h"
#include "services/classification/text/signal_lexicon.h"

namespace redress::classification {

// Errors of all five: FAILED_PRECONDITION, reason DATA_FILE, for a file that is missing, is no YAML, or has an unknown or missing
// key; besides, those of the domain (INVALID_TAXONOMY, INVALID_SEVERITY_RULE, INVALID_SIGNALS).
absl::StatusOr<Taxonomy> ReadTaxonomy(const std::string& path);
absl::StatusOr<SeverityRule> ReadSeverityRule(const std::string& path);
absl::StatusOr<SignalLexicon> ReadSignals(const std::string& path, const Normaliser& normaliser);
absl::StatusOr<FieldFinder> ReadGoods(const std::string& path, const Normaliser& normaliser);
absl::StatusOr<std::vector<Concept>> ReadConcepts(const std::string& path, const Normaliser& normaliser);

}  // namespace redress::classification
