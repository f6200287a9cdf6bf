// The methods about work items.
#include "absl/strings/numbers.h"
#include "libs/base/error.h"
#include "libs/base/page_token.h"
#include "libs/base/status_macros.h"
#include "services/routing/rpc/requests.h"
#include "services/routing/rpc/routing_handler.h"

namespace redress::routing {
namespace {

constexpr PageSizes kDecisionPages{.usual = 20, .most = 100};

// The ordinal at which the page begins; 0 for the first.
absl::StatusOr<int64_t> OrdinalIn(const std::string& page_token, const std::string& parent) {
  ASSIGN_OR_RETURN(const std::string key, ReadPageToken(page_token, parent));
  int64_t ordinal = 0;
  if (key.empty() || absl::SimpleAtoi(key, &ordinal)) return ordinal;
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is not one of this listing");
}

}  // namespace

grpc::Status RoutingHandler::GetWorkItem(grpc::ServerContext* context, const v1::GetWorkItemRequest* request,
                                         v1::WorkItem* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::WorkItem> {
    Violations violations;
    const std::string id = rpc::IdIn("workItems/*", request->name(), "name", &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const ItemView view, ReadItem(context_.pool, ViewerOf(caller), id));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::ListWorkItems(grpc::ServerContext* context, const v1::ListWorkItemsRequest* request,
                                           v1::ListWorkItemsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::ListWorkItemsResponse> {
    const Viewer viewer = ViewerOf(caller);
    ASSIGN_OR_RETURN(const ItemQuery query, ItemQueryOf(*request, viewer));
    ASSIGN_OR_RETURN(const std::vector<ItemView> views, ReadItems(context_.pool, viewer, query));
    v1::ListWorkItemsResponse answer;
    for (const ItemView& view : views) *answer.add_work_items() = ToProto(view);
    if (static_cast<int>(views.size()) == query.limit) {
      answer.set_next_page_token(MakePageToken(ListingKey(views.back().item), ListingOf(*request, viewer)));
    }
    return answer;
  });
}

grpc::Status RoutingHandler::AcceptWorkItem(grpc::ServerContext* context, const v1::AcceptWorkItemRequest* request,
                                            v1::WorkItem* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::WorkItem> {
    Violations violations;
    const MoveRequest move = MoveOf(caller, *request, &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const ItemView view, AcceptItem(context_, move));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::DeclineWorkItem(grpc::ServerContext* context, const v1::DeclineWorkItemRequest* request,
                                             v1::WorkItem* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::WorkItem> {
    Violations violations;
    const MoveRequest move = MoveOf(caller, *request, &violations);
    CheckReason(request->reason(), &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const ItemView view, DeclineItem(context_, move, request->reason()));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::TransferWorkItem(grpc::ServerContext* context, const v1::TransferWorkItemRequest* request,
                                              v1::WorkItem* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::WorkItem> {
    Violations violations;
    const MoveRequest move = MoveOf(caller, *request, &violations);
    CheckReason(request->reason(), &violations);
    TransferTo to{"", "", request->reason()};
    if (request->team().empty() == request->agent().empty())
      violations.Add("team", "must be given, or else agent; one of the two");
    if (!request->team().empty()) to.team = rpc::IdIn("teams/*", request->team(), "team", &violations);
    if (!request->agent().empty()) to.agent = rpc::IdIn("agents/*", request->agent(), "agent", &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const ItemView view, TransferItem(context_, move, to));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::TakeWorkItem(grpc::ServerContext* context, const v1::TakeWorkItemRequest* request,
                                          v1::WorkItem* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::WorkItem> {
    Violations violations;
    const MoveRequest move = MoveOf(caller, *request, &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const ItemView view, TakeItem(context_, move));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::DecideTriage(grpc::ServerContext* context, const v1::DecideTriageRequest* request,
                                          v1::WorkItem* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::WorkItem> {
    Violations violations;
    const MoveRequest move = MoveOf(caller, *request, &violations);
    if (request->tag().l1().empty()) violations.Add("tag", "must be a tag of the taxonomy");
    RETURN_IF_ERROR(violations.ToStatus());
    const Tag tag{request->tag().l1(), request->tag().l2()};
    ASSIGN_OR_RETURN(const std::string team, taxonomy_.TeamOf(tag, caller.deadline));
    ASSIGN_OR_RETURN(const ItemView view, DecideItem(context_, move, tag, team));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::CompleteWorkItem(grpc::ServerContext* context, const v1::CompleteWorkItemRequest* request,
                                              v1::WorkItem* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::WorkItem> {
    Violations violations;
    const MoveRequest move = MoveOf(caller, *request, &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const ItemView view, CompleteItem(context_, move));
    return ToProto(view);
  });
}

grpc::Status RoutingHandler::ListAssignmentDecisions(grpc::ServerContext* context,
                                                     const v1::ListAssignmentDecisionsRequest* request,
                                                     v1::ListAssignmentDecisionsResponse* response) {
  using Answer = v1::ListAssignmentDecisionsResponse;
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<Answer> {
    Violations violations;
    const std::string item = rpc::IdIn("workItems/*", request->parent(), "parent", &violations);
    const int limit = rpc::LimitOf(request->page_size(), kDecisionPages, &violations);
    RETURN_IF_ERROR(violations.ToStatus());
    ASSIGN_OR_RETURN(const int64_t before, OrdinalIn(request->page_token(), request->parent()));
    ASSIGN_OR_RETURN(const std::vector<StoredDecision> decisions, ReadDecisions(context_.pool, item, before, limit));
    Answer answer;
    for (const StoredDecision& stored : decisions) *answer.add_decisions() = stored.decision;
    if (static_cast<int>(decisions.size()) == limit) {
      answer.set_next_page_token(MakePageToken(absl::StrCat(decisions.back().ordinal), request->parent()));
    }
    return answer;
  });
}

}  // namespace redress::routing
