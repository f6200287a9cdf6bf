#include "services/classification/model/model.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/classification/model/calibration.h"
#include "services/classification/model/deciding.h"

namespace redress::classification {

absl::StatusOr<std::unique_ptr<Model>> Model::Make(ModelParts parts, std::string version, const Taxonomy& taxonomy) {
  const auto mismatch = [](absl::string_view what) {
    return Error(absl::StatusCode::kFailedPrecondition, "MODEL_MISMATCH",
                 absl::StrCat("the model does not fit the taxonomy: ", what));
  };
  if (parts.taxonomy_version != taxonomy.version()) {
    return mismatch(absl::StrCat("it was trained for version ", parts.taxonomy_version, ", in force is ", taxonomy.version()));
  }
  if (parts.labels.size() != parts.rows.classes() || parts.labels.size() < 2) return mismatch("labels and rows differ in number");
  std::vector<Tag> tags;
  for (const TagName& label : parts.labels) {
    const absl::StatusOr<Tag> tag = taxonomy.Find(label);
    if (!tag.ok() || label.l2.empty()) return mismatch(absl::StrCat("unknown class ", label.l1, "/", label.l2));
    tags.push_back(*tag);
  }
  if (std::all_of(tags.begin(), tags.end(), [&](Tag tag) { return tag.l1() == tags[0].l1(); }))
    return mismatch("one first level only");
  return std::unique_ptr<Model>(new Model(std::move(parts), std::move(version), std::move(tags)));
}

Model::Model(ModelParts parts, std::string version, std::vector<Tag> tags)
    : parts_(std::move(parts)),
      version_(std::move(version)),
      tags_(std::move(tags)),
      extractor_(parts_.options, parts_.concepts) {}

ModelVerdict Model::Predict(const NormalText& text, const std::vector<Token>& tokens) const {
  std::vector<Feature> found;
  found.reserve(tokens.size() * 3);
  extractor_.Extract(text.chars, tokens, &found);
  const std::vector<WeighedFeature> features = parts_.rows.Weigh(found);
  const std::vector<double> probabilities = Probabilities(parts_.rows.Score(features), parts_.sharpness);

  struct First {
    double sum = 0;
    size_t best = 0;  // the likeliest class under it
    double best_probability = -1;
  };
  std::vector<First> firsts(
      static_cast<size_t>(std::max_element(tags_.begin(), tags_.end(), [](Tag a, Tag b) { return a.l1() < b.l1(); })->l1()) + 1);
  for (size_t c = 0; c < tags_.size(); ++c) {
    First& first = firsts[static_cast<size_t>(tags_[c].l1())];
    first.sum += probabilities[c];
    if (probabilities[c] > first.best_probability) first.best = c, first.best_probability = probabilities[c];
  }
  const auto top = std::max_element(firsts.begin(), firsts.end(), [](const First& a, const First& b) { return a.sum < b.sum; });
  const First best = *top;
  top->sum = -1;
  const First second =
      *std::max_element(firsts.begin(), firsts.end(), [](const First& a, const First& b) { return a.sum < b.sum; });
  const Tag tag = tags_[best.best];
  return {tag,
          best.sum,
          tags_[second.best],
          second.sum,
          best.sum < parts_.abstain_below,
          DecidingSpans(text, tokens, features, probabilities, tag.l1())};
}

std::vector<Span> Model::DecidingSpans(const NormalText& text, const std::vector<Token>& tokens,
                                       const std::vector<WeighedFeature>& features, const std::vector<double>& probabilities,
                                       int l1) const {
  // What speaks for the first level: how much more a feature gives to its classes than to the likely others.
  std::vector<double> towards(tags_.size());
  double ours = 0;
  for (size_t c = 0; c < tags_.size(); ++c) ours += tags_[c].l1() == l1 ? probabilities[c] : 0;
  const double others = std::max(1 - ours, 1e-9);
  for (size_t c = 0; c < tags_.size(); ++c) {
    towards[c] = tags_[c].l1() == l1 ? probabilities[c] / std::max(ours, 1e-9) : -probabilities[c] / others;
  }
  std::vector<double> scores(std::min(tokens.size(), FeatureExtractor::kTokensMax), 0.0);
  for (const WeighedFeature& feature : features) {
    double sum = 0;
    for (size_t c = 0; c < tags_.size(); ++c) sum += towards[c] * parts_.rows.Contribution(feature, features.size(), c);
    for (uint32_t t = feature.begin; t < feature.end; ++t) scores[t] += sum / (feature.end - feature.begin);
  }
  std::vector<Span> spans;
  for (const TokenRange& range : StrongestRanges(tokens, scores)) {
    spans.push_back(text.SourceOf(tokens[range.begin].begin, tokens[range.end - 1].end));
  }
  return spans;
}

}  // namespace redress::classification
