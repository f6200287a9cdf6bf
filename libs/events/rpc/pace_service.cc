#include "libs/events/rpc/pace_service.h"

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"

namespace redress::events {

PaceService& PaceService::Of(rpc::Host& host) {
  return host.Shared<PaceService>([&] {
    auto service = std::make_unique<PaceService>(host.edge(), host.time());
    host.AddService<v1::PaceService>(*service);
    return service;
  });
}

void PaceService::ServeFacts(const std::string& service, ReadPace read) {
  Serve(service, [read = std::move(read)](v1::Pace* pace) -> absl::Status {
    ASSIGN_OR_RETURN(const PaceFacts facts, read());
    AddToProto(facts, pace);
    return absl::OkStatus();
  });
}

absl::StatusOr<v1::Pace> PaceService::Tell(const std::string& service) const {
  const auto found = reads_.find(service);
  if (found == reads_.end()) {
    return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_SERVICE", "this process does not hold that service");
  }
  v1::Pace pace;
  pace.set_service(service);
  *pace.mutable_business_time() = ToProto(time_.Now());  // before anything is read: what falls due meanwhile is not missed
  RETURN_IF_ERROR(found->second(&pace));
  return pace;
}

grpc::Status PaceService::GetPace(grpc::ServerContext* context, const v1::GetPaceRequest* request, v1::Pace* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) { return Tell(request->service()); });
}

void AddToProto(const PaceFacts& facts, v1::Pace* pace) {
  if (facts.next_due.has_value()) *pace->mutable_next_due_time() = ToProto(*facts.next_due);
  for (const PendingWork& work : facts.pending) {
    v1::PendingWork& proto = *pace->add_pending();
    proto.set_kind(work.kind);
    proto.set_count(work.count);
    proto.set_elsewhere(work.elsewhere);
  }
}

void AddToProto(const ConsumerPosition& position, v1::Pace* pace) {
  v1::ConsumerPosition& proto = *pace->add_consumers();
  proto.set_consumer(position.consumer);
  proto.set_source(position.source);
  proto.set_epoch(position.epoch);
  proto.mutable_sequences()->Assign(position.sequences.begin(), position.sequences.end());
}

}  // namespace redress::events
