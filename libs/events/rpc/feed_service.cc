#include "libs/events/rpc/feed_service.h"

#include "libs/base/error.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "libs/events/envelope.h"

namespace redress::events {
namespace {

constexpr PageSizes kPageSizes = {500, 1000};
constexpr size_t kResponseBytesMax = 2 << 20;  // below gRPC's 4 MiB; a page ends here, but never empty

}  // namespace

FeedService& FeedService::Of(rpc::Host& host) {
  return host.Shared<FeedService>([&] {
    auto service = std::make_unique<FeedService>(host.edge());
    host.AddService<v1::EventFeedService>(*service);
    return service;
  });
}

void FeedService::Declare(const std::string& source) {
  absl::MutexLock lock(&mutex_);
  readers_.try_emplace(source, nullptr);
}

void FeedService::Serve(const std::string& source, FeedReader& reader) {
  absl::MutexLock lock(&mutex_);
  readers_[source] = &reader;
}

absl::StatusOr<FeedReader*> FeedService::Find(const std::string& source) const {
  absl::MutexLock lock(&mutex_);
  const auto found = readers_.find(source);
  if (found == readers_.end()) {
    return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_SOURCE", "this process does not hold that log");
  }
  if (found->second == nullptr) {
    return Error(absl::StatusCode::kUnavailable, "STARTING", "the log is not open yet");
  }
  return found->second;
}

absl::StatusOr<v1::ReadEventsResponse> FeedService::Read(const v1::ReadEventsRequest& request) {
  ASSIGN_OR_RETURN(const int32_t limit, PageSize(request.page_size(), kPageSizes));
  ASSIGN_OR_RETURN(FeedReader* const reader, Find(request.source()));
  ASSIGN_OR_RETURN(const ReadResult result,
                   reader->Read(request.source(), request.epoch(), request.partition(), request.after_sequence(), limit));
  v1::ReadEventsResponse response;
  response.set_epoch(result.epoch);
  response.set_head_sequence(result.head);
  size_t bytes = 0;
  for (const Event& event : result.events) {
    ToProto(event, response.add_events());
    bytes += response.events().rbegin()->ByteSizeLong();
    if (bytes > kResponseBytesMax) {
      break;
    }
  }
  return response;
}

absl::StatusOr<v1::Head> FeedService::Head(const v1::GetHeadRequest& request) {
  ASSIGN_OR_RETURN(FeedReader* const reader, Find(request.source()));
  ASSIGN_OR_RETURN(const HeadResult result, reader->Head(request.source()));
  v1::Head head;
  head.set_source(request.source());
  head.set_epoch(result.epoch);
  head.mutable_sequences()->Assign(result.sequences.begin(), result.sequences.end());
  return head;
}

grpc::Status FeedService::ReadEvents(grpc::ServerContext* context, const v1::ReadEventsRequest* request,
                                     v1::ReadEventsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) { return Read(*request); });
}

grpc::Status FeedService::GetHead(grpc::ServerContext* context, const v1::GetHeadRequest* request, v1::Head* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) { return Head(*request); });
}

}  // namespace redress::events
