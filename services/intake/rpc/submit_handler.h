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
  // Checks one request, answers it where that ends it (bad, or validate_only), submits it otherwise.
  void SubmitOne(const rpc::Caller& caller, const std::string& traceparent, const v1::SubmitComplaintRequest& request,
                 const Violations& wire_faults, Done done);
  absl::StatusOr<SubmitCommand> ToCommand(const rpc::Caller& caller, const v1::SubmitComplaintRequest& request,
                                          const Violations& wire_faults) const;
  absl::StatusOr<v1::BatchSubmitComplaintsResponse> SubmitAll(const rpc::Caller& caller,
                                                              const v1::BatchSubmitComplaintsRequest& request);

  Parts parts_;
};

}  // namespace redress::intake
