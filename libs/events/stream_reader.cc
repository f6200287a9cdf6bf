#include "libs/events/stream_reader.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/envelope.h"
#include "libs/events/publisher.h"

namespace redress::events {
namespace {

std::string KeyOf(const StreamPlace& place) {
  return StreamKey(place.source, place.epoch, place.partition);
}

// One entry: [id, [field, value, …]].
void ReadEntry(const redisReply& entry, std::vector<Event>* events) {
  if (entry.type != REDIS_REPLY_ARRAY || entry.elements != 2 || entry.element[1]->type != REDIS_REPLY_ARRAY ||
      entry.element[1]->elements < 2) {
    return;
  }
  absl::StatusOr<Event> event = Decode(ReplyString(*entry.element[1]->element[1]));
  if (event.ok()) {
    events->push_back(*std::move(event));
  }
}

}  // namespace

absl::StatusOr<std::vector<Event>> StreamReader::Read(absl::Span<const StreamPlace> places, int count, absl::Duration block) {
  RedisCommand command = {"XREAD", "COUNT", absl::StrCat(count)};
  if (block >= absl::Milliseconds(1)) {  // BLOCK 0 would wait for ever
    command.push_back("BLOCK");
    command.push_back(absl::StrCat(absl::ToInt64Milliseconds(block)));
  }
  command.push_back("STREAMS");
  for (const StreamPlace& place : places) {
    command.push_back(KeyOf(place));
  }
  for (const StreamPlace& place : places) {
    command.push_back(absl::StrCat(place.after, "-0"));
  }
  ASSIGN_OR_RETURN(const RedisReply reply, redis_.Run(command));
  std::vector<Event> events;
  if (reply->type != REDIS_REPLY_ARRAY) {
    return events;
  }
  for (size_t i = 0; i < reply->elements; ++i) {
    const redisReply* const stream = reply->element[i];  // [key, [entry, …]]
    if (stream->type != REDIS_REPLY_ARRAY || stream->elements != 2) {
      continue;
    }
    for (size_t j = 0; j < stream->element[1]->elements; ++j) {
      ReadEntry(*stream->element[1]->element[j], &events);
    }
  }
  if (events.empty() && reply->elements > 0) {
    return Error(absl::StatusCode::kDataLoss, "BAD_ENVELOPE", "a stream holds something else than events");
  }
  return events;
}

absl::Status StreamReader::SetGroup(const std::string& group, absl::Span<const StreamPlace> places) {
  std::vector<RedisCommand> commands;
  for (const StreamPlace& place : places) {
    const std::string id = absl::StrCat(place.after, "-0");
    commands.push_back({"XGROUP", "SETID", KeyOf(place), group, id, "ENTRIESREAD", absl::StrCat(place.after)});
  }
  ASSIGN_OR_RETURN(const std::vector<RedisReply> replies, redis_.Pipeline(commands));
  std::vector<RedisCommand> missing;
  for (size_t i = 0; i < replies.size(); ++i) {
    if (replies[i]->type == REDIS_REPLY_ERROR) {  // no such key or group
      const std::string id = absl::StrCat(places[i].after, "-0");
      missing.push_back(
          {"XGROUP", "CREATE", KeyOf(places[i]), group, id, "MKSTREAM", "ENTRIESREAD", absl::StrCat(places[i].after)});
    }
  }
  return missing.empty() ? absl::OkStatus() : redis_.Pipeline(missing).status();
}

}  // namespace redress::events
