// The desk of parked events: what a service's consumers could not apply, by subject; to look at, to try again, to give up
// (docs/architecture.md, Events 8). Thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/events/consumer.h"
#include "libs/events/log.h"
#include "libs/pg/pool.h"

namespace redress::events {

struct ParkedEvent {
  int64_t ordinal = 0;  // order of parking; key of the listing
  std::string consumer;
  std::string subject;
  Event event;
  std::string reason;  // of the subject's first
  BusinessTime parked_time;
};

struct ParkedQuery {
  std::string subject;  // empty: all
  int64_t after = 0;    // ordinal of the last row seen
  int limit = 50;
};

class ParkedDesk {
 public:
  // `consumers`: those of this process, by whom retries are done; they must outlive the desk.
  ParkedDesk(pg::Pool& pool, std::vector<Consumer*> consumers) : pool_(pool), consumers_(std::move(consumers)) {}

  // Oldest first.
  absl::StatusOr<std::vector<ParkedEvent>> List(const ParkedQuery& query);
  // See Consumer::RetryParked. NOT_FOUND, reason UNKNOWN_CONSUMER.
  absl::StatusOr<ParkedResult> Retry(const std::string& consumer, const std::string& subject);
  // Moves the subject's parked events to discarded_event, with who and why. Later events of the subject are applied again.
  absl::StatusOr<int> Discard(const std::string& consumer, const std::string& subject, const std::string& by,
                              const std::string& reason);

 private:
  pg::Pool& pool_;
  const std::vector<Consumer*> consumers_;
};

}  // namespace redress::events
