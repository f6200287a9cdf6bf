// Proto ↔ domain. What comes from callers is checked, every bad field named at once; what comes from our own services is
// trusted. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/complaint_number.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "redress/intake/v1/intake_service.pb.h"
#include "services/classification/domain/prediction.h"
#include "services/classification/engine/explain.h"
#include "services/classification/store/prediction_store.h"

namespace redress::classification {

constexpr size_t kTextCodePointsMax = 20'000;
constexpr int kBatchMax = 512;
constexpr size_t kBatchBytesMax = 2u << 20;

// INVALID_ARGUMENT, reason INVALID_FIELDS.
absl::StatusOr<Content> FromProto(const v1::ClassifyRequest& request);
// One of both is empty.
struct BatchOf {
  std::vector<ComplaintNumber> complaints;
  std::vector<Content> texts;
};
absl::StatusOr<BatchOf> FromProto(const v1::BatchClassifyRequest& request);
// One of both is empty.
struct ExplainOf {
  std::string text;
  absl::optional<ComplaintNumber> complaint;
};
absl::StatusOr<ExplainOf> FromProto(const v1::ExplainPredictionRequest& request);
// INVALID_ARGUMENT, reasons MALFORMED_NAME, WRONG_CHECK_DIGITS.
absl::StatusOr<ComplaintNumber> FromProto(const v1::GetPredictionRequest& request);
// Trusts intake, which checked it.
Content FromProto(intake::v1::BatchReadContentResponse::Content content);

void Put(const TagName& tag, type::v1::Tag* out);
// Without name and time: nothing is stored under them.
v1::Prediction ToProto(const Prediction& prediction);
// As a reader gets it: without the values of fields, and with what the tag is called in `taxonomy`, the one in force.
v1::Prediction ToProto(const StoredPrediction& stored, const Taxonomy& taxonomy);
v1::Taxonomy ToProto(const Taxonomy& taxonomy);
// `with_words`: of a text that the caller sent; else positions alone.
v1::Explanation ToProto(const Explanation& explanation, bool with_words);

}  // namespace redress::classification
