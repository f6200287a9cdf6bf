// Reading somebody's log directly, when the stream in Redis has a gap, is silent or is gone. Implementations: LocalFeedReader
// over a schema of this process, GrpcFeedReader (libs/events/rpc) over the owner's EventFeedService.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/events/log.h"
#include "libs/pg/pool.h"

namespace redress::events {

struct ReadResult {
  std::vector<Event> events;  // contiguous, the first has sequence after + 1
  int64_t head = 0;           // the partition's last sequence
  std::string epoch;
};

struct HeadResult {
  std::string epoch;
  std::vector<int64_t> sequences;  // index = partition
};

// Thread safe.
class FeedReader {
 public:
  virtual ~FeedReader() = default;
  // Events of one partition after a position, at most `limit` (1 … 1000). An empty `epoch` means the present one.
  // FAILED_PRECONDITION, reason UNKNOWN_EPOCH; OUT_OF_RANGE, reason LOST_POSITION; INVALID_ARGUMENT, reason UNKNOWN_SOURCE;
  // UNAVAILABLE: try again.
  virtual absl::StatusOr<ReadResult> Read(const std::string& source, const std::string& epoch, int partition, int64_t after,
                                          int limit) = 0;
  // The last sequence of every partition.
  virtual absl::StatusOr<HeadResult> Head(const std::string& source) = 0;
};

// The log of a schema that this process holds.
class LocalFeedReader final : public FeedReader {
 public:
  LocalFeedReader(pg::Pool& pool, LogInfo log) : pool_(pool), log_(std::move(log)) {}
  absl::StatusOr<ReadResult> Read(const std::string& source, const std::string& epoch, int partition, int64_t after,
                                  int limit) override;
  absl::StatusOr<HeadResult> Head(const std::string& source) override;

 private:
  pg::Pool& pool_;
  const LogInfo log_;
};

// Sends each source to its reader: `{{"intake", &a}, {"routing", &b}}`. UNKNOWN_SOURCE for others. Does not own them.
class RoutedFeedReader final : public FeedReader {
 public:
  using Route = std::pair<std::string, FeedReader*>;
  explicit RoutedFeedReader(std::vector<Route> routes) : routes_(std::move(routes)) {}
  absl::StatusOr<ReadResult> Read(const std::string& source, const std::string& epoch, int partition, int64_t after,
                                  int limit) override;
  absl::StatusOr<HeadResult> Head(const std::string& source) override;

 private:
  absl::StatusOr<FeedReader*> Find(const std::string& source) const;
  const std::vector<Route> routes_;
};

}  // namespace redress::events
