// Reads the Redis streams of several logs for a consumer, and keeps a consumer group's position up to date as a courtesy to
// ordinary tools (`XINFO GROUPS`). What it reads may have gaps; the caller looks. Not thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/events/log.h"
#include "libs/events/redis_client.h"

namespace redress::events {

// A place in one stream.
struct StreamPlace {
  std::string source;
  std::string epoch;
  int partition = 0;
  int64_t after = 0;
};

class StreamReader {
 public:
  explicit StreamReader(RedisOptions redis) : redis_(std::move(redis)) {}

  // Entries after these places, at most `count` of each stream, in their order within a stream. Waits up to `block` for the first
  // (zero: does not wait). Empty: nothing came. An entry that is no envelope is left out (the caller sees a gap);
  // DATA_LOSS, reason BAD_ENVELOPE where there was nothing else.
  absl::StatusOr<std::vector<Event>> Read(absl::Span<const StreamPlace> places, int count, absl::Duration block);

  // Tells the group of this name that these were consumed; makes it where it is missing.
  absl::Status SetGroup(const std::string& group, absl::Span<const StreamPlace> places);

 private:
  RedisClient redis_;
};

}  // namespace redress::events
