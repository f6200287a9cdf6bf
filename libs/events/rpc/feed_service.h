// redress.events.v1.EventFeedService: gives the logs that this process holds to consumers, back ends and operators. One object a
// process, in which every bound service has a part: its log is declared when it is bound, and served once it is open.
// Thread safe.
#pragma once

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/events/feed.h"
#include "libs/rpc/edge.h"
#include "libs/rpc/host.h"
#include "redress/events/v1/events.grpc.pb.h"

namespace redress::events {

class FeedService final : public v1::EventFeedService::Service {
 public:
  explicit FeedService(rpc::Edge& edge) : edge_(edge) {}
  // The one of the host's process; made and added to its server when the first service asks.
  static FeedService& Of(rpc::Host& host);

  // This process will hold the log `source`; until Serve it is answered UNAVAILABLE, reason STARTING.
  void Declare(const std::string& source);
  // `reader` must outlive the calls.
  void Serve(const std::string& source, FeedReader& reader);

  grpc::Status ReadEvents(grpc::ServerContext* context, const v1::ReadEventsRequest* request,
                          v1::ReadEventsResponse* response) override;
  grpc::Status GetHead(grpc::ServerContext* context, const v1::GetHeadRequest* request, v1::Head* response) override;

 private:
  absl::StatusOr<FeedReader*> Find(const std::string& source) const;
  absl::StatusOr<v1::ReadEventsResponse> Read(const v1::ReadEventsRequest& request);
  absl::StatusOr<v1::Head> Head(const v1::GetHeadRequest& request);

  rpc::Edge& edge_;
  mutable absl::Mutex mutex_;
  std::map<std::string, FeedReader*> readers_ ABSL_GUARDED_BY(mutex_);  // null: declared only
};

}  // namespace redress::events
