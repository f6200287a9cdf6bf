#include "libs/events/stream_writer.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/publisher.h"

namespace redress::events {

const char kPublishScript[] = R"(
local last = 0
local info = redis.pcall('XINFO', 'STREAM', KEYS[1])
if info.err then
  if not string.find(info.err, 'no such key', 1, true) then return info end
else
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then last = tonumber(string.match(info[i + 1], '^%d+')) end
  end
end
local first = tonumber(ARGV[1])
local count = #ARGV - 2
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

absl::StatusOr<std::vector<int64_t>> StreamWriter::LastSequences(absl::Span<const int> partitions) {
  std::vector<Run> questions;
  for (const int partition : partitions) {
    questions.push_back({partition, 0, {}});
  }
  return Write(questions);
}

}  // namespace redress::events
