// The hot path's methods: parse, check, hand over to the group commit. Thread safe; everything given must outlive it.
#pragma once

#include <grpcpp/grpcpp.h>

#include "libs/rpc/edge.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "services/intake/app/submit.h"

namespace redress::intake {

class SubmitHandler {
 public:
  struct Parts {
    rpc::Edge& edge;
    Submitter& submitter;
    SubmitMetrics& metrics;
    const vault::KeyRing& ring;
    const TimeSource& time;
  };
  explicit SubmitHandler(Parts parts) : parts_(parts) {}

  grpc::ServerUnaryReactor* Submit(grpc::CallbackServerContext* context, const v1::SubmitComplaintRequest* request,
                                   v1::Complaint* response);
  grpc::Status BatchSubmit(grpc::ServerContext* context, const v1::BatchSubmitComplaintsRequest* request,
                           v1::BatchSubmitComplaintsResponse* response);

 private:
  using Done = absl::AnyInvocable<void(absl::StatusOr<v1::Complaint>)>;
  // One request as it came in, with its way back.
  struct Incoming {
    const rpc::Caller& caller;
    const v1::SubmitComplaintRequest& request;
    const Violations& wire_faults;
    std::string traceparent;
    Done done;
  };
  // The command to be submitted, or nothing where the request was answered at once: it is bad, or only to be checked.
  absl::optional<SubmitCommand> Check(Incoming incoming);
  absl::StatusOr<SubmitCommand> ToCommand(const rpc::Caller& caller, const v1::SubmitComplaintRequest& request,
                                          const Violations& wire_faults) const;
  absl::StatusOr<v1::BatchSubmitComplaintsResponse> SubmitAll(const rpc::Caller& caller,
                                                              const v1::BatchSubmitComplaintsRequest& request);

  Parts parts_;
};

}  // namespace redress::intake
