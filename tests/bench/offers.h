// Watches routing's streams as every reader of them does, and notes when it first held the offer of each complaint in its hands:
// thus after decision, commit (fsync included) and publication. Its clock is that of the load, which runs in the same process.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "tests/bench/load.h"

namespace redress::bench {

// What was seen of one complaint.
struct Offer {
  Clock::time_point first;
  int count = 0;
};

// Thread safe. One thread reads from the beginning of the streams until destruction.
class OfferWatch {
 public:
  // `redis`: host:port; `epoch`: of routing's log.
  OfferWatch(const std::string& redis, const std::string& epoch);
  ~OfferWatch();
  OfferWatch(const OfferWatch&) = delete;
  OfferWatch& operator=(const OfferWatch&) = delete;

  // Complaints of which an offer was seen.
  int64_t seen() const;
  // By complaint number, as its case is named after it.
  absl::flat_hash_map<std::string, Offer> offers() const;
  // The last failure to read, if any: a measurement with one does not count.
  absl::Status failure() const;

 private:
  void Run(const std::string& redis, const std::string& epoch);

  mutable std::mutex mutex_;
  absl::flat_hash_map<std::string, Offer> offers_;
  absl::Status failure_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace redress::bench
