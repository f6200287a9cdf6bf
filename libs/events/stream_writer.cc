#include "libs/events/stream_writer.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/publisher.h"

namespace redress::events {

// Mostly the run joins the last entry. Only otherwise the stream is asked where it ends, since that costs as much as two entries.
const char kPublishScript[] = R"(
local first = tonumber(ARGV[1])
local count = #ARGV - 2
local last = 0
local tail = redis.pcall('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
if tail.err then return tail end
if tail[1] then last = tonumber(string.match(tail[1][1], '^%d+')) end
if count == 0 or first ~= last + 1 then
  local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
  if info.err then
    if not string.find(info.err, 'no such key', 1, true) then return info end
  else
    for i = 1, #info, 2 do
      if info[i] == 'last-generated-id' then last = tonumber(string.match(info[i + 1], '^%d+')) end
    end
  end
end
local fresh = last == 0
if count == 0 or (not fresh and first > last + 1) then return last end
for i = 1, count do
  local sequence = first + i - 1
  if sequence > last then
    redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], string.format('%.0f-0', sequence), 'e', ARGV[i + 2])
    last = sequence
  end
end
if fresh and first > 1 then
  local id = string.format('%.0f', last)
  redis.call('XSETID', KEYS[1], id .. '-0', 'ENTRIESADDED', id)
end
return last
)";

namespace {

// In an answer to XINFO STREAM; 0 where there is no such stream.
absl::StatusOr<int64_t> LastSequenceIn(const redisReply& reply) {
  if (reply.type == REDIS_REPLY_ERROR && absl::StrContains(ReplyString(reply), "no such key")) return 0;
  RETURN_IF_ERROR(ReplyError(reply));
  for (size_t i = 0; i + 1 < reply.elements; i += 2) {
    if (ReplyString(*reply.element[i]) != "last-generated-id") continue;
    const absl::string_view id = ReplyString(*reply.element[i + 1]);
    int64_t sequence = 0;
    if (absl::SimpleAtoi(id.substr(0, id.find('-')), &sequence)) return sequence;
  }
  return Error(absl::StatusCode::kInternal, "REDIS_ANSWER", "Redis does not say where a stream ends");
}

}  // namespace

absl::Status StreamWriter::LoadScript() {
  ASSIGN_OR_RETURN(const RedisReply reply, redis_.Run({"SCRIPT", "LOAD", kPublishScript}));
  script_hash_ = std::string(ReplyString(*reply));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<RedisReply>> StreamWriter::Evaluate(absl::Span<const Run> runs) {
  std::vector<RedisCommand> commands;
  commands.reserve(runs.size());
  for (const Run& run : runs) {
    RedisCommand command = {"EVALSHA",
                            script_hash_,
                            "1",
                            StreamKey(log_.source, log_.epoch, run.partition),
                            absl::StrCat(run.first),
                            absl::StrCat(stream_length_)};
    command.insert(command.end(), run.payloads.begin(), run.payloads.end());
    commands.push_back(std::move(command));
  }
  return redis_.Pipeline(commands);
}

absl::StatusOr<std::vector<int64_t>> StreamWriter::Write(absl::Span<const Run> runs) {
  if (runs.empty()) {
    return std::vector<int64_t>();
  }
  if (script_hash_.empty()) {
    RETURN_IF_ERROR(LoadScript());
  }
  ASSIGN_OR_RETURN(std::vector<RedisReply> replies, Evaluate(runs));
  for (const RedisReply& reply : replies) {
    if (ReasonOf(ReplyError(*reply)) == "NOSCRIPT") {  // a new server: what was written before is skipped the second time
      RETURN_IF_ERROR(LoadScript());
      ASSIGN_OR_RETURN(replies, Evaluate(runs));
      break;
    }
  }
  std::vector<int64_t> lasts;
  lasts.reserve(replies.size());
  for (const RedisReply& reply : replies) {
    RETURN_IF_ERROR(ReplyError(*reply));
    lasts.push_back(reply->integer);
  }
  return lasts;
}

// Twice a second each service asks this of all its streams: without the script, which costs Redis five times as much.
absl::StatusOr<std::vector<int64_t>> StreamWriter::LastSequences(absl::Span<const int> partitions) {
  std::vector<RedisCommand> questions;
  questions.reserve(partitions.size());
  for (const int partition : partitions) questions.push_back({"XINFO", "STREAM", StreamKey(log_.source, log_.epoch, partition)});
  ASSIGN_OR_RETURN(const std::vector<RedisReply> replies, redis_.Pipeline(questions));
  std::vector<int64_t> lasts;
  lasts.reserve(replies.size());
  for (const RedisReply& reply : replies) {
    ASSIGN_OR_RETURN(const int64_t last, LastSequenceIn(*reply));
    lasts.push_back(last);
  }
  return lasts;
}

}  // namespace redress::events
