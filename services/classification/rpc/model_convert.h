// Proto ↔ domain for models and corrections. Pure functions.
#pragma once

#include "absl/status/statusor.h"
#include "libs/rpc/caller.h"
#include "redress/classification/v1/models.pb.h"
#include "services/classification/app/model_desk.h"
#include "services/classification/store/correction_store.h"

namespace redress::classification {

// INVALID_ARGUMENT, reason INVALID_FIELDS, for each of these. `version`: of the model; empty for a rollback, and for a shadow
// that ends.
struct ModelCommand {
  ModelRequest request;
  std::string version;
};
absl::StatusOr<std::string> VersionIn(const v1::EvaluateModelRequest& request);
absl::StatusOr<ModelCommand> FromProto(const v1::PromoteModelRequest& request, const rpc::Caller& caller);
absl::StatusOr<ModelCommand> FromProto(const v1::RollbackModelRequest& request, const rpc::Caller& caller);
absl::StatusOr<ModelCommand> FromProto(const v1::ShadowModelRequest& request, const rpc::Caller& caller);
// Also INVALID_PAGE_TOKEN.
absl::StatusOr<CorrectionQuery> FromProto(const v1::ListCorrectionsRequest& request);

v1::Model ToProto(const ShelvedModel& model);
v1::ListModelsResponse ToProto(const ModelListing& listing);
v1::Evaluation ToProto(const EvaluationReport& report);
v1::Shadow ToProto(const absl::optional<ShadowRun>& run);
// `query`: of which these are the page.
v1::ListCorrectionsResponse ToProto(const std::vector<Correction>& corrections, const CorrectionQuery& query,
                                    const std::string& filter);

}  // namespace redress::classification
