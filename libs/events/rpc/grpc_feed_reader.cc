#include "libs/events/rpc/grpc_feed_reader.h"

#include <utility>

#include "libs/base/status_macros.h"
#include "libs/events/envelope.h"

namespace redress::events {

absl::StatusOr<ReadResult> GrpcFeedReader::Read(const std::string& source, const std::string& epoch, int partition, int64_t after,
                                                int limit) {
  v1::ReadEventsRequest request;
  request.set_source(source);
  request.set_epoch(epoch);
  request.set_partition(partition);
  request.set_after_sequence(after);
  request.set_page_size(limit);
  ASSIGN_OR_RETURN(v1::ReadEventsResponse response,
                   client_.Call(&v1::EventFeedService::Stub::ReadEvents, request, {.timeout = timeout_, .attempts_max = 1}));
  ReadResult result;
  result.epoch = response.epoch();
  result.head = response.head_sequence();
  result.events.reserve(response.events_size());
  for (v1::Envelope& envelope : *response.mutable_events()) {
    result.events.push_back(FromProto(std::move(envelope)));
  }
  return result;
}

absl::StatusOr<HeadResult> GrpcFeedReader::Head(const std::string& source) {
  v1::GetHeadRequest request;
  request.set_source(source);
  ASSIGN_OR_RETURN(const v1::Head response,
                   client_.Call(&v1::EventFeedService::Stub::GetHead, request, {.timeout = timeout_, .attempts_max = 1}));
  HeadResult result;
  result.epoch = response.epoch();
  result.sequences.assign(response.sequences().begin(), response.sequences().end());
  return result;
}

}  // namespace redress::events
