// How far a service has come with its business, read from its schema whenever somebody asks: its timers and what is due and not
// done (which only the service knows), and how far its consumers are (which is the same for all). Thread safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "libs/pg/pool.h"

namespace redress::events {

// Work of one kind that is due and not done. `kind` is a stable word (`grants_owed`).
struct PendingWork {
  std::string kind;
  int64_t count = 0;
  bool elsewhere = false;  // it was asked for, and another service has to say how it ended
};

// What a service says of itself.
struct PaceFacts {
  absl::optional<BusinessTime> next_due;  // its earliest timer, also one that is due already
  std::vector<PendingWork> pending;

  // Adds work, unless there is none of it.
  void Add(std::string kind, int64_t count, bool elsewhere = false) {
    if (count > 0) pending.push_back({std::move(kind), count, elsewhere});
  }
  // Takes the earlier one.
  void DueAt(absl::optional<BusinessTime> time) {
    if (time.has_value() && (!next_due.has_value() || *time < *next_due)) next_due = time;
  }
};
// Reads both anew.
using ReadPace = std::function<absl::StatusOr<PaceFacts>()>;

// How far a consumer has applied one log.
struct ConsumerPosition {
  std::string consumer;
  std::string source;
  std::string epoch;               // which it follows; empty: it has not begun
  std::vector<int64_t> sequences;  // index = partition; 0 for none
};

// A consumer, and whose log it reads.
struct Following {
  std::string consumer;
  std::string source;
};
// The positions of these, in this order, as of one instant. Errors: those of the pool.
absl::StatusOr<std::vector<ConsumerPosition>> ReadConsumerPositions(pg::Pool& pool, const std::vector<Following>& followings,
                                                                    int partitions);
// Events of this schema that wait for a person.
absl::StatusOr<int64_t> CountParked(pg::Pool& pool);

}  // namespace redress::events
