#include "services/classification/rpc/classification_handler.h"

#include <memory>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/classification/rpc/convert.h"

namespace redress::classification {

grpc::Status ClassificationHandler::Classify(grpc::ServerContext* context, const v1::ClassifyRequest* request,
                                             v1::Prediction* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Prediction> {
    ASSIGN_OR_RETURN(const Content content, FromProto(*request));
    return ToProto(parts_.texts.One(content));
  });
}

grpc::Status ClassificationHandler::BatchClassify(grpc::ServerContext* context, const v1::BatchClassifyRequest* request,
                                                  v1::BatchClassifyResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::BatchClassifyResponse> {
    ASSIGN_OR_RETURN(const BatchOf batch, FromProto(*request));
    v1::BatchClassifyResponse answer;
    if (!batch.texts.empty()) {
      for (const Prediction& prediction : parts_.texts.Many(batch.texts)) *answer.add_predictions() = ToProto(prediction);
      return answer;
    }
    // A back end sees what it sent; whose complaints it names is not for it to say.
    if (caller.Service().empty()) {
      return Error(absl::StatusCode::kPermissionDenied, "COMPLAINTS_FOR_SERVICES",
                   "only services have stored complaints classified");
    }
    ASSIGN_OR_RETURN(const auto stored, parts_.texts.Batch(batch.complaints, [&](absl::Span<const ComplaintNumber> numbers) {
      return parts_.intake.Read(numbers, intake::v1::BatchReadContentRequest::PURPOSE_CLASSIFY, caller.deadline);
    }));
    const std::shared_ptr<const Classifier> serving = parts_.serving.Get();
    for (size_t i = 0; i < stored.size(); ++i) {
      v1::Prediction* const prediction = answer.add_predictions();
      if (stored[i]) {
        *prediction = ToProto(*stored[i], serving->taxonomy());
      } else {
        answer.add_missing_complaints(request->complaints(static_cast<int>(i)));
      }
    }
    return answer;
  });
}

grpc::Status ClassificationHandler::ExplainPrediction(grpc::ServerContext* context, const v1::ExplainPredictionRequest* request,
                                                      v1::Explanation* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::Explanation> {
    ASSIGN_OR_RETURN(const ExplainOf of, FromProto(*request));
    if (!of.complaint) return ToProto(Explain(*parts_.serving.Get(), of.text), true);
    ASSIGN_OR_RETURN(
        const auto contents,
        parts_.intake.Read({&*of.complaint, 1}, intake::v1::BatchReadContentRequest::PURPOSE_CLASSIFY, caller.deadline));
    if (!contents[0])
      return Error(absl::StatusCode::kNotFound, "COMPLAINT_NOT_FOUND", "there is no such complaint, or it is erased");
    return ToProto(Explain(*parts_.serving.Get(), contents[0]->text), false);
  });
}

grpc::Status ClassificationHandler::GetPrediction(grpc::ServerContext* context, const v1::GetPredictionRequest* request,
                                                  v1::Prediction* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Prediction> {
    ASSIGN_OR_RETURN(const ComplaintNumber number, FromProto(*request));
    ASSIGN_OR_RETURN(const StoredPrediction stored, parts_.store.Newest(number));
    return ToProto(stored, parts_.serving.Get()->taxonomy());
  });
}

grpc::Status ClassificationHandler::GetTaxonomy(grpc::ServerContext* context, const v1::GetTaxonomyRequest* request,
                                                v1::Taxonomy* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Taxonomy> {
    return ToProto(parts_.serving.Get()->taxonomy());
  });
}

}  // namespace redress::classification
