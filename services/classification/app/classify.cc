#include "services/classification/app/classify.h"

#include "libs/base/machine_time.h"
#include "libs/base/status_macros.h"

namespace redress::classification {
namespace {

// From 10 µs, a short text, to 100 ms, a hostile one.
const prometheus::Histogram::BucketBoundaries kTextSeconds = {1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4,
                                                              1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 1e-1};
const prometheus::Histogram::BucketBoundaries kBatchTexts = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};

}  // namespace

ClassifyTexts::ClassifyTexts(const Classifier& classifier, PredictionStore& store, const TimeSource& time, obs::Metrics& metrics,
                             int threads)
    : classifier_(classifier),
      store_(store),
      time_(time),
      text_seconds_(metrics.Histogram("redress_classification_text_seconds", "Time that one text takes.", {}, kTextSeconds)),
      batch_texts_(metrics.Histogram("redress_classification_batch_texts", "Texts of a batch.", {}, kBatchTexts)),
      pool_(threads) {
  const auto counter = [&](const std::string& l1, const char* abstained) {
    return &metrics.Counter("redress_classification_predictions_total",
                            "Texts classified, by first level and whether a person must decide.",
                            {{"l1", l1}, {"abstained", abstained}});
  };
  for (const Taxonomy::Level1& level1 : classifier.taxonomy().level1()) {
    by_l1_[level1.id] = {counter(level1.id, "false"), counter(level1.id, "true")};
  }
}

Prediction ClassifyTexts::One(const Content& content) {
  const MachineTime start = MachineClock::Now();
  Prediction prediction = classifier_.Classify(content);
  text_seconds_.Observe(absl::ToDoubleSeconds(MachineClock::Now() - start));
  const Counters& counters = by_l1_.at(prediction.tag.l1);
  (prediction.abstained ? counters.abstained : counters.decided)->Increment();
  return prediction;
}

absl::StatusOr<std::vector<absl::optional<StoredPrediction>>> ClassifyTexts::Batch(absl::Span<const ComplaintNumber> complaints,
                                                                                   ReadContent read) {
  ASSIGN_OR_RETURN(const std::vector<absl::optional<Content>> contents, read(complaints));
  std::vector<size_t> places;  // of the complaints that have content
  for (size_t i = 0; i < contents.size(); ++i) {
    if (contents[i]) places.push_back(i);
  }
  batch_texts_.Observe(static_cast<double>(places.size()));
  std::vector<Prediction> predictions(places.size());
  pool_.ForEach(places.size(), [&](size_t i) { predictions[i] = One(*contents[places[i]]); });

  const BusinessTime now = time_.Now();
  std::vector<StoredPrediction> made;
  for (size_t i = 0; i < places.size(); ++i) made.push_back({complaints[places[i]], std::move(predictions[i]), now});
  ASSIGN_OR_RETURN(std::vector<StoredPrediction> saved, store_.Save(made));
  std::vector<absl::optional<StoredPrediction>> answers(complaints.size());
  for (size_t i = 0; i < places.size(); ++i) answers[places[i]] = std::move(saved[i]);
  return answers;
}

}  // namespace redress::classification
