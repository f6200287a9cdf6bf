// What classification says of one complaint, and what it is told of it. Values without behaviour: app, store and rpc
// speak of predictions in these terms.
#pragma once

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/base/money.h"
#include "services/classification/domain/intents.h"
#include "services/classification/domain/severity.h"
#include "services/classification/domain/signals.h"
#include "services/classification/domain/span.h"
#include "services/classification/domain/taxonomy.h"

namespace redress::classification {

// A text and the facts beside it. The text is personal: it lives in memory for one call.
struct Content {
  std::string text;
  bool channel_regulator = false;
  int vip_level = 0;
  absl::optional<Money> amount_paid;
};

// A class that a text is about; `confidence` is that of its first level.
struct ScoredTag {
  TagName tag;
  double confidence = 0;
  friend bool operator==(const ScoredTag&, const ScoredTag&) = default;
};

// Holds no text, only positions in it; but TextField::value is what stands there, and lives as long as Content does.
struct Prediction {
  TagName tag;
  double confidence = 0;
  TagName runner_up;
  double runner_up_confidence = 0;
  bool abstained = false;
  bool is_complaint = true;
  std::vector<Span> deciding_spans;
  std::vector<Signal> signals;
  SeverityDecision severity;
  std::string language;
  std::string model_version;
  std::string taxonomy_version;
  std::string team;             // bare id
  std::vector<ScoredTag> tags;  // the leading one and those above their thresholds; none where abstained
  std::vector<TextField> fields;
  std::vector<Intent> intents;
  friend bool operator==(const Prediction&, const Prediction&) = default;
};

}  // namespace redress::classification
