#include "libs/events/log_copier.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/events/envelope.h"

namespace redress::events {
namespace {

// Events of one read, cut into one run a partition.
std::vector<StreamWriter::Run> RunsOf(const std::vector<Event>& events) {
  std::vector<StreamWriter::Run> runs;
  for (const Event& event : events) {
    if (runs.empty() || runs.back().partition != event.partition) {
      runs.push_back({event.partition, event.sequence, {}});
    }
    runs.back().payloads.push_back(Encode(event));
  }
  return runs;
}

}  // namespace

LogCopier::LogCopier(pg::Pool& pool, const PublisherOptions& options)
    : pool_(pool),
      options_(options),
      writer_(options.log, options.redis, options.stream_length),
      ends_(options.log.partitions, kUnknown) {}

absl::Status LogCopier::LearnEnds(absl::Span<const int> partitions) {
  std::vector<int> unknown;
  for (const int partition : partitions) {
    if (ends_[partition] == kUnknown) {
      unknown.push_back(partition);
    }
  }
  if (unknown.empty()) {
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::vector<int64_t> lasts, writer_.LastSequences(unknown));
  std::vector<int64_t> heads;
  for (size_t i = 0; i < unknown.size(); ++i) {
    if (lasts[i] == 0 && heads.empty()) {
      ASSIGN_OR_RETURN(heads, ReadHeads(pool_, options_.log.partitions));
    }
    ends_[unknown[i]] = lasts[i] != 0 ? lasts[i] : std::max<int64_t>(0, heads[unknown[i]] - options_.rebuild_tail);
  }
  return absl::OkStatus();
}

// What follows the ends: of a partition what joins its end in `committed`, or else what the log has.
absl::StatusOr<std::vector<Event>> LogCopier::Next(absl::Span<const int> partitions, std::vector<Event> committed) {
  std::sort(committed.begin(), committed.end(),
            [](const Event& a, const Event& b) { return std::tie(a.partition, a.sequence) < std::tie(b.partition, b.sequence); });
  std::vector<int64_t> ends = ends_;
  std::vector<Event> next;
  for (Event& event : committed) {
    if (event.sequence != ends[event.partition] + 1) continue;
    ends[event.partition] = event.sequence;
    next.push_back(std::move(event));
  }
  std::vector<ReadFrom> from;
  for (const int partition : partitions) {
    if (ends[partition] == ends_[partition]) from.push_back({partition, ends_[partition]});
  }
  if (from.empty()) return next;
  ASSIGN_OR_RETURN(std::vector<Event> read, ReadLog(pool_, options_.log, from, options_.batch));
  std::move(read.begin(), read.end(), std::back_inserter(next));
  return next;
}

absl::Status LogCopier::PublishOnce(absl::Span<const int> partitions, std::vector<Event> committed, std::vector<int>* again) {
  RETURN_IF_ERROR(LearnEnds(partitions));
  ASSIGN_OR_RETURN(const std::vector<Event> events, Next(partitions, std::move(committed)));
  const std::vector<StreamWriter::Run> runs = RunsOf(events);
  ASSIGN_OR_RETURN(const std::vector<int64_t> lasts, writer_.Write(runs));
  for (size_t i = 0; i < runs.size(); ++i) {
    const int64_t count = static_cast<int64_t>(runs[i].payloads.size());
    const int64_t end = runs[i].first + count - 1;
    ends_[runs[i].partition] = lasts[i];
    published_count_ += lasts[i] >= end ? count : 0;
    if (lasts[i] < end || count == options_.batch) {  // refused: the stream lacks something before; or there may be more
      again->push_back(runs[i].partition);
    }
  }
  return absl::OkStatus();
}

absl::Status LogCopier::Publish(absl::Span<const int> partitions, std::vector<Event> committed) {
  std::vector<int> work(partitions.begin(), partitions.end());
  while (!work.empty()) {
    std::vector<int> again;
    absl::Status status = PublishOnce(work, std::exchange(committed, {}), &again);
    if (!status.ok()) {
      std::fill(ends_.begin(), ends_.end(), kUnknown);
      return status;
    }
    work = std::move(again);
  }
  return absl::OkStatus();
}

absl::StatusOr<LogCopier::Repaired> LogCopier::Repair() {
  std::vector<int> all(options_.log.partitions);
  std::iota(all.begin(), all.end(), 0);
  // Redis first, then the log: what is committed in between makes the log longer, never the stream.
  ASSIGN_OR_RETURN(const std::vector<int64_t> lasts, writer_.LastSequences(all));
  ASSIGN_OR_RETURN(const std::vector<int64_t> heads, ReadHeads(pool_, options_.log.partitions));
  Repaired repaired;
  std::vector<int> behind;
  for (const int partition : all) {
    if (lasts[partition] > heads[partition]) {
      repaired.ahead.push_back(partition);
    } else if (lasts[partition] < heads[partition]) {
      ends_[partition] = kUnknown;
      behind.push_back(partition);
    }
  }
  repaired.behind = static_cast<int>(behind.size());
  RETURN_IF_ERROR(Publish(behind));
  return repaired;
}

}  // namespace redress::events
