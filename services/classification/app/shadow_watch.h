// A candidate that sees live traffic without being asked: a bounded queue, one thread, counts. What does not fit is dropped, so
// that it never slows an answer down. Texts wait in memory for a moment; nothing of them is kept. Thread safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "libs/obs/metrics.h"
#include "services/classification/engine/classifier.h"
#include "services/classification/store/model_store.h"

namespace redress::classification {

class ShadowWatch {
 public:
  // A text that the serving model classified.
  struct Seen {
    Content content;
    TagName tag;
    bool abstained = false;
    double cpu_micros = 0;
  };

  explicit ShadowWatch(obs::Metrics& metrics);
  ~ShadowWatch();
  ShadowWatch(const ShadowWatch&) = delete;
  ShadowWatch& operator=(const ShadowWatch&) = delete;

  // From now on `model` is watched in `run`; null: none. Forgets what waits, and the counts that nobody took.
  void Watch(int64_t run, std::shared_ptr<const Classifier> model);
  bool active() const;
  // The run that is watched; 0: none.
  int64_t run() const;
  // Returns at once.
  void Offer(std::vector<Seen> seen);
  // Waits until nothing waits; for tests.
  void Drain();
  // What was counted since it was taken last, of the run that is watched.
  ShadowCounts Take();

  static constexpr size_t kWaitingMax = 1024;

 private:
  void Loop();
  void CountOne(const Seen& seen, const Prediction& prediction, double micros);

  prometheus::Counter& texts_total_;
  prometheus::Counter& dropped_total_;
  mutable std::mutex mutex_;  // guards the following
  std::condition_variable changed_;
  bool stopping_ = false;
  bool busy_ = false;
  int64_t run_ = 0;
  std::shared_ptr<const Classifier> model_;
  std::deque<Seen> waiting_;
  ShadowCounts counts_;
  std::thread thread_;
};

}  // namespace redress::classification
