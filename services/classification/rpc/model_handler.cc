#include "libs/base/status_macros.h"
#include "services/classification/rpc/classification_handler.h"
#include "services/classification/rpc/model_convert.h"

namespace redress::classification {

grpc::Status ClassificationHandler::GetModel(grpc::ServerContext* context, const v1::GetModelRequest* request,
                                             v1::Model* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Model> {
    ASSIGN_OR_RETURN(const ShelvedModel model, parts_.models.Serves());
    return ToProto(model);
  });
}

grpc::Status ClassificationHandler::ListModels(grpc::ServerContext* context, const v1::ListModelsRequest* request,
                                               v1::ListModelsResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::ListModelsResponse> {
    ASSIGN_OR_RETURN(const ModelListing listing, parts_.models.List());
    return ToProto(listing);
  });
}

grpc::Status ClassificationHandler::EvaluateModel(grpc::ServerContext* context, const v1::EvaluateModelRequest* request,
                                                  v1::Evaluation* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Evaluation> {
    ASSIGN_OR_RETURN(const std::string version, VersionIn(*request));
    ASSIGN_OR_RETURN(const EvaluationReport report,
                     parts_.models.Evaluate(version, [&](absl::Span<const ComplaintNumber> numbers) {
                       return parts_.intake.Read(numbers, intake::v1::BatchReadContentRequest::PURPOSE_TRAIN, caller.deadline);
                     }));
    return ToProto(report);
  });
}

grpc::Status ClassificationHandler::PromoteModel(grpc::ServerContext* context, const v1::PromoteModelRequest* request,
                                                 v1::Model* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Model> {
    ASSIGN_OR_RETURN(const ModelCommand command, FromProto(*request, caller));
    ASSIGN_OR_RETURN(const ShelvedModel model, parts_.models.Promote(command.request, command.version));
    return ToProto(model);
  });
}

grpc::Status ClassificationHandler::RollbackModel(grpc::ServerContext* context, const v1::RollbackModelRequest* request,
                                                  v1::Model* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Model> {
    ASSIGN_OR_RETURN(const ModelCommand command, FromProto(*request, caller));
    ASSIGN_OR_RETURN(const ShelvedModel model, parts_.models.Rollback(command.request));
    return ToProto(model);
  });
}

grpc::Status ClassificationHandler::ShadowModel(grpc::ServerContext* context, const v1::ShadowModelRequest* request,
                                                v1::Shadow* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Shadow> {
    ASSIGN_OR_RETURN(const ModelCommand command, FromProto(*request, caller));
    ASSIGN_OR_RETURN(const absl::optional<ShadowRun> run, parts_.models.Shadow(command.request, command.version));
    return ToProto(run);
  });
}

grpc::Status ClassificationHandler::GetShadow(grpc::ServerContext* context, const v1::GetShadowRequest* request,
                                              v1::Shadow* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Shadow> {
    ASSIGN_OR_RETURN(const absl::optional<ShadowRun> run, parts_.models.GetShadow());
    return ToProto(run);
  });
}

grpc::Status ClassificationHandler::ListCorrections(grpc::ServerContext* context, const v1::ListCorrectionsRequest* request,
                                                    v1::ListCorrectionsResponse* response) {
  using Answer = v1::ListCorrectionsResponse;
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<Answer> {
    ASSIGN_OR_RETURN(const CorrectionQuery query, FromProto(*request));
    ASSIGN_OR_RETURN(const std::vector<Correction> corrections, parts_.corrections.List(query));
    return ToProto(corrections, query, request->filter());
  });
}

}  // namespace redress::classification
