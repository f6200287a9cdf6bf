// Writes runs of events into the Redis streams of one log, by a script that appends nothing but the contiguous run which begins
// at the stream's last id + 1. Knows Redis only; what to write is the publisher's business. Not thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/events/log.h"
#include "libs/events/redis_client.h"

namespace redress::events {

// The script. KEYS[1] the stream; ARGV: first sequence, length to trim to, payloads. Answers the stream's last sequence, 0 for
// none: less than first − 1 means refused, as something is missing before `first`; what the stream has already is skipped. Only a
// stream that never had an entry may begin anywhere; its count of entries is set so that the lag of consumer groups stays right.
extern const char kPublishScript[];

class StreamWriter {
 public:
  struct Run {
    int partition = 0;
    int64_t first = 0;
    std::vector<std::string> payloads;  // serialized envelopes, contiguous; none: only asks
  };

  StreamWriter(LogInfo log, RedisOptions redis, int64_t stream_length)
      : log_(std::move(log)), redis_(std::move(redis)), stream_length_(stream_length) {}

  // The streams' last sequences after the runs, aligned with them. UNAVAILABLE: unknown which were written.
  absl::StatusOr<std::vector<int64_t>> Write(absl::Span<const Run> runs);
  // The last sequences of these streams, 0 for a stream that is empty or gone.
  absl::StatusOr<std::vector<int64_t>> LastSequences(absl::Span<const int> partitions);

 private:
  absl::Status LoadScript();
  absl::StatusOr<std::vector<RedisReply>> Evaluate(absl::Span<const Run> runs);

  const LogInfo log_;
  RedisClient redis_;
  const int64_t stream_length_;
  std::string script_hash_;
};

}  // namespace redress::events
