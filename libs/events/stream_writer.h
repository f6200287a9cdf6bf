// Writes runs of events into the Redis streams of one log, by a script that appends nothing but the contiguous run which begins
// at the stream's last id + 1. Knows Redis only; what to write is the publisher's business. Not thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/events/log.h"
#include "libs/events/redis_client.h"

namespace redress::events {

// `events:intake:0123456789abcdef:{7}`.
std::string StreamKey(absl::string_view source, absl::string_view epoch, int partition);

// The script. KEYS: streams; ARGV: length to trim to, then for each stream the first sequence, how many, and so many payloads.
// Answers for each stream its last sequence, 0 for none, or the error that it met: no stream depends on another. Less than
// first − 1 means refused, as something is missing before `first`; what the stream has already is skipped. Only a stream that
// never had an entry may begin anywhere; its count of entries is set so that the lag of consumer groups stays right.
extern const char kPublishScript[];

// An event as it goes to its stream.
struct StreamEntry {
  int partition = 0;
  int64_t sequence = 0;
  std::string payload;  // serialized envelope
};

class StreamWriter {
 public:
  struct Run {
    int partition = 0;
    int64_t first = 0;
    std::vector<std::string> payloads;  // serialized envelopes, contiguous; none: only asks

    int64_t last() const { return first + static_cast<int64_t>(payloads.size()) - 1; }
  };

  StreamWriter(LogInfo log, RedisOptions redis, int64_t stream_length)
      : log_(std::move(log)), redis_(std::move(redis)), stream_length_(stream_length) {}

  // The streams' last sequences after the runs, aligned with them. Each run is that of another stream. Any error: unknown which
  // were written, though one stream's own does not keep the others from it.
  absl::StatusOr<std::vector<int64_t>> Write(std::vector<Run> runs);
  // The last sequences of these streams, 0 for a stream that is empty or gone.
  absl::StatusOr<std::vector<int64_t>> LastSequences(absl::Span<const int> partitions);

 private:
  absl::Status LoadScript();
  absl::StatusOr<std::vector<RedisReply>> Evaluate(std::vector<RedisCommand>* calls);

  const LogInfo log_;
  RedisClient redis_;
  const int64_t stream_length_;
  std::string script_hash_;
};

}  // namespace redress::events
