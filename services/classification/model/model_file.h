// A model on disk: `model.bin`, all that prediction needs, and `model.json`, its card for people, with the SHA-256 of the former.
// Whatever is damaged, cut short or does not fit its card is refused at load; nothing of it is used. Little-endian.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/classification/model/model.h"

namespace redress::classification {

// Writes both files into `folder`, which is made where it is missing; the same parts give the same bytes. The version.
absl::StatusOr<std::string> WriteModel(const ModelParts& parts, const std::string& folder);

// FAILED_PRECONDITION, reasons MODEL_MISSING (no such files), MODEL_DAMAGED (content and hash differ, or the content is no
// model), MODEL_MISMATCH (see Model::Make).
absl::StatusOr<std::unique_ptr<Model>> LoadModel(const std::string& folder, const Taxonomy& taxonomy);

// For tests: the bytes of `model.bin`, and back.
std::string EncodeModel(const ModelParts& parts);
absl::StatusOr<ModelParts> DecodeModel(absl::string_view bytes);

}  // namespace redress::classification
