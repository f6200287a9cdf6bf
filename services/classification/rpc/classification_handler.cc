#include "services/classification/rpc/classification_handler.h"

#include "libs/base/status_macros.h"
#include "services/classification/rpc/convert.h"

namespace redress::classification {

grpc::Status ClassificationHandler::Classify(grpc::ServerContext* context, const v1::ClassifyRequest* request,
                                             v1::Prediction* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Prediction> {
    ASSIGN_OR_RETURN(const Content content, FromProto(*request));
    return ToProto(texts_.One(content));
  });
}

grpc::Status ClassificationHandler::BatchClassify(grpc::ServerContext* context, const v1::BatchClassifyRequest* request,
                                                  v1::BatchClassifyResponse* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller& caller) -> absl::StatusOr<v1::BatchClassifyResponse> {
    ASSIGN_OR_RETURN(const std::vector<ComplaintNumber> complaints, FromProto(*request));
    ASSIGN_OR_RETURN(const auto stored, texts_.Batch(complaints, [&](absl::Span<const ComplaintNumber> numbers) {
      return intake_.Read(numbers, caller.deadline);
    }));
    v1::BatchClassifyResponse answer;
    for (size_t i = 0; i < stored.size(); ++i) {
      v1::Prediction* const prediction = answer.add_predictions();
      if (stored[i]) {
        *prediction = ToProto(*stored[i], classifier_.taxonomy());
      } else {
        answer.add_missing_complaints(request->complaints(static_cast<int>(i)));
      }
    }
    return answer;
  });
}

grpc::Status ClassificationHandler::GetPrediction(grpc::ServerContext* context, const v1::GetPredictionRequest* request,
                                                  v1::Prediction* response) {
  return edge_.Answer(*context, *request, response, [&](const rpc::Caller&) -> absl::StatusOr<v1::Prediction> {
    ASSIGN_OR_RETURN(const ComplaintNumber number, FromProto(*request));
    ASSIGN_OR_RETURN(const StoredPrediction stored, store_.Newest(number));
    return ToProto(stored, classifier_.taxonomy());
  });
}

grpc::Status ClassificationHandler::GetTaxonomy(grpc::ServerContext* context, const v1::GetTaxonomyRequest* request,
                                                v1::Taxonomy* response) {
  return edge_.Answer(*context, *request, response,
                      [&](const rpc::Caller&) -> absl::StatusOr<v1::Taxonomy> { return ToProto(classifier_.taxonomy()); });
}

grpc::Status ClassificationHandler::GetModel(grpc::ServerContext* context, const v1::GetModelRequest* request,
                                             v1::Model* response) {
  return edge_.Answer(*context, *request, response,
                      [&](const rpc::Caller&) -> absl::StatusOr<v1::Model> { return ToProto(classifier_.model()); });
}

}  // namespace redress::classification
