// Tells Prometheus how far live complaints are from the texts that the model was trained on, as models found them that had not
// seen them. Thread safe.
#pragma once

#include <mutex>
#include <vector>

#include "libs/obs/metrics.h"
#include "services/classification/domain/drift.h"
#include "services/classification/domain/prediction.h"
#include "services/classification/model/model.h"

namespace redress::classification {

class DriftWatch {
 public:
  // One complaint that was classified.
  struct Seen {
    size_t label = 0;  // place of its first level in the taxonomy
    bool abstained = false;
    double unknown_words = -1;  // see DriftWindow::Add
  };

  DriftWatch(size_t labels, obs::Metrics& metrics);

  // Another model serves: what was said of the texts that it was trained on. Live texts are counted anew.
  void SetReference(SeenTexts reference);
  void Add(const std::vector<Seen>& seen);

  // Of so many texts the window is; before it holds kTextsMin nothing is told, for few texts look strange.
  static constexpr double kMemory = 2000;
  static constexpr double kTextsMin = 500;

 private:
  void Tell();  // under mutex_

  prometheus::Gauge& stability_index_;
  prometheus::Gauge& abstained_;
  prometheus::Gauge& reference_abstained_;
  prometheus::Gauge& unknown_;
  prometheus::Gauge& reference_unknown_;
  prometheus::Gauge& weight_;
  const size_t labels_;
  std::mutex mutex_;  // guards the following
  SeenTexts reference_;
  DriftWindow window_;
};

}  // namespace redress::classification
