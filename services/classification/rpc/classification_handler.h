// The gRPC face of classification: parse, call, render. Knows no rule; the edge owns authorisation, errors and metrics.
// Thread safe.
#pragma once

#include "libs/rpc/edge.h"
#include "redress/classification/v1/classification_service.grpc.pb.h"
#include "services/classification/app/classify.h"
#include "services/classification/rpc/intake_content.h"
#include "services/classification/store/prediction_store.h"

namespace redress::classification {

class ClassificationHandler final : public v1::ClassificationService::Service {
 public:
  // All must outlive it.
  ClassificationHandler(rpc::Edge& edge, const Classifier& classifier, ClassifyTexts& texts, PredictionStore& store,
                        IntakeContent& intake)
      : edge_(edge), classifier_(classifier), texts_(texts), store_(store), intake_(intake) {}

  grpc::Status Classify(grpc::ServerContext* context, const v1::ClassifyRequest* request, v1::Prediction* response) override;
  grpc::Status BatchClassify(grpc::ServerContext* context, const v1::BatchClassifyRequest* request,
                             v1::BatchClassifyResponse* response) override;
  grpc::Status GetPrediction(grpc::ServerContext* context, const v1::GetPredictionRequest* request,
                             v1::Prediction* response) override;
  grpc::Status GetTaxonomy(grpc::ServerContext* context, const v1::GetTaxonomyRequest* request, v1::Taxonomy* response) override;
  grpc::Status GetModel(grpc::ServerContext* context, const v1::GetModelRequest* request, v1::Model* response) override;

 private:
  rpc::Edge& edge_;
  const Classifier& classifier_;
  ClassifyTexts& texts_;
  PredictionStore& store_;
  IntakeContent& intake_;
};

}  // namespace redress::classification
