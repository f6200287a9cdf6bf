// The gRPC face of classification: parse, call, render. Knows no rule; the edge owns authorisation, errors and metrics.
// Thread safe.
#pragma once

#include "libs/rpc/edge.h"
#include "redress/classification/v1/classification_service.grpc.pb.h"
#include "services/classification/app/classify.h"
#include "services/classification/app/model_desk.h"
#include "services/classification/rpc/intake_content.h"
#include "services/classification/store/prediction_store.h"

namespace redress::classification {

class ClassificationHandler final : public v1::ClassificationService::Service {
 public:
  // All must outlive it.
  struct Parts {
    rpc::Edge& edge;
    const Serving& serving;
    ClassifyTexts& texts;
    PredictionStore& store;
    IntakeContent& intake;
    ModelDesk& models;
    CorrectionStore& corrections;
  };
  explicit ClassificationHandler(const Parts& parts) : parts_(parts), edge_(parts.edge) {}

  grpc::Status Classify(grpc::ServerContext* context, const v1::ClassifyRequest* request, v1::Prediction* response) override;
  grpc::Status BatchClassify(grpc::ServerContext* context, const v1::BatchClassifyRequest* request,
                             v1::BatchClassifyResponse* response) override;
  grpc::Status ExplainPrediction(grpc::ServerContext* context, const v1::ExplainPredictionRequest* request,
                                 v1::Explanation* response) override;
  grpc::Status GetPrediction(grpc::ServerContext* context, const v1::GetPredictionRequest* request,
                             v1::Prediction* response) override;
  grpc::Status GetTaxonomy(grpc::ServerContext* context, const v1::GetTaxonomyRequest* request, v1::Taxonomy* response) override;
  grpc::Status GetModel(grpc::ServerContext* context, const v1::GetModelRequest* request, v1::Model* response) override;
  // model_handler.cc
  grpc::Status ListModels(grpc::ServerContext* context, const v1::ListModelsRequest* request,
                          v1::ListModelsResponse* response) override;
  grpc::Status EvaluateModel(grpc::ServerContext* context, const v1::EvaluateModelRequest* request,
                             v1::Evaluation* response) override;
  grpc::Status PromoteModel(grpc::ServerContext* context, const v1::PromoteModelRequest* request, v1::Model* response) override;
  grpc::Status RollbackModel(grpc::ServerContext* context, const v1::RollbackModelRequest* request, v1::Model* response) override;
  grpc::Status ShadowModel(grpc::ServerContext* context, const v1::ShadowModelRequest* request, v1::Shadow* response) override;
  grpc::Status GetShadow(grpc::ServerContext* context, const v1::GetShadowRequest* request, v1::Shadow* response) override;
  grpc::Status ListCorrections(grpc::ServerContext* context, const v1::ListCorrectionsRequest* request,
                               v1::ListCorrectionsResponse* response) override;

 private:
  const Parts parts_;
  rpc::Edge& edge_;
};

}  // namespace redress::classification
