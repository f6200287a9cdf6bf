#include "libs/events/log_copier.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/events/envelope.h"

namespace redress::events {
namespace {

// Puts an entry behind the last run, or begins another with it.
void AddTo(std::vector<StreamWriter::Run>* runs, StreamEntry entry) {
  if (runs->empty() || runs->back().partition != entry.partition) runs->push_back({entry.partition, entry.sequence, {}});
  runs->back().payloads.push_back(std::move(entry.payload));
}

}  // namespace

LogCopier::LogCopier(pg::Pool& pool, const PublisherOptions& options)
    : pool_(pool),
      options_(options),
      writer_(options.log, options.redis, options.stream_length),
      ends_(options.log.partitions, kUnknown) {}

// An empty stream begins some way before the log's end, and not after what was said just now: then nobody who waits for that has
// to read the feed, however much it is.
absl::Status LogCopier::LearnEnds(absl::Span<const int> partitions, absl::Span<const StreamEntry> committed) {
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
    int64_t& end = ends_[unknown[i]];
    end = lasts[i] != 0 ? lasts[i] : std::max<int64_t>(0, heads[unknown[i]] - options_.rebuild_tail);
    for (const StreamEntry& entry : committed) {
      if (lasts[i] == 0 && entry.partition == unknown[i]) end = std::min(end, entry.sequence - 1);
    }
  }
  return absl::OkStatus();
}

// What follows the ends: of a partition what joins its end in `committed`, or else what the log has. Where something lacks
// between what joins and the rest, the log has to be read afterwards.
absl::StatusOr<std::vector<StreamWriter::Run>> LogCopier::Next(absl::Span<const int> partitions,
                                                               std::vector<StreamEntry> committed, absl::btree_set<int>* again) {
  std::sort(committed.begin(), committed.end(), [](const StreamEntry& a, const StreamEntry& b) {
    return std::tie(a.partition, a.sequence) < std::tie(b.partition, b.sequence);
  });
  std::vector<int64_t> ends = ends_;
  std::vector<StreamWriter::Run> runs;
  for (StreamEntry& entry : committed) {
    if (entry.sequence > ends[entry.partition] + 1) again->insert(entry.partition);
    if (entry.sequence != ends[entry.partition] + 1) continue;
    ends[entry.partition] = entry.sequence;
    AddTo(&runs, std::move(entry));
  }
  std::vector<ReadFrom> from;
  for (const int partition : partitions) {
    if (ends[partition] != ends_[partition]) continue;
    from.push_back({partition, ends_[partition]});
    again->erase(partition);
  }
  if (from.empty()) return runs;
  ASSIGN_OR_RETURN(const std::vector<Event> read, ReadLog(pool_, options_.log, from, options_.batch));
  for (const Event& event : read) AddTo(&runs, {event.partition, event.sequence, Encode(event)});
  return runs;
}

absl::Status LogCopier::PublishOnce(absl::Span<const int> partitions, std::vector<StreamEntry> committed,
                                    std::vector<int>* again) {
  RETURN_IF_ERROR(LearnEnds(partitions, committed));
  absl::btree_set<int> unfinished;
  ASSIGN_OR_RETURN(std::vector<StreamWriter::Run> runs, Next(partitions, std::move(committed), &unfinished));
  struct Sent {
    int partition;
    int64_t count;
    int64_t last;
  };
  std::vector<Sent> sent;
  sent.reserve(runs.size());
  for (const StreamWriter::Run& run : runs) {
    sent.push_back({run.partition, static_cast<int64_t>(run.payloads.size()), run.last()});
  }
  ASSIGN_OR_RETURN(const std::vector<int64_t> lasts, writer_.Write(std::move(runs)));
  for (size_t i = 0; i < sent.size(); ++i) {
    const Sent& one = sent[i];
    ends_[one.partition] = lasts[i];
    published_count_ += lasts[i] >= one.last ? one.count : 0;
    // Refused: the stream lacks something before; or there may be more.
    if (lasts[i] < one.last || one.count == options_.batch) unfinished.insert(one.partition);
  }
  again->assign(unfinished.begin(), unfinished.end());
  return absl::OkStatus();
}

absl::Status LogCopier::Publish(absl::Span<const int> partitions, std::vector<StreamEntry> committed) {
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
