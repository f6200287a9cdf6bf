// The part of the loop that looks after positions: leases, epochs, offsets, the owners' heads, and what is missing in Redis.
#include <algorithm>
#include <numeric>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/consumer_loop.h"
#include "libs/obs/log.h"

namespace redress::events {
namespace {

constexpr int kFeedReadLimit = 256;
constexpr int kBusyEvents = 250;  // between two polls

}  // namespace

void ConsumerLoop::StopPartition(int partition, const absl::Status& why) {
  std::vector<int> which = {partition};
  if (partition < 0) {
    which.resize(options_.partitions);
    std::iota(which.begin(), which.end(), 0);
  }
  for (const int one : which) {
    stopped_.insert(one);
  }
  const auto is_stopped = [this](int one) { return stopped_.contains(one); };
  active_.erase(std::remove_if(active_.begin(), active_.end(), is_stopped), active_.end());
  obs::Log(obs::Level::kError, "consumer_stopped",
           {{"consumer", obs::Id(options_.name)}, {"partition", partition}, {"error", why}});
  if (stopped_gauge_ != nullptr) {
    stopped_gauge_->Set(static_cast<double>(stopped_.size()));
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  if (health_.ok()) {
    health_ = why;
  }
}

void ConsumerLoop::RefreshHeld() {
  if (lease_.Due()) {
    if (const absl::Status status = lease_.Renew(); !status.ok()) {
      obs::Log(obs::Level::kWarning, "lease_failed", {{"consumer", obs::Id(options_.name)}, {"error", status}});
    }
  }
  std::vector<int> wanted;
  std::set_difference(lease_.held().begin(), lease_.held().end(), stopped_.begin(), stopped_.end(), std::back_inserter(wanted));
  if (wanted == active_) {
    return;
  }
  std::vector<int> kept, added;
  std::set_intersection(active_.begin(), active_.end(), wanted.begin(), wanted.end(), std::back_inserter(kept));
  std::set_difference(wanted.begin(), wanted.end(), active_.begin(), active_.end(), std::back_inserter(added));
  active_ = std::move(kept);
  // Others have worked on the added ones meanwhile.
  if (added.empty() || !LearnEpochs() || !LoadOffsets(added).ok()) {
    return;
  }
  std::vector<int> merged;
  std::merge(active_.begin(), active_.end(), added.begin(), added.end(), std::back_inserter(merged));
  active_ = std::move(merged);
  active_.erase(std::remove_if(active_.begin(), active_.end(), [this](int one) { return stopped_.contains(one); }),
                active_.end());
}

void ConsumerLoop::NoteFeed(int source, const absl::Status& answer) {
  Rest& rest = feed_rests_[source];
  rest.pause = answer.ok() ? absl::ZeroDuration() : std::clamp(rest.pause * 2, options_.backoff_min, options_.backoff_max);
  rest.until = MachineClock::Now() + rest.pause;
}

bool ConsumerLoop::FeedRests(int source) const {
  return MachineClock::Now() < feed_rests_[source].until;
}

bool ConsumerLoop::LearnEpoch(int source) {
  if (FeedRests(source)) {
    return false;
  }
  absl::StatusOr<std::string> epoch = offsets_.FollowedEpoch(queues_.source(source));
  if (epoch.ok() && epoch->empty()) {  // the first start: the owner must say it
    const absl::StatusOr<HeadResult> head = feed_.Head(queues_.source(source));
    epoch = head.ok() ? offsets_.FollowEpoch(queues_.source(source), head->epoch) : head.status();
  }
  NoteFeed(source, epoch.status());
  absl::Status status = epoch.status();
  if (status.ok()) {
    status = LoadOffsetsOf(source, *epoch, active_);
  }
  if (!status.ok()) {
    obs::Log(obs::Level::kWarning, "epoch_unknown_yet",
             {{"consumer", obs::Id(options_.name)}, {"source", obs::Id(queues_.source(source))}, {"error", status}});
    return false;
  }
  queues_.SetEpoch(source, *std::move(epoch));
  return true;
}

// A source that cannot be reached yet, or does not exist yet, does not hold up the others. What they say after it waits for it.
bool ConsumerLoop::LearnEpochs() {
  bool any = false;
  for (int source = 0; source < queues_.source_count(); ++source) {
    any |= !queues_.epoch(source).empty() || LearnEpoch(source);
  }
  return any;
}

absl::Status ConsumerLoop::LoadOffsetsOf(int source, const std::string& epoch, const std::vector<int>& partitions) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> applied, offsets_.Read(queues_.source(source), epoch, options_.partitions));
  for (const int partition : partitions) {
    queues_.Reset(source, partition, applied[partition]);
  }
  return absl::OkStatus();
}

absl::Status ConsumerLoop::LoadOffsets(const std::vector<int>& partitions) {
  for (int source = 0; source < queues_.source_count(); ++source) {
    if (queues_.epoch(source).empty()) {
      continue;
    }
    RETURN_IF_ERROR(LoadOffsetsOf(source, queues_.epoch(source), partitions));
  }
  return absl::OkStatus();
}

bool ConsumerLoop::FillFromFeed(int source, int partition) {
  if (queues_.epoch(source).empty() || FeedRests(source)) {
    return false;
  }
  CountTo(feed_count_, 1);
  const int64_t after = queues_.fetched(source, partition);
  absl::StatusOr<ReadResult> result = feed_.Read(queues_.source(source), queues_.epoch(source), partition, after, kFeedReadLimit);
  if (!result.ok()) {
    const std::string reason = ReasonOf(result.status());
    if (reason == "LOST_POSITION" || reason == "UNKNOWN_EPOCH") {
      StopPartition(reason == "UNKNOWN_EPOCH" ? -1 : partition, result.status());
    } else {
      NoteFeed(source, result.status());
      obs::Log(obs::Level::kWarning, "feed_read_failed", {{"consumer", obs::Id(options_.name)}, {"error", result.status()}});
    }
    return false;
  }
  NoteFeed(source, absl::OkStatus());
  bool came = false;
  for (Event& event : result->events) {
    came |= queues_.Offer(source, std::move(event)) == EventQueues::Offered::kTaken;
  }
  return came;
}

absl::Status ConsumerLoop::PollSource(int source, bool asked) {
  // Own offsets first, then the owner's head: the head can only be greater.
  ASSIGN_OR_RETURN(const std::vector<int64_t> applied,
                   offsets_.Read(queues_.source(source), queues_.epoch(source), options_.partitions));
  absl::StatusOr<HeadResult> said = feed_.Head(queues_.source(source));
  NoteFeed(source, said.status());
  ASSIGN_OR_RETURN(HeadResult head, std::move(said));
  if (head.epoch != queues_.epoch(source)) {
    StopPartition(-1, Error(absl::StatusCode::kFailedPrecondition, "UNKNOWN_EPOCH", "the source has opened another epoch"));
    return absl::OkStatus();
  }
  head.sequences.resize(options_.partitions);
  int64_t lag = 0;
  for (int partition = 0; partition < options_.partitions; ++partition) {
    lag += std::max<int64_t>(0, head.sequences[partition] - applied[partition]);
    if (applied[partition] > head.sequences[partition] && !stopped_.contains(partition)) {
      StopPartition(partition, Error(absl::StatusCode::kFailedPrecondition, "BEYOND_HEAD",
                                     "more was applied than the source's log holds: it lost commits"));
    }
  }
  for (const int partition : active_) {  // set back: what follows is to be applied again
    if (applied[partition] < queues_.applied(source, partition)) queues_.Reset(source, partition, applied[partition]);
  }
  source_lags_[source] = lag;
  if (!lag_gauges_.empty()) {
    lag_gauges_[source]->Set(static_cast<double>(lag));
  }
  const std::vector<int64_t> previous = std::exchange(previous_heads_[source], std::move(head.sequences));
  const std::vector<int> partitions = active_;
  for (const int partition : partitions) {  // said a poll ago, asked for since, and nothing has come
    if (asked && !previous.empty() && queues_.waiting(source, partition) == 0 &&
        previous[partition] > queues_.fetched(source, partition)) {
      FillFromFeed(source, partition);
    }
  }
  return absl::OkStatus();
}

void ConsumerLoop::Poll() {
  busy_ = std::exchange(taken_, 0) >= kBusyEvents;
  const bool asked = std::exchange(asked_, false);
  if (!LearnEpochs()) {
    return;
  }
  for (int source = 0; source < queues_.source_count(); ++source) {
    if (queues_.epoch(source).empty() || FeedRests(source)) {
      continue;
    }
    if (const absl::Status status = PollSource(source, asked); !status.ok()) {
      obs::Log(obs::Level::kWarning, "head_unknown",
               {{"consumer", obs::Id(options_.name)}, {"source", obs::Id(queues_.source(source))}, {"error", status}});
    }
  }
  const bool known = std::none_of(source_lags_.begin(), source_lags_.end(), [](int64_t lag) { return lag < 0; });
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    lag_ = known ? std::accumulate(source_lags_.begin(), source_lags_.end(), int64_t{0}) : -1;
  }
  UpdateGroups();
  Trim();
}

void ConsumerLoop::UpdateGroups() {
  std::vector<StreamPlace> places;
  for (int source = 0; source < queues_.source_count(); ++source) {
    for (const int partition : active_) {
      const int64_t applied = queues_.applied(source, partition);
      const auto [told, first] = group_told_.try_emplace({source, partition}, -1);
      if (applied > 0 && told->second != applied) {
        told->second = applied;
        places.push_back({queues_.source(source), queues_.epoch(source), partition, applied});
      }
    }
  }
  if (places.empty() || MachineClock::Now() < redis_again_at_) {
    return;
  }
  if (!groups_.SetGroup(options_.name, places).ok()) {
    group_told_.clear();  // a courtesy: tried again at the next poll
  }
}

void ConsumerLoop::Trim() {
  for (int source = 0; source < queues_.source_count(); ++source) {
    if (queues_.epoch(source).empty()) {
      continue;
    }
    if (const absl::Status status = offsets_.Trim(queues_.source(source), queues_.epoch(source)); !status.ok()) {
      obs::Log(obs::Level::kWarning, "trim_failed", {{"consumer", obs::Id(options_.name)}, {"error", status}});
    }
  }
}

}  // namespace redress::events
