#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/compensation/domain/dmn_policy.h"
#include "services/compensation/rpc/policy_convert.h"
#include "services/compensation/rpc/policy_handler.h"
#include "services/compensation/rpc/request_of.h"

namespace redress::compensation {

grpc::Status PolicyHandler::ValidatePolicy(grpc::ServerContext* context, const v1::ValidatePolicyRequest* request,
                                           v1::ValidatePolicyResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ValidatePolicyResponse> {
    ASSIGN_OR_RETURN(const PolicyFiles files, FromProto(*request));
    v1::ValidatePolicyResponse answer;
    for (const PolicyFinding& finding : CheckPolicy(files)) *answer.add_findings() = ToProto(finding);
    return answer;
  });
}

grpc::Status PolicyHandler::CreatePolicyVersion(grpc::ServerContext* context, const v1::CreatePolicyVersionRequest* request,
                                                v1::PolicyVersion* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::PolicyVersion> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    ASSIGN_OR_RETURN(const PolicyView view,
                     CreatePolicy(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view);
  });
}

grpc::Status PolicyHandler::GetPolicyVersion(grpc::ServerContext* context, const v1::GetPolicyVersionRequest* request,
                                             v1::PolicyVersion* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::PolicyVersion> {
    ASSIGN_OR_RETURN(const int64_t number, VersionIn(request->name()));
    ASSIGN_OR_RETURN(const PolicyView view, ReadPolicy(context_.pool, number));
    return ToProto(view);
  });
}

grpc::Status PolicyHandler::ListPolicyVersions(grpc::ServerContext* context, const v1::ListPolicyVersionsRequest* request,
                                               v1::ListPolicyVersionsResponse* response) {
  using Answer = v1::ListPolicyVersionsResponse;
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<Answer> {
    ASSIGN_OR_RETURN(const NumberedPage page, PageOf(request->page_size(), request->page_token()));
    ASSIGN_OR_RETURN(const std::vector<PolicyVersion> versions, ReadPolicies(context_.pool, page.before, page.limit));
    Answer answer;
    for (const PolicyVersion& version : versions) *answer.add_policy_versions() = ToProto(version);
    if (!versions.empty()) answer.set_next_page_token(TokenAfter(page, versions.size(), versions.back().number));
    return answer;
  });
}

grpc::Status PolicyHandler::ApprovePolicyVersion(grpc::ServerContext* context, const v1::ApprovePolicyVersionRequest* request,
                                                 v1::PolicyVersion* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::PolicyVersion> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    ASSIGN_OR_RETURN(const PolicyView view,
                     ApprovePolicy(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view);
  });
}

grpc::Status PolicyHandler::PublishPolicy(grpc::ServerContext* context, const v1::PublishPolicyRequest* request,
                                          v1::PolicyPublication* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::PolicyPublication> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    ASSIGN_OR_RETURN(const PublicationView view,
                     compensation::PublishPolicy(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view.publication);
  });
}

grpc::Status PolicyHandler::RollbackPolicy(grpc::ServerContext* context, const v1::RollbackPolicyRequest* request,
                                           v1::PolicyPublication* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::PolicyPublication> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    ASSIGN_OR_RETURN(const PublicationView view,
                     compensation::RollbackPolicy(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view.publication);
  });
}

grpc::Status PolicyHandler::ListPolicyPublications(grpc::ServerContext* context, const v1::ListPolicyPublicationsRequest* request,
                                                   v1::ListPolicyPublicationsResponse* response) {
  using Answer = v1::ListPolicyPublicationsResponse;
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<Answer> {
    ASSIGN_OR_RETURN(const NumberedPage page, PageOf(request->page_size(), request->page_token()));
    ASSIGN_OR_RETURN(const std::vector<Publication> found, ReadPublications(context_.pool, page.before, page.limit));
    Answer answer;
    for (const Publication& publication : found) *answer.add_policy_publications() = ToProto(publication);
    if (!found.empty()) answer.set_next_page_token(TokenAfter(page, found.size(), found.back().number));
    return answer;
  });
}

grpc::Status PolicyHandler::ReproduceQuote(grpc::ServerContext* context, const v1::ReproduceQuoteRequest* request,
                                           v1::ReproduceQuoteResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ReproduceQuoteResponse> {
    ASSIGN_OR_RETURN(const std::string id, UuidIn("quotations/*", request->name()));
    ASSIGN_OR_RETURN(const Reproduction made, compensation::ReproduceQuote(context_, id));
    v1::ReproduceQuoteResponse answer;
    answer.set_same(made.differences.empty());
    for (const std::string& difference : made.differences) answer.add_differences(difference);
    answer.set_hash(made.hash);
    answer.set_policy_sha256(made.policy_sha256);
    return answer;
  });
}

grpc::ServerUnaryReactor* PolicyHandler::EvaluatePolicy(grpc::CallbackServerContext* context,
                                                        const v1::EvaluatePolicyRequest* request, v1::Quotation* response) {
  return edge_.Begin(*context, *request, response, [&](rpc::Pending<v1::Quotation> pending) {
    absl::StatusOr<EvaluateCommand> command = EvaluateCommandOf(*request, pending.caller());
    if (!command.ok()) return pending.Finish(command.status());
    evaluator_.Evaluate(*std::move(command), [pending = std::move(pending)](absl::StatusOr<Quotation> made) mutable {
      if (!made.ok()) return pending.Finish(made.status());
      SetEvaluation(*made, pending.response());
      pending.FinishFilled();
    });
  });
}

grpc::Status PolicyHandler::SimulatePolicy(grpc::ServerContext* context, const v1::SimulatePolicyRequest* request,
                                           v1::PolicySimulation* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::PolicySimulation> {
    ASSIGN_OR_RETURN(const auto parsed, FromProto(*request));
    ASSIGN_OR_RETURN(const SimulationView view,
                     compensation::SimulatePolicy(context_, RequestOf(caller, *request, parsed.request_id), parsed.command));
    return ToProto(view.simulation, context_.policy.terms().currency);
  });
}

grpc::Status PolicyHandler::GetPolicySimulation(grpc::ServerContext* context, const v1::GetPolicySimulationRequest* request,
                                                v1::PolicySimulation* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::PolicySimulation> {
    ASSIGN_OR_RETURN(const std::string id, UuidIn("policySimulations/*", request->name()));
    ASSIGN_OR_RETURN(const SimulationView view, ReadSimulation(context_.pool, id));
    return ToProto(view.simulation, context_.policy.terms().currency);
  });
}

grpc::ServerWriteReactor<v1::PolicySimulation>* PolicyHandler::WatchPolicySimulation(
    grpc::CallbackServerContext* context, const v1::WatchPolicySimulationRequest* request) {
  return rpc::Stream<v1::PolicySimulation>::Begin(edge_, *context, *request, [&](const SimulationWatch::Stream& stream) {
    const absl::StatusOr<std::string> id = UuidIn("policySimulations/*", request->name());
    const absl::Status added = id.ok() ? watch_.Add(*id, stream) : id.status();
    if (!added.ok()) stream->End(added);
  });
}

grpc::Status PolicyHandler::ComparePolicies(grpc::ServerContext* context, const v1::ComparePoliciesRequest* request,
                                            v1::ComparePoliciesResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ComparePoliciesResponse> {
    ASSIGN_OR_RETURN(const BusinessTime since, SinceOf(*request, context_.time.Now()));
    ASSIGN_OR_RETURN(const std::vector<VersionSums> sums, compensation::ComparePolicies(context_, since));
    v1::ComparePoliciesResponse answer;
    for (const VersionSums& sum : sums) *answer.add_results() = ToProto(sum);
    return answer;
  });
}

}  // namespace redress::compensation
