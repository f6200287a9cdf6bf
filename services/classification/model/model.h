// A trained classifier: rows, the feature options and concepts that it was trained with, calibration, and the taxonomy version
// whose classes it knows. One file, named by its content hash; immutable, thread safe. A class outside of the taxonomy cannot
// come out of it, because its labels are Tags of the taxonomy that it was loaded with.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/classification/domain/taxonomy.h"
#include "services/classification/model/features.h"
#include "services/classification/model/rows.h"
#include "services/classification/text/normalise.h"

namespace redress::classification {

// What is measured when a model is made; tells nothing that prediction needs.
struct ModelCard {
  int training_text_count = 0;
  double l1_accuracy = 0;
  double l2_accuracy = 0;
  double calibration_error = 0;
  double coverage = 0;
  double precision = 0;
  double precision_asked = 0;
  bool precision_reached = false;
};

// The tag that a model thinks right.
struct ModelVerdict {
  Tag tag;
  double confidence;  // that its first level is right
  Tag runner_up;      // of another first level
  double runner_up_confidence;
  bool abstained;
  std::vector<Span> deciding_spans;  // code points of the text as received, strongest first
};

struct ModelParts {
  std::string taxonomy_version;
  std::vector<TagName> labels;
  FeatureOptions options;
  std::vector<Concept> concepts;
  Rows rows;
  double sharpness = 1;
  double abstain_below = 0;
  ModelCard card;
};

class Model {
 public:
  // FAILED_PRECONDITION, reason MODEL_MISMATCH: the parts speak of another taxonomy version or of a class that it does not have.
  static absl::StatusOr<std::unique_ptr<Model>> Make(ModelParts parts, std::string version, const Taxonomy& taxonomy);

  ModelVerdict Predict(const NormalText& text, const std::vector<Token>& tokens) const;

  // The first 16 hexadecimal digits of the hash of its file.
  const std::string& version() const { return version_; }
  const ModelParts& parts() const { return parts_; }

 private:
  Model(ModelParts parts, std::string version, std::vector<Tag> tags);
  std::vector<Span> DecidingSpans(const NormalText& text, const std::vector<Token>& tokens,
                                  const std::vector<WeighedFeature>& features, const std::vector<double>& probabilities,
                                  int l1) const;

  ModelParts parts_;
  std::string version_;
  std::vector<Tag> tags_;
  FeatureExtractor extractor_;
};

}  // namespace redress::classification
