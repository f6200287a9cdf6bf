// What a consumer's thread does: holds leases, fetches events into queues, applies what is ready, looks at the owners' heads.
// One thread runs it; lag() and health() may be asked by any.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "libs/base/machine_time.h"
#include "libs/events/batch_applier.h"
#include "libs/events/consumer.h"
#include "libs/events/event_queues.h"
#include "libs/events/lease.h"
#include "libs/events/offset_store.h"
#include "libs/events/stream_reader.h"
#include "libs/obs/metrics.h"

namespace redress::events {

class ConsumerLoop {
 public:
  ConsumerLoop(pg::Pool& pool, FeedReader& feed, Handler& handler, const ConsumerOptions& options, Publisher* publisher,
               obs::Metrics* metrics);

  void Run(Stopper& stop);
  int64_t lag() const;
  absl::Status health() const;
  BatchApplier& applier() { return applier_; }

 private:
  // consumer_loop.cc
  void Step(Stopper& stop);
  EventQueues::Selection Select();
  bool ServeNeeds(const std::vector<EventQueues::Need>& needs);
  void Fetch(Stopper& stop, absl::Duration block);
  std::vector<StreamPlace> PlacesToRead() const;
  void Take(std::vector<Event> events);
  void ApplyBatch(const std::vector<Event>& events);
  absl::Duration UntilNextChore() const;
  absl::Duration Linger(const std::vector<Event>& events) const;

  // consumer_sources.cc
  void RefreshHeld();
  // True once any source is followed; others join when they can be reached.
  bool LearnEpochs();
  bool LearnEpoch(int source);
  void Poll();
  void NoteFeed(int source, const absl::Status& answer);
  bool FeedRests(int source) const;
  absl::Status PollSource(int source, bool asked);
  absl::Status LoadOffsets(const std::vector<int>& partitions);
  absl::Status LoadOffsetsOf(int source, const std::string& epoch, const std::vector<int>& partitions);
  // False where nothing came.
  bool FillFromFeed(int source, int partition);
  void StopPartition(int partition, const absl::Status& why);  // −1: all
  void UpdateGroups();
  void Trim();
  void CountTo(prometheus::Counter* counter, double by) const;

  const ConsumerOptions options_;
  FeedReader& feed_;
  Publisher* const publisher_;
  OffsetStore offsets_;
  BatchApplier applier_;
  LeaseSet lease_;
  StreamReader stream_;
  StreamReader groups_;
  EventQueues queues_;

  std::vector<int> active_;                            // held, offsets read, not stopped; ascending
  std::set<int> stopped_;                              // partitions
  std::vector<std::vector<int64_t>> previous_heads_;   // by source; empty before the first poll
  std::vector<int64_t> source_lags_;                   // −1: unknown
  std::map<std::pair<int, int>, int64_t> group_told_;  // source, partition → position
  // An owner that does not answer is left alone for a while, so that it does not hold up the others.
  struct Rest {
    MachineTime until;
    absl::Duration pause;
  };
  std::vector<Rest> feed_rests_;  // by source
  size_t rotation_ = 0;
  int taken_ = 0;        // events since the last poll
  bool asked_ = false;   // for more, since the last poll
  bool busy_ = false;    // so many came before it that waiting for more costs nobody anything
  absl::Duration took_;  // the last batch
  MachineTime poll_at_;
  MachineTime retry_at_;
  MachineTime redis_again_at_;
  absl::Duration backoff_;

  prometheus::Counter* applied_count_ = nullptr;
  prometheus::Counter* parked_count_ = nullptr;
  prometheus::Counter* retry_count_ = nullptr;
  prometheus::Counter* feed_count_ = nullptr;
  prometheus::Gauge* stopped_gauge_ = nullptr;
  std::vector<prometheus::Gauge*> lag_gauges_;  // by source; empty without metrics

  mutable std::mutex mutex_;  // guards the following
  int64_t lag_ = -1;
  absl::Status health_;
};

}  // namespace redress::events
