// PolicyService: parse, call, render. What is allowed is decided in domain/ and app/; who may call at all is written on the
// methods and enforced by the edge. Thread safe.
#pragma once

#include "libs/rpc/arena_messages.h"
#include "libs/rpc/edge.h"
#include "redress/compensation/v1/policy_service.grpc.pb.h"
#include "services/compensation/app/context.h"
#include "services/compensation/app/evaluate.h"
#include "services/compensation/rpc/simulation_watch.h"

namespace redress::compensation {

class PolicyHandler final : public v1::PolicyService::WithCallbackMethod_WatchPolicySimulation<
                                v1::PolicyService::WithCallbackMethod_EvaluatePolicy<v1::PolicyService::Service>> {
 public:
  // All must outlive the handler.
  PolicyHandler(rpc::Edge& edge, const Context& context, SimulationWatch& watch, Evaluator& evaluator)
      : edge_(edge), context_(context), watch_(watch), evaluator_(evaluator) {
    SetMessageAllocatorFor_EvaluatePolicy(&evaluations_);
  }

  grpc::Status ValidatePolicy(grpc::ServerContext* context, const v1::ValidatePolicyRequest* request,
                              v1::ValidatePolicyResponse* response) override;
  grpc::Status CreatePolicyVersion(grpc::ServerContext* context, const v1::CreatePolicyVersionRequest* request,
                                   v1::PolicyVersion* response) override;
  grpc::Status GetPolicyVersion(grpc::ServerContext* context, const v1::GetPolicyVersionRequest* request,
                                v1::PolicyVersion* response) override;
  grpc::Status ListPolicyVersions(grpc::ServerContext* context, const v1::ListPolicyVersionsRequest* request,
                                  v1::ListPolicyVersionsResponse* response) override;
  grpc::Status ApprovePolicyVersion(grpc::ServerContext* context, const v1::ApprovePolicyVersionRequest* request,
                                    v1::PolicyVersion* response) override;
  grpc::Status PublishPolicy(grpc::ServerContext* context, const v1::PublishPolicyRequest* request,
                             v1::PolicyPublication* response) override;
  grpc::Status RollbackPolicy(grpc::ServerContext* context, const v1::RollbackPolicyRequest* request,
                              v1::PolicyPublication* response) override;
  grpc::Status ListPolicyPublications(grpc::ServerContext* context, const v1::ListPolicyPublicationsRequest* request,
                                      v1::ListPolicyPublicationsResponse* response) override;
  grpc::Status ReproduceQuote(grpc::ServerContext* context, const v1::ReproduceQuoteRequest* request,
                              v1::ReproduceQuoteResponse* response) override;
  grpc::ServerUnaryReactor* EvaluatePolicy(grpc::CallbackServerContext* context, const v1::EvaluatePolicyRequest* request,
                                           v1::Quotation* response) override;
  grpc::Status SimulatePolicy(grpc::ServerContext* context, const v1::SimulatePolicyRequest* request,
                              v1::PolicySimulation* response) override;
  grpc::Status GetPolicySimulation(grpc::ServerContext* context, const v1::GetPolicySimulationRequest* request,
                                   v1::PolicySimulation* response) override;
  grpc::ServerWriteReactor<v1::PolicySimulation>* WatchPolicySimulation(grpc::CallbackServerContext* context,
                                                                        const v1::WatchPolicySimulationRequest* request) override;
  grpc::Status ComparePolicies(grpc::ServerContext* context, const v1::ComparePoliciesRequest* request,
                               v1::ComparePoliciesResponse* response) override;

 private:
  rpc::Edge& edge_;
  const Context& context_;
  SimulationWatch& watch_;
  Evaluator& evaluator_;
  rpc::ArenaMessages<v1::EvaluatePolicyRequest, v1::Quotation, 16 << 10> evaluations_;
};

}  // namespace redress::compensation
