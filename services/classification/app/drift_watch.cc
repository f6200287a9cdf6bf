#include "services/classification/app/drift_watch.h"

#include <utility>

namespace redress::classification {

DriftWatch::DriftWatch(size_t labels, obs::Metrics& metrics)
    : stability_index_(metrics.Gauge("redress_classification_label_stability_index",
                                     "How far the first levels of live complaints are from those of the training texts.")),
      abstained_(
          metrics.Gauge("redress_classification_abstained_share", "Share of live complaints on which the model abstains.")),
      reference_abstained_(metrics.Gauge("redress_classification_reference_abstained_share",
                                         "Share of the training texts on which models abstain that had not seen them.")),
      unknown_(metrics.Gauge("redress_classification_unknown_word_share",
                             "Share of the words of live complaints that the model was never shown.")),
      reference_unknown_(
          metrics.Gauge("redress_classification_reference_unknown_word_share",
                        "Share of the words of the training texts that are new to models that had not seen them.")),
      weight_(metrics.Gauge("redress_classification_drift_texts", "Live complaints that the figures of drift are of.")),
      labels_(labels),
      window_(labels, kMemory) {}

void DriftWatch::SetReference(SeenTexts reference) {
  const std::lock_guard lock(mutex_);
  reference_ = std::move(reference);
  window_ = DriftWindow(labels_, kMemory);
  reference_abstained_.Set(reference_.abstained);
  reference_unknown_.Set(reference_.unknown_words);
  Tell();
}

void DriftWatch::Add(const std::vector<Seen>& seen) {
  const std::lock_guard lock(mutex_);
  for (const Seen& one : seen) window_.Add(one.label, one.abstained, one.unknown_words);
  Tell();
}

void DriftWatch::Tell() {
  weight_.Set(window_.weight());
  const bool enough = window_.weight() >= kTextsMin;
  stability_index_.Set(enough ? StabilityIndex(reference_.first_levels, window_.label_weights()) : 0);
  abstained_.Set(enough ? window_.abstained_share() : reference_.abstained);
  unknown_.Set(enough ? window_.unknown_share() : reference_.unknown_words);
}

}  // namespace redress::classification
