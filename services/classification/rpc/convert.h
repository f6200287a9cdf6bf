// Proto ↔ domain. What comes from callers is checked, every bad field named at once; what comes from our own services is
// trusted. Pure functions.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/complaint_number.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "services/classification/domain/prediction.h"
#include "services/classification/model/model.h"
#include "services/classification/store/prediction_store.h"

namespace redress::classification {

constexpr size_t kTextCodePointsMax = 20'000;
constexpr int kBatchMax = 512;

// INVALID_ARGUMENT, reason INVALID_FIELDS.
absl::StatusOr<Content> FromProto(const v1::ClassifyRequest& request);
absl::StatusOr<std::vector<ComplaintNumber>> FromProto(const v1::BatchClassifyRequest& request);
// INVALID_ARGUMENT, reasons MALFORMED_NAME, WRONG_CHECK_DIGITS.
absl::StatusOr<ComplaintNumber> FromProto(const v1::GetPredictionRequest& request);
// Trusts intake, which checked it.
Content FromProto(intake::v1::BatchReadContentResponse::Content content);

// Without name and time: nothing is stored under them.
v1::Prediction ToProto(const Prediction& prediction);
// As a reader gets it: without the values of fields, and with what the tag is called in `taxonomy`, the one in force.
v1::Prediction ToProto(const StoredPrediction& stored, const Taxonomy& taxonomy);
v1::Taxonomy ToProto(const Taxonomy& taxonomy);
v1::Model ToProto(const Model& model);

}  // namespace redress::classification
