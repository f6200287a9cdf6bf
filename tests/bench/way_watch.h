// Watches the streams of routing, and of sla where it is told to, as every reader of them does, and notes when it first held in
// its hands what happened to each complaint: its offer to an agent, and the start of its acceptance clock. Thus after decision,
// commit (fsync included) and publication. Its clock is that of the load, which runs in the same process.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "libs/events/stream_reader.h"
#include "tests/bench/load.h"

namespace redress::bench {

// What was seen of one complaint.
struct Passage {
  absl::optional<Clock::time_point> offered;
  absl::optional<Clock::time_point> armed;
  int offer_count = 0;
};

struct WatchOptions {
  std::string redis;          // host:port
  std::string routing_epoch;  // of routing's log
  std::string sla_epoch;      // of sla's; empty: clocks are not watched
};

// Thread safe. One thread reads from the beginning of the streams until destruction.
class WayWatch {
 public:
  explicit WayWatch(WatchOptions options);
  ~WayWatch();
  WayWatch(const WayWatch&) = delete;
  WayWatch& operator=(const WayWatch&) = delete;

  // Complaints that came all the way: offered and, where clocks are watched, armed.
  int64_t through() const;
  // By complaint number, as its case is named after it.
  absl::flat_hash_map<std::string, Passage> passages() const;
  // When it was all the way; nothing: not yet.
  absl::optional<Clock::time_point> ThroughAt(const Passage& passage) const;
  // The last failure to read, if any: a measurement with one does not count.
  absl::Status failure() const;

 private:
  void Run();
  void Note(const events::Event& event, Clock::time_point now);

  const WatchOptions options_;
  mutable std::mutex mutex_;
  absl::flat_hash_map<std::string, Passage> passages_;
  int64_t through_ = 0;
  absl::Status failure_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace redress::bench
