#include "libs/events/feed.h"

#include <algorithm>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/exec.h"

namespace redress::events {
namespace {

absl::Status UnknownSource() {
  return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_SOURCE", "this process does not hold that log");
}

}  // namespace

absl::StatusOr<ReadResult> LocalFeedReader::Read(const std::string& source, const std::string& epoch, int partition,
                                                 int64_t after, int limit) {
  if (source != log_.source) {
    return UnknownSource();
  }
  if (!epoch.empty() && epoch != log_.epoch) {
    return Error(absl::StatusCode::kFailedPrecondition, "UNKNOWN_EPOCH", "the log is of another epoch");
  }
  if (partition < 0 || partition >= log_.partitions || after < 0) {
    return Error(absl::StatusCode::kInvalidArgument, "BAD_PARTITION", "no such partition or position");
  }
  ReadResult result;
  result.epoch = log_.epoch;
  ASSIGN_OR_RETURN(result.events, ReadLog(pool_, log_, {{partition, after}}, std::clamp(limit, 1, 1000)));
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    const pqxx::result rows =
        pg::Exec(transaction,
                 "SELECT coalesce((SELECT sequence FROM event WHERE partition = $1 ORDER BY sequence DESC LIMIT 1),"
                 " (SELECT sequence FROM log_floor WHERE partition = $1), 0)",
                 partition);
    result.head = rows[0][0].as<int64_t>();
    return absl::OkStatus();
  }));
  if (result.events.empty() && result.head > after) {  // said between the two reads, or dropped: tell them apart
    ASSIGN_OR_RETURN(result.events, ReadLog(pool_, log_, {{partition, after}}, std::clamp(limit, 1, 1000)));
    if (result.events.empty()) {
      return Error(absl::StatusCode::kOutOfRange, "LOST_POSITION", "the log no longer holds what follows this position");
    }
  }
  return result;
}

absl::StatusOr<HeadResult> LocalFeedReader::Head(const std::string& source) {
  if (source != log_.source) {
    return UnknownSource();
  }
  HeadResult head;
  head.epoch = log_.epoch;
  ASSIGN_OR_RETURN(head.sequences, ReadHeads(pool_, log_.partitions));
  return head;
}

absl::StatusOr<FeedReader*> RoutedFeedReader::Find(const std::string& source) const {
  for (const auto& [name, reader] : routes_) {
    if (name == source) {
      return reader;
    }
  }
  return UnknownSource();
}

absl::StatusOr<ReadResult> RoutedFeedReader::Read(const std::string& source, const std::string& epoch, int partition,
                                                  int64_t after, int limit) {
  ASSIGN_OR_RETURN(FeedReader* const reader, Find(source));
  return reader->Read(source, epoch, partition, after, limit);
}

absl::StatusOr<HeadResult> RoutedFeedReader::Head(const std::string& source) {
  ASSIGN_OR_RETURN(FeedReader* const reader, Find(source));
  return reader->Head(source);
}

}  // namespace redress::events
