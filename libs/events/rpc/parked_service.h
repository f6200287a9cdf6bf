// redress.events.v1.ParkedEventService: where an operator sees what the consumers of this process could not apply, and decides.
// One object a process, like FeedService. Thread safe.
#pragma once

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/events/parked.h"
#include "libs/rpc/edge.h"
#include "libs/rpc/host.h"
#include "redress/events/v1/events.grpc.pb.h"

namespace redress::events {

class ParkedService final : public v1::ParkedEventService::Service {
 public:
  explicit ParkedService(rpc::Edge& edge) : edge_(edge) {}
  static ParkedService& Of(rpc::Host& host);

  // As FeedService: declared when bound, served once the consumers exist.
  void Declare(const std::string& service);
  void Serve(const std::string& service, ParkedDesk& desk);

  grpc::Status ListParkedEvents(grpc::ServerContext* context, const v1::ListParkedEventsRequest* request,
                                v1::ListParkedEventsResponse* response) override;
  grpc::Status RetryParkedEvents(grpc::ServerContext* context, const v1::RetryParkedEventsRequest* request,
                                 v1::RetryParkedEventsResponse* response) override;
  grpc::Status DiscardParkedEvents(grpc::ServerContext* context, const v1::DiscardParkedEventsRequest* request,
                                   v1::DiscardParkedEventsResponse* response) override;

 private:
  absl::StatusOr<ParkedDesk*> Find(const std::string& service) const;
  absl::StatusOr<v1::ListParkedEventsResponse> List(const v1::ListParkedEventsRequest& request);
  absl::StatusOr<v1::RetryParkedEventsResponse> Retry(const v1::RetryParkedEventsRequest& request);
  absl::StatusOr<v1::DiscardParkedEventsResponse> Discard(const v1::DiscardParkedEventsRequest& request, const std::string& by);

  rpc::Edge& edge_;
  mutable absl::Mutex mutex_;
  std::map<std::string, ParkedDesk*> desks_ ABSL_GUARDED_BY(mutex_);  // null: declared only
};

}  // namespace redress::events
