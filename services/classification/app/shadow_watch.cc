#include "services/classification/app/shadow_watch.h"

#include <utility>

#include "services/classification/models/held_out.h"

namespace redress::classification {

ShadowWatch::ShadowWatch(obs::Metrics& metrics)
    : texts_total_(metrics.Counter("redress_classification_shadow_texts_total", "Texts that the shadow saw.")),
      dropped_total_(metrics.Counter("redress_classification_shadow_dropped_total",
                                     "Texts that the shadow did not see because there was too much to do.")),
      thread_([this] { Loop(); }) {}

ShadowWatch::~ShadowWatch() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void ShadowWatch::Watch(int64_t run, std::shared_ptr<const Classifier> model) {
  const std::lock_guard lock(mutex_);
  run_ = model == nullptr ? 0 : run;
  model_ = std::move(model);
  waiting_.clear();
  counts_ = {};
  changed_.notify_all();
}

bool ShadowWatch::active() const {
  return run() != 0;
}

int64_t ShadowWatch::run() const {
  const std::lock_guard lock(mutex_);
  return run_;
}

void ShadowWatch::Offer(std::vector<Seen> seen) {
  const std::lock_guard lock(mutex_);
  if (model_ == nullptr) return;
  for (Seen& one : seen) {
    if (waiting_.size() >= kWaitingMax) {
      ++counts_.dropped;
      dropped_total_.Increment();
      continue;
    }
    waiting_.push_back(std::move(one));
  }
  changed_.notify_all();
}

void ShadowWatch::Drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return (waiting_.empty() && !busy_) || stopping_; });
}

ShadowCounts ShadowWatch::Take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(counts_, {});
}

void ShadowWatch::CountOne(const Seen& seen, const Prediction& prediction, double micros) {
  ++counts_.texts;
  counts_.l1_agree += prediction.tag.l1 == seen.tag.l1 ? 1 : 0;
  counts_.tag_agree += prediction.tag == seen.tag ? 1 : 0;
  counts_.abstained += prediction.abstained ? 1 : 0;
  counts_.serving_abstained += seen.abstained ? 1 : 0;
  counts_.cpu_micros += micros;
  counts_.serving_cpu_micros += seen.cpu_micros;
  texts_total_.Increment();
}

void ShadowWatch::Loop() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    const Seen seen = std::move(waiting_.front());
    waiting_.pop_front();
    const std::shared_ptr<const Classifier> model = model_;
    const int64_t run = run_;
    busy_ = true;
    lock.unlock();
    const double start = ThreadCpuMicros();
    const Prediction prediction = model->Classify(seen.content);
    const double micros = ThreadCpuMicros() - start;
    lock.lock();
    busy_ = false;
    if (run == run_) CountOne(seen, prediction, micros);
    if (waiting_.empty()) changed_.notify_all();
  }
}

}  // namespace redress::classification
