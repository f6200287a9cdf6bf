// Copies what the log has beyond the ends of its Redis streams: the work of a publisher without its thread. What it is given is
// written as it is; where something lacks before it, and for whoever gives nothing, the log is read, whoever wrote it. Not thread
// safe.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/events/log.h"
#include "libs/events/publisher.h"
#include "libs/events/stream_writer.h"
#include "libs/pg/pool.h"

namespace redress::events {

class LogCopier {
 public:
  LogCopier(pg::Pool& pool, const PublisherOptions& options);

  // Publishes these partitions up to the log's end. `committed`: what the log is known to have in them, in any order; it spares
  // reading it again. After an error what the streams hold is unknown, and asked for the next time.
  absl::Status Publish(absl::Span<const int> partitions, std::vector<StreamEntry> committed = {});

  struct Repaired {
    int behind = 0;               // streams that lacked something
    std::vector<int> ahead = {};  // partitions whose stream is ahead of the log: the log lost commits
  };
  // Compares every stream with the log and publishes what is missing.
  absl::StatusOr<Repaired> Repair();

  int64_t published() const { return published_count_; }

 private:
  static constexpr int64_t kUnknown = -1;
  absl::Status PublishOnce(absl::Span<const int> partitions, std::vector<StreamEntry> committed, std::vector<int>* again);
  absl::StatusOr<std::vector<StreamWriter::Run>> Next(absl::Span<const int> partitions, std::vector<StreamEntry> committed,
                                                      absl::btree_set<int>* again);
  absl::Status LearnEnds(absl::Span<const int> partitions, absl::Span<const StreamEntry> committed);

  pg::Pool& pool_;
  const PublisherOptions options_;
  StreamWriter writer_;
  std::vector<int64_t> ends_;  // per partition: the stream's last sequence, or where an empty one shall begin
  int64_t published_count_ = 0;
};

}  // namespace redress::events
