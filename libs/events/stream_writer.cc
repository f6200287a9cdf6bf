#include "libs/events/stream_writer.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::events {

std::string StreamKey(absl::string_view source, absl::string_view epoch, int partition) {
  return absl::StrCat("events:", source, ":", epoch, ":{", partition, "}");
}

// Mostly the run joins the last entry. Only otherwise the stream is asked where it ends, since that costs as much as two entries.
// Only the last entry of a run trims: looking whether there is something to trim costs nearly as much as the entry.
const char kPublishScript[] = R"(
local pcall, match = redis.pcall, string.match

local function append(key, first, count, before)
  local last = 0
  local tail = pcall('XREVRANGE', key, '+', '-', 'COUNT', '1')
  if tail.err then return tail end
  if tail[1] then last = tonumber(match(tail[1][1], '^%d+')) end
  if count == 0 or first ~= last + 1 then
    local info = pcall('XINFO', 'STREAM', key)
    if info.err then
      if not string.find(info.err, 'no such key', 1, true) then return info end
    else
      for i = 1, #info, 2 do
        if info[i] == 'last-generated-id' then last = tonumber(match(info[i + 1], '^%d+')) end
      end
    end
  end
  local fresh = last == 0
  local stop = first + count - 1
  if count == 0 or stop <= last or (not fresh and first > last + 1) then return last end
  local place = before - first + 1
  for sequence = math.max(first, last + 1), stop - 1 do
    local added = pcall('XADD', key, string.format('%.0f-0', sequence), 'e', ARGV[place + sequence])
    if added.err then return added end
  end
  local id = string.format('%.0f', stop)
  local added = pcall('XADD', key, 'MAXLEN', '~', ARGV[1], id .. '-0', 'e', ARGV[place + stop])
  if added.err then return added end
  if fresh and first > 1 then
    local set = pcall('XSETID', key, id .. '-0', 'ENTRIESADDED', id)
    if set.err then return set end
  end
  return stop
end

local lasts = {}
local at = 2
for k = 1, #KEYS do
  local count = tonumber(ARGV[at + 1])
  lasts[k] = append(KEYS[k], tonumber(ARGV[at]), count, at + 1)
  at = at + 2 + count
end
return lasts
)";

namespace {

// Redis serves nobody else during a call: so much takes it less than a millisecond.
constexpr size_t kCallEvents = 64;
constexpr size_t kCallBytes = 256 * 1024;

// A part of a run that goes into one call.
struct Piece {
  size_t run = 0;
  size_t from = 0;  // place in the run's payloads
  size_t count = 0;
};
using Call = std::vector<Piece>;

// All runs, in their order. The pieces of a run join each other, whichever calls they are in.
std::vector<Call> CallsFor(absl::Span<const StreamWriter::Run> runs) {
  std::vector<Call> calls(1);
  size_t events = 0;
  size_t bytes = 0;
  for (size_t i = 0; i < runs.size(); ++i) {
    calls.back().push_back({i, 0, 0});
    for (size_t j = 0; j < runs[i].payloads.size(); ++j) {
      const size_t size = runs[i].payloads[j].size();
      if (events > 0 && (events == kCallEvents || bytes + size > kCallBytes)) {
        if (calls.back().back().count == 0) calls.back().pop_back();
        calls.push_back({{i, j, 0}});
        events = bytes = 0;
      }
      ++calls.back().back().count;
      ++events;
      bytes += size;
    }
  }
  return calls;
}

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

// The hash of the script is not filled in. Moves the payloads out of the runs.
RedisCommand CommandFor(const LogInfo& log, int64_t stream_length, const Call& call, absl::Span<StreamWriter::Run> runs) {
  size_t size = 4;
  for (const Piece& piece : call) size += 3 + piece.count;
  RedisCommand command;
  command.reserve(size);
  command = {"EVALSHA", "", absl::StrCat(call.size())};
  for (const Piece& piece : call) command.push_back(StreamKey(log.source, log.epoch, runs[piece.run].partition));
  command.push_back(absl::StrCat(stream_length));
  for (const Piece& piece : call) {
    StreamWriter::Run& run = runs[piece.run];
    command.push_back(absl::StrCat(run.first + static_cast<int64_t>(piece.from)));
    command.push_back(absl::StrCat(piece.count));
    const auto begin = run.payloads.begin() + static_cast<std::ptrdiff_t>(piece.from);
    std::move(begin, begin + static_cast<std::ptrdiff_t>(piece.count), std::back_inserter(command));
  }
  return command;
}

}  // namespace

absl::Status StreamWriter::LoadScript() {
  ASSIGN_OR_RETURN(const RedisReply reply, redis_.Run({"SCRIPT", "LOAD", kPublishScript}));
  script_hash_ = std::string(ReplyString(*reply));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<RedisReply>> StreamWriter::Evaluate(std::vector<RedisCommand>* calls) {
  for (RedisCommand& call : *calls) call[1] = script_hash_;
  return redis_.Pipeline(*calls);
}

absl::StatusOr<std::vector<int64_t>> StreamWriter::Write(std::vector<Run> runs) {
  std::vector<int64_t> lasts(runs.size());
  if (runs.empty()) return lasts;
  const std::vector<Call> calls = CallsFor(runs);
  std::vector<RedisCommand> commands;
  commands.reserve(calls.size());
  for (const Call& call : calls) commands.push_back(CommandFor(log_, stream_length_, call, absl::MakeSpan(runs)));
  if (script_hash_.empty()) {
    RETURN_IF_ERROR(LoadScript());
  }
  ASSIGN_OR_RETURN(std::vector<RedisReply> replies, Evaluate(&commands));
  for (const RedisReply& reply : replies) {
    if (ReasonOf(ReplyError(*reply)) == "NOSCRIPT") {  // a new server: what was written before is skipped the second time
      RETURN_IF_ERROR(LoadScript());
      ASSIGN_OR_RETURN(replies, Evaluate(&commands));
      break;
    }
  }
  for (size_t i = 0; i < calls.size(); ++i) {
    RETURN_IF_ERROR(ReplyError(*replies[i]));
    if (replies[i]->elements != calls[i].size())
      return Error(absl::StatusCode::kInternal, "REDIS_ANSWER", "Redis answers another call");
    for (size_t j = 0; j < calls[i].size(); ++j) {
      const redisReply& last = *replies[i]->element[j];
      RETURN_IF_ERROR(ReplyError(last));
      lasts[calls[i][j].run] = last.integer;
    }
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
