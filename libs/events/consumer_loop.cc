#include "libs/events/consumer_loop.h"

#include <algorithm>

#include "libs/base/error.h"
#include "libs/obs/log.h"

namespace redress::events {
namespace {

constexpr int kReadCount = 64;     // entries of one stream in one XREAD
constexpr size_t kQueueMax = 256;  // events of one stream that wait here
constexpr absl::Duration kRedisPause = absl::Milliseconds(200);
constexpr absl::Duration kNeedPause = absl::Milliseconds(20);
constexpr absl::Duration kQuietLinger = absl::Milliseconds(5);
constexpr absl::Duration kSkippedLinger = absl::Milliseconds(50);
constexpr absl::Duration kRushLinger = absl::Milliseconds(30);

}  // namespace

ConsumerLoop::ConsumerLoop(pg::Pool& pool, FeedReader& feed, Handler& handler, const ConsumerOptions& options,
                           Publisher* publisher, obs::Metrics* metrics)
    : options_(options),
      feed_(feed),
      publisher_(publisher),
      offsets_(pool, options.name),
      applier_(pool, handler, offsets_, options, publisher),
      lease_(pool, "consume/" + options.name, options.partitions, options.lease_ttl),
      stream_(options.redis),
      groups_(options.redis),
      queues_(options.sources, options.partitions),
      previous_heads_(options.sources.size()),
      source_lags_(options.sources.size(), -1),
      feed_rests_(options.sources.size()) {
  if (metrics == nullptr) {
    return;
  }
  const prometheus::Labels labels = {{"consumer", options.name}};
  applied_count_ = &metrics->Counter("redress_consumer_events_total", "Events applied, skipped or parked", labels);
  parked_count_ = &metrics->Counter("redress_consumer_parked_total", "Events that could not be applied", labels);
  retry_count_ = &metrics->Counter("redress_consumer_retries_total", "Batches that wait for a dependency", labels);
  feed_count_ = &metrics->Counter("redress_consumer_feed_reads_total", "Reads of an owner's feed", labels);
  stopped_gauge_ =
      &metrics->Gauge("redress_consumer_stopped_partitions", "Partitions that stand still and need a person", labels);
  for (const std::string& source : options.sources) {
    lag_gauges_.push_back(&metrics->Gauge("redress_consumer_lag_events",
                                          "Said by the source, not yet applied here (all replicas)",
                                          {{"consumer", options.name}, {"source", source}}));
  }
}

int64_t ConsumerLoop::lag() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return lag_;
}

absl::Status ConsumerLoop::health() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return health_;
}

void ConsumerLoop::CountTo(prometheus::Counter* counter, double by) const {
  if (counter != nullptr) {
    counter->Increment(by);
  }
}

void ConsumerLoop::Run(Stopper& stop) {
  while (!stop.stopping()) {
    Step(stop);
  }
  lease_.Release();
}

void ConsumerLoop::Step(Stopper& stop) {
  RefreshHeld();
  if (MachineClock::Now() >= poll_at_) {
    Poll();
    poll_at_ = MachineClock::Now() + options_.poll_every;
  }
  if (active_.empty()) {
    stop.WaitFor(std::min(UntilNextChore(), absl::Milliseconds(100)));
    return;
  }
  const absl::Duration patience = std::max(absl::ZeroDuration(), retry_at_ - MachineClock::Now());
  EventQueues::Selection selection = Select();
  if (patience > absl::ZeroDuration()) {
    stop.WaitFor(std::min(patience, UntilNextChore()));
    return;
  }
  if (selection.events.empty()) {
    const bool blocked = !selection.needs.empty();
    const bool served = ServeNeeds(selection.needs);
    Fetch(stop, served ? absl::ZeroDuration() : blocked ? kNeedPause : UntilNextChore());
    return;
  }
  const absl::Duration linger = Linger(selection.events);
  if (static_cast<int>(selection.events.size()) < options_.batch && linger > absl::ZeroDuration()) {
    stop.WaitFor(linger);
    Fetch(stop, absl::ZeroDuration());
    selection = Select();
  }
  ApplyBatch(selection.events);
}

// In a rush a batch may fill for as long as the last one took, since each costs something whatever its size; and what is only
// skipped may wait longer: it is applied with what is not, instead of costing a transaction of its own.
absl::Duration ConsumerLoop::Linger(const std::vector<Event>& events) const {
  if (!busy_) return std::min(options_.linger, kQuietLinger);
  const bool any = std::any_of(events.begin(), events.end(),
                               [this](const Event& event) { return applier_.Judge(event) == TypeFilter::Verdict::kApply; });
  if (options_.linger == absl::ZeroDuration()) return options_.linger;
  return std::max(options_.linger, any ? std::min(took_, kRushLinger) : kSkippedLinger);
}

absl::Duration ConsumerLoop::UntilNextChore() const {
  return std::clamp(poll_at_ - MachineClock::Now(), absl::Milliseconds(1), options_.poll_every);
}

EventQueues::Selection ConsumerLoop::Select() {
  std::vector<int> order = active_;
  std::rotate(order.begin(), order.begin() + static_cast<int64_t>(++rotation_ % order.size()), order.end());
  EventQueues::Selection selection = queues_.Select(order, options_.batch);
  for (const int partition : selection.unknown_epochs) {
    StopPartition(partition, Error(absl::StatusCode::kFailedPrecondition, "UNKNOWN_EPOCH", "an event names an unknown epoch"));
  }
  std::set<int> unfit;
  for (const Event& event : selection.events) {
    if (applier_.Judge(event) == TypeFilter::Verdict::kUnknownVersion && unfit.insert(event.partition).second) {
      StopPartition(event.partition, Error(absl::StatusCode::kFailedPrecondition, "UNKNOWN_VERSION",
                                           "an event is of another major version than this consumer knows"));
    }
  }
  std::vector<Event>& events = selection.events;
  events.erase(
      std::remove_if(events.begin(), events.end(), [&](const Event& event) { return stopped_.contains(event.partition); }),
      events.end());
  return selection;
}

bool ConsumerLoop::ServeNeeds(const std::vector<EventQueues::Need>& needs) {
  bool served = false;
  for (const EventQueues::Need& need : needs) {
    if (queues_.fetched(need.source, need.partition) < need.sequence) {
      served |= FillFromFeed(need.source, need.partition);
    }
  }
  return served;
}

std::vector<StreamPlace> ConsumerLoop::PlacesToRead() const {
  std::vector<StreamPlace> places;
  for (int source = 0; source < queues_.source_count(); ++source) {
    if (queues_.epoch(source).empty()) {
      continue;
    }
    for (const int partition : active_) {
      if (queues_.waiting(source, partition) < kQueueMax) {
        places.push_back({queues_.source(source), queues_.epoch(source), partition, queues_.fetched(source, partition)});
      }
    }
  }
  return places;
}

void ConsumerLoop::Fetch(Stopper& stop, absl::Duration block) {
  asked_ = true;
  const std::vector<StreamPlace> places = PlacesToRead();
  const absl::Duration pause = redis_again_at_ - MachineClock::Now();
  if (places.empty() || pause > absl::ZeroDuration()) {
    stop.WaitFor(std::min(block, std::max(pause, absl::Milliseconds(10))));
    return;
  }
  absl::StatusOr<std::vector<Event>> events = stream_.Read(places, kReadCount, block);
  if (!events.ok()) {
    redis_again_at_ = MachineClock::Now() + kRedisPause;
    obs::Log(obs::Level::kWarning, "stream_read_failed", {{"consumer", obs::Id(options_.name)}, {"error", events.status()}});
    return;
  }
  Take(*std::move(events));
}

void ConsumerLoop::Take(std::vector<Event> events) {
  std::set<std::pair<int, int>> gaps;
  for (Event& event : events) {
    const int source = queues_.IndexOf(event.source);
    const int partition = event.partition;
    if (source < 0 || event.epoch != queues_.epoch(source) || !std::binary_search(active_.begin(), active_.end(), partition)) {
      continue;
    }
    const EventQueues::Offered offered = queues_.Offer(source, std::move(event));
    if (offered == EventQueues::Offered::kGap) gaps.insert({source, partition});
    if (offered == EventQueues::Offered::kTaken) ++taken_;
  }
  for (const auto& [source, partition] : gaps) {
    if (!FillFromFeed(source, partition)) {  // the stream would answer the same at once
      redis_again_at_ = MachineClock::Now() + kNeedPause;
    }
  }
}

void ConsumerLoop::ApplyBatch(const std::vector<Event>& events) {
  const int64_t parked_before = applier_.parked_count();
  const MachineTime begun = MachineClock::Now();
  const BatchApplier::Result result = applier_.Apply(events, [&](absl::Span<const Event> done) {
    queues_.Advance(done);
    CountTo(applied_count_, static_cast<double>(done.size()));
  });
  took_ = MachineClock::Now() - begun;
  CountTo(parked_count_, static_cast<double>(applier_.parked_count() - parked_before));
  switch (result.outcome) {
    case BatchApplier::Outcome::kApplied:
      backoff_ = absl::ZeroDuration();
      return;
    case BatchApplier::Outcome::kStopped:
      StopPartition(result.partition, result.status);
      return;
    case BatchApplier::Outcome::kMoved: {
      std::set<int> partitions;
      for (const Event& event : events) {
        partitions.insert(event.partition);
      }
      const std::vector<int> moved(partitions.begin(), partitions.end());
      if (publisher_ != nullptr) {
        publisher_->Committed(moved);  // perhaps it was we who committed, in doubt
      }
      if (LoadOffsets(moved).ok()) {
        return;
      }
      break;
    }
    case BatchApplier::Outcome::kRetryLater:
      break;
  }
  backoff_ = std::clamp(backoff_ * 2, options_.backoff_min, options_.backoff_max);
  retry_at_ = MachineClock::Now() + backoff_;
  CountTo(retry_count_, 1);
  obs::Log(obs::Level::kWarning, "consumer_waits", {{"consumer", obs::Id(options_.name)}, {"error", result.status}});
}

}  // namespace redress::events
