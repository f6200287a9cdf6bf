#include "libs/events/publisher.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "libs/events/envelope.h"
#include "libs/events/lease.h"
#include "libs/events/log_copier.h"
#include "libs/obs/log.h"
#include "libs/obs/metrics.h"

namespace redress::events {
namespace {

constexpr absl::Duration kRangesEvery = absl::Seconds(10);
constexpr absl::Duration kPauseAfterFailure = absl::Milliseconds(200);
constexpr size_t kCommittedMax = 8192;

}  // namespace

// What the thread owns: connection, leases, and when the next chore is due.
class Publisher::Worker {
 public:
  Worker(pg::Pool& pool, const PublisherOptions& options, obs::Metrics* metrics)
      : pool_(pool), options_(options), copier_(pool, options), lease_(pool, "publish", 1, options.lease_ttl) {
    if (metrics != nullptr) {
      const prometheus::Labels labels = {{"source", options.log.source}};
      published_ = &metrics->Counter("redress_events_published_total", "Events written to Redis streams", labels);
      failures_ = &metrics->Counter("redress_events_publish_failures_total", "Rounds that failed; repaired later", labels);
      ahead_ = &metrics->Gauge("redress_events_streams_ahead_of_log", "Streams ahead of their log: the log lost commits", labels);
    }
  }

  void Publish(Work work) {
    if (MachineClock::Now() < pause_until_) {
      return;  // the repair finds out
    }
    Note(copier_.Publish(work.partitions, std::move(work.committed)));
  }

  void DoChores() {
    const MachineTime now = MachineClock::Now();
    if (now < chores_at_) {
      return;
    }
    chores_at_ = now + options_.repair_every;
    if (lease_.Due()) {
      (void)lease_.Renew();
    }
    if (lease_.Holds(0)) {
      Repair();
      EnsureRanges(now);
    }
  }

  void Finish() { lease_.Release(); }
  MachineTime chores_at() const { return chores_at_; }

 private:
  void Note(const absl::Status& status) {
    if (published_ != nullptr) {
      published_->Increment(static_cast<double>(copier_.published() - counted_));
      counted_ = copier_.published();
    }
    if (status.ok()) {
      return;
    }
    pause_until_ = MachineClock::Now() + kPauseAfterFailure;
    if (failures_ != nullptr) {
      failures_->Increment();
    }
    obs::Log(obs::Level::kWarning, "publish_failed", {{"source", obs::Id(options_.log.source)}, {"error", status}});
  }

  void Repair() {
    const auto repaired = copier_.Repair();
    Note(repaired.status());
    if (!repaired.ok()) {
      return;
    }
    if (ahead_ != nullptr) {
      ahead_->Set(static_cast<double>(repaired->ahead.size()));
    }
    for (const int partition : repaired->ahead) {
      obs::Log(obs::Level::kError, "stream_ahead_of_log", {{"source", obs::Id(options_.log.source)}, {"partition", partition}});
    }
  }

  void EnsureRanges(MachineTime now) {
    if (now < ranges_at_) {
      return;
    }
    ranges_at_ = now + kRangesEvery;
    if (const absl::Status status = EnsureLogRanges(pool_); !status.ok()) {
      obs::Log(obs::Level::kError, "log_ranges_failed", {{"source", obs::Id(options_.log.source)}, {"error", status}});
    }
  }

  pg::Pool& pool_;
  const PublisherOptions& options_;
  LogCopier copier_;
  LeaseSet lease_;
  MachineTime chores_at_;
  MachineTime ranges_at_;
  MachineTime pause_until_;
  int64_t counted_ = 0;
  prometheus::Counter* published_ = nullptr;
  prometheus::Counter* failures_ = nullptr;
  prometheus::Gauge* ahead_ = nullptr;
};

Publisher::Publisher(pg::Pool& pool, PublisherOptions options, obs::Metrics* metrics)
    : pool_(pool), options_(std::move(options)), metrics_(metrics) {}

Publisher::~Publisher() {
  Stop();
}

void Publisher::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void Publisher::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Publisher::Committed(absl::Span<const int> partitions) {
  const std::lock_guard<std::mutex> lock(mutex_);
  dirty_.insert(partitions.begin(), partitions.end());
  wanted_.notify_one();
}

void Publisher::CommittedEvents(absl::Span<const NewEvent> events) {
  std::vector<StreamEntry> appended;  // made before the lock: every thread that commits comes by here
  appended.reserve(events.size());
  for (const NewEvent& event : events) {
    if (event.sequence > 0) appended.push_back({event.partition, event.sequence, Encode(options_.log, event)});
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const NewEvent& event : events) {
    dirty_.insert(event.partition);
  }
  if (const size_t room = kCommittedMax - committed_.size(); appended.size() > room) appended.resize(room);
  std::move(appended.begin(), appended.end(), std::back_inserter(committed_));
  wanted_.notify_one();
}

bool Publisher::WaitForWork(MachineTime until, Work* work) {
  std::unique_lock<std::mutex> lock(mutex_);
  wanted_.wait_until(lock, until.point(), [this] { return stopping_ || !dirty_.empty(); });
  work->partitions.assign(dirty_.begin(), dirty_.end());
  work->committed = std::exchange(committed_, {});
  dirty_.clear();
  return !stopping_ || !work->partitions.empty();
}

void Publisher::Loop() {
  Worker worker(pool_, options_, metrics_);
  Work work;
  while (WaitForWork(worker.chores_at(), &work)) {
    if (!work.partitions.empty()) {
      worker.Publish(std::move(work));
    }
    worker.DoChores();
  }
  worker.Finish();
}

absl::Status Publisher::PublishNow(absl::Span<const int> partitions) {
  return LogCopier(pool_, options_).Publish(partitions);
}

absl::Status Publisher::RepairNow() {
  return LogCopier(pool_, options_).Repair().status();
}

}  // namespace redress::events
