// Predictions in PostgreSQL, insert-only, and the classes that they may name. A repeat gives what was stored first.
// Thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/complaint_number.h"
#include "libs/base/time.h"
#include "libs/pg/pool.h"
#include "services/classification/domain/prediction.h"

namespace redress::classification {

struct StoredPrediction {
  ComplaintNumber complaint;
  Prediction prediction;
  BusinessTime create_time;
};

class PredictionStore {
 public:
  explicit PredictionStore(pg::Pool& pool) : pool_(pool) {}

  // Makes the taxonomy's classes known. FAILED_PRECONDITION, reason TAXONOMY_CHANGED: its version was stored with other classes.
  absl::Status SaveTaxonomy(const Taxonomy& taxonomy);

  // Stores predictions of one model, all made now; what is stored afterwards, in the same order: where a complaint had one under
  // this model already, the former. One statement, a second one for repeats.
  absl::StatusOr<std::vector<StoredPrediction>> Save(absl::Span<const StoredPrediction> predictions);

  // The newest prediction of a complaint. NOT_FOUND, reason PREDICTION_NOT_FOUND.
  absl::StatusOr<StoredPrediction> Newest(const ComplaintNumber& complaint);

 private:
  pg::Pool& pool_;
};

}  // namespace redress::classification
