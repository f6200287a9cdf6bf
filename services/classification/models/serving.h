// The model that serves now, and how it is exchanged: a call takes it once and keeps it until its end, so an exchange under load
// fails no call and mixes no answers. Thread safe.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "services/classification/engine/classifier.h"

namespace redress::classification {

class Serving {
 public:
  explicit Serving(std::shared_ptr<const Classifier> first) : classifier_(std::move(first)) {}

  std::shared_ptr<const Classifier> Get() const {
    const std::lock_guard lock(mutex_);
    return classifier_;
  }
  // The former one lives until its last call has ended.
  void Set(std::shared_ptr<const Classifier> next) {
    const std::lock_guard lock(mutex_);
    classifier_.swap(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Classifier> classifier_;  // under mutex_; never null
};

}  // namespace redress::classification
