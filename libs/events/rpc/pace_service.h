// redress.events.v1.PaceService: tells how far the services of this process have come with their business. One object a process,
// like FeedService; Spine gives it what it knows of a service, and a service its own part by Spine::OnPace. Thread safe.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "libs/base/time.h"
#include "libs/events/pace.h"
#include "libs/rpc/edge.h"
#include "libs/rpc/host.h"
#include "redress/events/v1/pace.grpc.pb.h"

namespace redress::events {

class PaceService final : public v1::PaceService::Service {
 public:
  // Fills in everything but `service` and `business_time`.
  using Read = std::function<absl::Status(v1::Pace*)>;

  PaceService(rpc::Edge& edge, const TimeSource& time) : edge_(edge), time_(time) {}
  // The one of the host's process; made and added to its server when the first service asks.
  static PaceService& Of(rpc::Host& host);

  // During Bind. `read` is called by any thread, from the end of Bind until the process ends; what it cannot read yet is its
  // error.
  void Serve(const std::string& service, Read read) { reads_[service] = std::move(read); }
  // For who has no log and consumes nothing.
  void ServeFacts(const std::string& service, ReadPace read);

  grpc::Status GetPace(grpc::ServerContext* context, const v1::GetPaceRequest* request, v1::Pace* response) override;

 private:
  absl::StatusOr<v1::Pace> Tell(const std::string& service) const;

  rpc::Edge& edge_;
  const TimeSource& time_;
  std::map<std::string, Read> reads_;  // only read once the process serves
};

// The same as messages.
void AddToProto(const PaceFacts& facts, v1::Pace* pace);
void AddToProto(const ConsumerPosition& position, v1::Pace* pace);

}  // namespace redress::events
