// A trained classifier: rows, the feature options and concepts that it was trained with, calibration, and the taxonomy version
// whose classes it knows. One file, named by its content hash; immutable, thread safe. A class outside of the taxonomy cannot
// come out of it, because its labels are Tags of the taxonomy that it was loaded with.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/classification/domain/taxonomy.h"
#include "services/classification/model/features.h"
#include "services/classification/model/further.h"
#include "services/classification/model/rows.h"
#include "services/classification/model/speller.h"
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
  double calibration_error_zh = 0;
  double calibration_error_en = 0;
  double further_precision = 0;
  double further_recall = 0;
};

// The confidence below which a model abstains from a first level that had enough held-out texts for a threshold of its own.
struct ClassThreshold {
  std::string l1;
  double abstain_below;
  friend bool operator==(const ClassThreshold&, const ClassThreshold&) = default;
};

// What was said of the training texts by models that had not seen them: what live texts are measured against.
struct SeenTexts {
  std::vector<double> first_levels;  // shares, by place in the taxonomy
  double abstained = 0;              // share
  double unknown_words = 0;          // mean share of a text's words
};

// The tag that a model thinks right.
struct ModelVerdict {
  Tag tag;
  double confidence;  // that its first level is right
  Tag runner_up;      // of another first level, with its confidence as if it led
  double runner_up_confidence;
  bool abstained;
  Language language;
  std::vector<std::pair<Tag, double>> further;  // other grievances of the text, surest first
  std::vector<Span> deciding_spans;             // code points of the text as received, strongest first
};

struct ModelParts {
  std::string taxonomy_version;
  std::vector<TagName> labels;
  FeatureOptions options;
  std::vector<Concept> concepts;
  std::vector<std::u32string> words;  // English ones that misspelt words are put right to, the commonest first; from no text
  Rows rows;
  Curves curves;
  double abstain_below = 0;  // of the first levels without one of their own
  std::vector<ClassThreshold> thresholds;
  FurtherRule further;
  ModelCard card;
  SeenTexts seen;
};

class Model {
 public:
  // FAILED_PRECONDITION, reason MODEL_MISMATCH: the parts speak of another taxonomy version or of a class that it does not have.
  static absl::StatusOr<std::unique_ptr<Model>> Make(ModelParts parts, std::string version, const Taxonomy& taxonomy);

  ModelVerdict Predict(const NormalText& text, const std::vector<Token>& tokens) const;
  // The probability of each first level, by its place in the taxonomy.
  std::vector<double> FirstLevels(const NormalText& text, const std::vector<Token>& tokens) const;
  // The share of tokens that stand in no text that it was trained on; 0 of none.
  double UnknownShare(const std::vector<Token>& tokens) const;

  // The first 16 hexadecimal digits of the hash of its file.
  const std::string& version() const { return version_; }
  const ModelParts& parts() const { return parts_; }

 private:
  Model(ModelParts parts, std::string version, std::vector<Tag> tags, const Taxonomy& taxonomy);
  // The text with its words put right, where some are wrong.
  std::optional<NormalText> Right(const NormalText& text, const std::vector<Token>& tokens) const;
  // The same for a text whose words are put right.
  ModelVerdict PredictRight(const NormalText& text, const std::vector<Token>& tokens) const;
  std::vector<double> FirstLevelsRight(const NormalText& text, const std::vector<Token>& tokens) const;
  std::vector<std::pair<Tag, double>> Further(const std::vector<WeighedFeature>& features, const std::vector<Token>& tokens,
                                              const std::vector<double>& firsts, int leading) const;
  std::vector<Span> DecidingSpans(const NormalText& text, const std::vector<Token>& tokens,
                                  const std::vector<WeighedFeature>& features, const std::vector<double>& probabilities,
                                  int l1) const;

  ModelParts parts_;
  std::string version_;
  std::vector<Tag> tags_;
  std::vector<int> parents_;           // the first level of each tag
  std::vector<double> abstain_below_;  // by first level
  std::vector<bool> complaint_;        // by first level
  FeatureExtractor extractor_;
  Speller speller_;
};

}  // namespace redress::classification
