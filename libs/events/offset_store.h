// The SQL of a consumer: which epoch of a source it follows, how far it is, the fenced claim, the park. A claim and a park belong
// to the transaction that is given; the rest commits by itself. Thread safe.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/events/log.h"
#include "libs/pg/pool.h"

namespace redress::events {

// Events ("from", "to"] of one log's partition.
struct OffsetClaim {
  std::string source;
  std::string epoch;
  int partition = 0;
  int64_t from = 0;
  int64_t to = 0;
};

// One claim a source and partition, of events in the order in which they are applied.
std::vector<OffsetClaim> ClaimsOf(absl::Span<const Event> events);

class OffsetStore {
 public:
  OffsetStore(pg::Pool& pool, std::string consumer) : pool_(pool), consumer_(std::move(consumer)) {}

  // Writes down the epoch that is followed, at the first start; returns the one that was.
  absl::StatusOr<std::string> FollowEpoch(const std::string& source, const std::string& present_epoch);
  // The epoch that is followed; empty before the first start.
  absl::StatusOr<std::string> FollowedEpoch(const std::string& source);
  // How far this consumer is; index = partition.
  absl::StatusOr<std::vector<int64_t>> Read(const std::string& source, const std::string& epoch, int partitions);
  // Removes old rows, all but the newest, once this object has added enough of them to be worth it, or none since it was last
  // asked.
  absl::Status Trim(const std::string& source, const std::string& epoch);

  using Subjects = absl::flat_hash_set<std::string>;
  // The first statement of a consuming transaction; returns which subjects of `events` are parked. ABORTED, reason OFFSET_MOVED:
  // another replica was faster; roll back and read again.
  absl::StatusOr<Subjects> Claim(pqxx::work& transaction, absl::Span<const Event> events);
  // Adds an event to its subject's park. `first`: it opens the park.
  absl::Status Park(pqxx::work& transaction, const Event& event, const std::string& reason, bool first);
  // Subjects of this partition that were parked within the last minute.
  absl::StatusOr<int> ParkedLastMinute(pqxx::work& transaction, int partition);

 private:
  pg::Pool& pool_;
  const std::string consumer_;
  // Rows added since the last trim, and how many they were when it was last asked for.
  struct Untrimmed {
    int added = 0;
    int seen = 0;
  };
  std::map<std::string, Untrimmed> untrimmed_;  // by source; of the consumer's own thread
};

}  // namespace redress::events
