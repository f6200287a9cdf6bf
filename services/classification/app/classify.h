// The use cases: one text of a caller, many of them, and a batch of stored complaints. Texts live in memory for the length of a
// call (and a moment longer where a shadow sees them); what is stored holds none. A call is answered by one model from its start
// to its end. Thread safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/base/time.h"
#include "libs/obs/metrics.h"
#include "services/classification/app/drift_watch.h"
#include "services/classification/app/shadow_watch.h"
#include "services/classification/app/work_pool.h"
#include "services/classification/engine/classifier.h"
#include "services/classification/models/serving.h"
#include "services/classification/store/prediction_store.h"

namespace redress::classification {

class ClassifyTexts {
 public:
  // Gives the content of complaints, in their order; nothing for one that is unknown or erased.
  using ReadContent = absl::FunctionRef<absl::StatusOr<std::vector<absl::optional<Content>>>(absl::Span<const ComplaintNumber>)>;
  // All must outlive it. `threads` help with batches.
  struct Parts {
    const Serving& serving;
    PredictionStore& store;
    ShadowWatch& shadow;
    DriftWatch& drift;
    const TimeSource& time;
    obs::Metrics& metrics;
  };
  ClassifyTexts(const Parts& parts, int threads);

  // A text that the caller holds; nothing is stored.
  Prediction One(const Content& content);
  // The same of many, in their order.
  std::vector<Prediction> Many(const std::vector<Content>& contents);

  // Reads, classifies and stores; one answer for each complaint, in order, nothing where there is no content. A complaint that
  // has a prediction under this model keeps it. Errors: those of `read` and of the store.
  absl::StatusOr<std::vector<absl::optional<StoredPrediction>>> Batch(absl::Span<const ComplaintNumber> complaints,
                                                                      ReadContent read);

 private:
  struct Counters {
    prometheus::Counter* decided;
    prometheus::Counter* abstained;
  };
  // One text by `classifier`, counted.
  Prediction Classify(const Classifier& classifier, const Content& content);
  // Shows a batch to the shadow and to whoever watches for drift.
  void Watch(const Classifier& classifier, std::vector<Content> contents, const std::vector<Prediction>& predictions,
             const std::vector<double>& cpu_micros);

  const Parts parts_;
  prometheus::Histogram& text_seconds_;
  prometheus::Histogram& batch_texts_;
  std::map<std::string, Counters> by_l1_;
  WorkPool pool_;
};

}  // namespace redress::classification
