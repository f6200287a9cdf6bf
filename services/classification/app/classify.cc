#include "services/classification/app/classify.h"

#include <utility>

#include "libs/base/machine_time.h"
#include "libs/base/status_macros.h"
#include "services/classification/models/held_out.h"

namespace redress::classification {
namespace {

// From 10 µs, a short text, to 100 ms, a hostile one.
const prometheus::Histogram::BucketBoundaries kTextSeconds = {1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4,
                                                              1e-3, 2.5e-3, 5e-3, 1e-2, 2.5e-2, 1e-1};
const prometheus::Histogram::BucketBoundaries kBatchTexts = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};

// Whether words are known is looked up for one text in so many: it costs as much as half a classification.
constexpr size_t kWordsOfEvery = 8;

}  // namespace

ClassifyTexts::ClassifyTexts(const Parts& parts, int threads)
    : parts_(parts),
      text_seconds_(
          parts.metrics.Histogram("redress_classification_text_seconds", "Time that one text takes.", {}, kTextSeconds)),
      batch_texts_(parts.metrics.Histogram("redress_classification_batch_texts", "Texts of a batch.", {}, kBatchTexts)),
      pool_(threads) {
  const auto counter = [&](const std::string& l1, const char* abstained) {
    return &parts.metrics.Counter("redress_classification_predictions_total",
                                  "Texts classified, by first level and whether a person must decide.",
                                  {{"l1", l1}, {"abstained", abstained}});
  };
  for (const Taxonomy::Level1& level1 : parts.serving.Get()->taxonomy().level1()) {
    by_l1_[level1.id] = {counter(level1.id, "false"), counter(level1.id, "true")};
  }
}

Prediction ClassifyTexts::Classify(const Classifier& classifier, const Content& content) {
  const MachineTime start = MachineClock::Now();
  Prediction prediction = classifier.Classify(content);
  text_seconds_.Observe(absl::ToDoubleSeconds(MachineClock::Now() - start));
  const Counters& counters = by_l1_.at(prediction.tag.l1);
  (prediction.abstained ? counters.abstained : counters.decided)->Increment();
  return prediction;
}

Prediction ClassifyTexts::One(const Content& content) {
  return Classify(*parts_.serving.Get(), content);
}

std::vector<Prediction> ClassifyTexts::Many(const std::vector<Content>& contents) {
  const std::shared_ptr<const Classifier> classifier = parts_.serving.Get();
  batch_texts_.Observe(static_cast<double>(contents.size()));
  std::vector<Prediction> predictions(contents.size());
  pool_.ForEach(contents.size(), [&](size_t i) { predictions[i] = Classify(*classifier, contents[i]); });
  return predictions;
}

absl::StatusOr<std::vector<absl::optional<StoredPrediction>>> ClassifyTexts::Batch(absl::Span<const ComplaintNumber> complaints,
                                                                                   ReadContent read) {
  ASSIGN_OR_RETURN(std::vector<absl::optional<Content>> found, read(complaints));
  const std::shared_ptr<const Classifier> classifier = parts_.serving.Get();
  std::vector<size_t> places;  // of the complaints that have content
  std::vector<Content> contents;
  for (size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) continue;
    places.push_back(i);
    contents.push_back(*std::move(found[i]));
  }
  batch_texts_.Observe(static_cast<double>(places.size()));
  const bool measured = parts_.shadow.active();
  std::vector<Prediction> predictions(places.size());
  std::vector<double> cpu_micros(places.size());
  pool_.ForEach(places.size(), [&](size_t i) {
    const double start = measured ? ThreadCpuMicros() : 0;
    predictions[i] = Classify(*classifier, contents[i]);
    if (measured) cpu_micros[i] = ThreadCpuMicros() - start;
  });
  Watch(*classifier, std::move(contents), predictions, cpu_micros);

  const BusinessTime now = parts_.time.Now();
  std::vector<StoredPrediction> made;
  made.reserve(places.size());
  for (size_t i = 0; i < places.size(); ++i) made.push_back({complaints[places[i]], std::move(predictions[i]), now});
  ASSIGN_OR_RETURN(std::vector<StoredPrediction> saved, parts_.store.Save(made));
  std::vector<absl::optional<StoredPrediction>> answers(complaints.size());
  for (size_t i = 0; i < places.size(); ++i) answers[places[i]] = std::move(saved[i]);
  return answers;
}

void ClassifyTexts::Watch(const Classifier& classifier, std::vector<Content> contents, const std::vector<Prediction>& predictions,
                          const std::vector<double>& cpu_micros) {
  std::vector<DriftWatch::Seen> live;
  live.reserve(predictions.size());
  for (size_t i = 0; i < predictions.size(); ++i) {
    const absl::StatusOr<Tag> tag = classifier.taxonomy().Find(predictions[i].tag);
    if (!tag.ok()) continue;
    live.push_back({static_cast<size_t>(tag->l1()), predictions[i].abstained,
                    i % kWordsOfEvery == 0 ? classifier.UnknownShare(contents[i].text) : -1});
  }
  parts_.drift.Add(live);
  if (!parts_.shadow.active()) return;
  std::vector<ShadowWatch::Seen> seen;
  seen.reserve(predictions.size());
  for (size_t i = 0; i < predictions.size(); ++i) {
    seen.push_back({std::move(contents[i]), predictions[i].tag, predictions[i].abstained, cpu_micros[i]});
  }
  parts_.shadow.Offer(std::move(seen));
}

}  // namespace redress::classification
