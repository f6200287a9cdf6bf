// Copies the log's tail into Redis streams, one a partition. A script in Redis appends only the contiguous run that begins at the
// stream's last id + 1, so any replica may publish another's events and none can leave a hole. After a commit call Committed();
// besides, the lease's holder compares streams and log twice a second and repairs what was lost (docs/architecture.md, Events 4).
// Redis may be away: nothing is lost, the repair finds out. Thread safe.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/base/machine_time.h"
#include "libs/events/log.h"
#include "libs/events/redis_client.h"
#include "libs/events/stream_writer.h"
#include "libs/pg/pool.h"

namespace redress::obs {
class Metrics;
}  // namespace redress::obs

namespace redress::events {

struct PublisherOptions {
  LogInfo log;
  RedisOptions redis;
  int64_t stream_length = 4096;  // entries kept of each stream, about
  absl::Duration repair_every = absl::Milliseconds(500);
  absl::Duration lease_ttl = absl::Seconds(5);
  int batch = 500;             // events read and appended at a time, of one partition
  int64_t rebuild_tail = 100;  // an emptied stream begins so many events before the head
};

class Publisher {
 public:
  // `metrics` may be null. Nothing runs before Start().
  Publisher(pg::Pool& pool, PublisherOptions options, obs::Metrics* metrics = nullptr);
  ~Publisher();  // stops
  Publisher(const Publisher&) = delete;
  Publisher& operator=(const Publisher&) = delete;

  void Start();
  // Publishes what it was told of, as far as Redis answers, then ends. Idempotent.
  void Stop();

  // A transaction that appended to these partitions has committed. Returns at once; never fails.
  void Committed(absl::Span<const int> partitions);
  // The same, with what it appended: published as it is, without reading it in the log again, where Append has filled it in. Only
  // of a transaction that did commit: what is told here is not looked up.
  void CommittedEvents(absl::Span<const NewEvent> events);

  // Both for tests and tools, in the caller's thread, with a connection of its own:
  // publishes what the log has beyond the streams' ends, in these partitions;
  absl::Status PublishNow(absl::Span<const int> partitions);
  // compares every stream with the log and publishes what is missing.
  absl::Status RepairNow();

  const LogInfo& log() const { return options_.log; }

 private:
  class Worker;
  void Loop();
  struct Work {
    std::vector<int> partitions;
    std::vector<StreamEntry> committed;  // what is known of them
  };
  bool WaitForWork(MachineTime until, Work* work);

  pg::Pool& pool_;
  const PublisherOptions options_;
  obs::Metrics* const metrics_;
  std::mutex mutex_;  // guards the following
  std::condition_variable wanted_;
  absl::btree_set<int> dirty_;
  std::vector<StreamEntry> committed_;  // bounded: what is left out is read in the log
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace redress::events
