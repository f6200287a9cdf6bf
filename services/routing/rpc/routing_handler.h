// RoutingService: parse, call, render. What is allowed is decided in domain/ and app/; who may call at all is written on the
// methods and enforced by the edge. Thread safe.
#pragma once

#include "libs/rpc/edge.h"
#include "redress/routing/v1/routing_service.grpc.pb.h"
#include "services/routing/app/context.h"
#include "services/routing/app/taxonomy.h"

namespace redress::routing {

class RoutingHandler final : public v1::RoutingService::Service {
 public:
  // All must outlive the handler.
  RoutingHandler(rpc::Edge& edge, const Context& context, TaxonomyCache& taxonomy)
      : edge_(edge), context_(context), taxonomy_(taxonomy) {}

  grpc::Status CreateAgent(grpc::ServerContext* context, const v1::CreateAgentRequest* request, v1::Agent* response) override;
  grpc::Status GetAgent(grpc::ServerContext* context, const v1::GetAgentRequest* request, v1::Agent* response) override;
  grpc::Status ListAgents(grpc::ServerContext* context, const v1::ListAgentsRequest* request,
                          v1::ListAgentsResponse* response) override;
  grpc::Status UpdateAgent(grpc::ServerContext* context, const v1::UpdateAgentRequest* request, v1::Agent* response) override;
  grpc::Status SetPresence(grpc::ServerContext* context, const v1::SetPresenceRequest* request, v1::Agent* response) override;
  grpc::Status UpdateTeam(grpc::ServerContext* context, const v1::UpdateTeamRequest* request, v1::Team* response) override;
  grpc::Status ListTeams(grpc::ServerContext* context, const v1::ListTeamsRequest* request,
                         v1::ListTeamsResponse* response) override;
  grpc::Status GetWorkItem(grpc::ServerContext* context, const v1::GetWorkItemRequest* request, v1::WorkItem* response) override;
  grpc::Status ListWorkItems(grpc::ServerContext* context, const v1::ListWorkItemsRequest* request,
                             v1::ListWorkItemsResponse* response) override;
  grpc::Status AcceptWorkItem(grpc::ServerContext* context, const v1::AcceptWorkItemRequest* request,
                              v1::WorkItem* response) override;
  grpc::Status DeclineWorkItem(grpc::ServerContext* context, const v1::DeclineWorkItemRequest* request,
                               v1::WorkItem* response) override;
  grpc::Status TransferWorkItem(grpc::ServerContext* context, const v1::TransferWorkItemRequest* request,
                                v1::WorkItem* response) override;
  grpc::Status TakeWorkItem(grpc::ServerContext* context, const v1::TakeWorkItemRequest* request,
                            v1::WorkItem* response) override;
  grpc::Status DecideTriage(grpc::ServerContext* context, const v1::DecideTriageRequest* request,
                            v1::WorkItem* response) override;
  grpc::Status CompleteWorkItem(grpc::ServerContext* context, const v1::CompleteWorkItemRequest* request,
                                v1::WorkItem* response) override;
  grpc::Status ListAssignmentDecisions(grpc::ServerContext* context, const v1::ListAssignmentDecisionsRequest* request,
                                       v1::ListAssignmentDecisionsResponse* response) override;

 private:
  rpc::Edge& edge_;
  const Context& context_;
  TaxonomyCache& taxonomy_;
};

}  // namespace redress::routing
