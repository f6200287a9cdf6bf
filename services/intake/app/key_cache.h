// Data keys that this process has met, by owner, least recently used first out. Also keys that were made here and are on their
// way into the database: batches under way share them, and each of those batches stores them, so that whichever commits first
// the key is there. Thread safe.
#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "libs/vault/secret.h"
#include "services/intake/store/rows.h"

namespace redress::intake {

// Immutable but for `stored`.
struct CachedKey {
  CachedKey(WrappedKey w, vault::DataKey k, bool is_stored) : wrapped(std::move(w)), key(std::move(k)), stored(is_stored) {}
  const WrappedKey wrapped;
  const vault::DataKey key;
  std::atomic<bool> stored;  // known to be in the database
};
using KeyHandle = std::shared_ptr<CachedKey>;

class KeyCache {
 public:
  explicit KeyCache(size_t entries_max) : entries_max_(entries_max) {}

  // Null where it is not known.
  KeyHandle Find(const std::string& owner);
  // The key of this owner from now on: the one given, or the one that another thread has added meanwhile.
  KeyHandle Add(KeyHandle key);
  // Forgets `key` if it is still its owner's: another process has made another one.
  void Forget(const KeyHandle& key);
  size_t size() const;

 private:
  using Order = std::list<KeyHandle>;
  const size_t entries_max_;
  mutable std::mutex mutex_;
  Order order_;  // most recent first
  absl::flat_hash_map<std::string, Order::iterator> by_owner_;
};

}  // namespace redress::intake
