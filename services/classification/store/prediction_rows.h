// Predictions as rows: the columns of a batch on the way in, rows on the way out. Spans and signals travel as one
// serialized message, since nothing is ever looked for in them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/classification/store/prediction_store.h"

namespace redress::classification {

// Array literals for insert_predictions, one element a prediction; `predictions` is not empty.
struct PredictionColumns {
  explicit PredictionColumns(absl::Span<const StoredPrediction> predictions);
  std::string complaints, l1s, l2s, confidences, runner_up_l1s, runner_up_l2s, runner_up_confidences, abstentions,
      complaint_flags, severities, reasons, languages, teams;
  pg::BytesParam findings = pg::Bytes("");
};

// The columns that PredictionOf reads, in its order.
extern const char kPredictionColumns[];
// INTERNAL where a row does not hold what this code writes.
absl::StatusOr<StoredPrediction> PredictionOf(const pqxx::row& row);

}  // namespace redress::classification
