#include "services/intake/app/key_cache.h"

#include <utility>

namespace redress::intake {

KeyHandle KeyCache::Find(const std::string& owner) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = by_owner_.find(owner);
  if (found == by_owner_.end()) return nullptr;
  order_.splice(order_.begin(), order_, found->second);
  return order_.front();
}

KeyHandle KeyCache::Add(KeyHandle key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = by_owner_.find(key->wrapped.owner);
  if (found != by_owner_.end()) return *found->second;
  order_.push_front(key);
  by_owner_.emplace(key->wrapped.owner, order_.begin());
  if (order_.size() > entries_max_) {
    by_owner_.erase(order_.back()->wrapped.owner);
    order_.pop_back();
  }
  return key;
}

void KeyCache::Forget(const KeyHandle& key) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = by_owner_.find(key->wrapped.owner);
  if (found == by_owner_.end() || *found->second != key) return;
  order_.erase(found->second);
  by_owner_.erase(found);
}

size_t KeyCache::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return order_.size();
}

}  // namespace redress::intake
