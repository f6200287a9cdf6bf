// Tells Prometheus how far live complaints are from the texts that the model was measured on. Thread safe.
#pragma once

#include <mutex>
#include <vector>

#include "libs/obs/metrics.h"
#include "services/classification/domain/drift.h"
#include "services/classification/domain/prediction.h"
#include "services/classification/models/held_out.h"

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

  // Another model serves: what it makes of the reference texts. Live texts are counted anew.
  void SetReference(Reference reference);
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
  Reference reference_;
  DriftWindow window_;
};

}  // namespace redress::classification
