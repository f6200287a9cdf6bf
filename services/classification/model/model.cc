#include "services/classification/model/model.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
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
  for (const ClassThreshold& one : parts.thresholds) {
    if (!taxonomy.Find({one.l1, ""}).ok()) return mismatch(absl::StrCat("unknown first level ", one.l1));
  }
  if (parts.seen.first_levels.size() != taxonomy.level1().size()) return mismatch("first levels differ in number");
  if (std::all_of(tags.begin(), tags.end(), [&](Tag tag) { return tag.l1() == tags[0].l1(); }))
    return mismatch("one first level only");
  return std::unique_ptr<Model>(new Model(std::move(parts), std::move(version), std::move(tags), taxonomy));
}

Model::Model(ModelParts parts, std::string version, std::vector<Tag> tags, const Taxonomy& taxonomy)
    : parts_(std::move(parts)),
      version_(std::move(version)),
      tags_(std::move(tags)),
      extractor_(parts_.options, parts_.concepts),
      speller_(parts_.words) {
  parents_.reserve(tags_.size());
  for (const Tag tag : tags_) parents_.push_back(tag.l1());
  for (const Taxonomy::Level1& level1 : taxonomy.level1()) {
    const auto own = std::find_if(parts_.thresholds.begin(), parts_.thresholds.end(),
                                  [&](const ClassThreshold& one) { return one.l1 == level1.id; });
    abstain_below_.push_back(own == parts_.thresholds.end() ? parts_.abstain_below : own->abstain_below);
    complaint_.push_back(level1.complaint);
  }
}

std::optional<NormalText> Model::Right(const NormalText& text, const std::vector<Token>& tokens) const {
  return speller_.Correct(text, tokens, [&](uint64_t word) { return parts_.rows.Knows(word); });
}

ModelVerdict Model::Predict(const NormalText& text, const std::vector<Token>& tokens) const {
  const std::optional<NormalText> right = Right(text, tokens);
  return right ? PredictRight(*right, Tokenise(right->chars)) : PredictRight(text, tokens);
}

ModelVerdict Model::PredictRight(const NormalText& text, const std::vector<Token>& tokens) const {
  std::vector<Feature> found;
  found.reserve(tokens.size() * 4);
  extractor_.Extract(text.chars, tokens, &found);
  const std::vector<WeighedFeature> features = parts_.rows.Weigh(found);
  const Language language = LanguageOf(text.chars, tokens);
  const Curve& curve = parts_.curves[static_cast<size_t>(language)];
  const std::vector<double> probabilities = Probabilities(parts_.rows.Score(features), curve.sharpness);
  const std::vector<double> firsts = FirstLevelSums(probabilities, parents_);

  const auto best_of = [&](size_t first) {
    return tags_[static_cast<size_t>(std::max(0, LikeliestUnder(static_cast<int>(first), probabilities, parents_)))];
  };
  const size_t leading = LeadingFirst(firsts, complaint_);
  size_t second = tags_.size();
  for (size_t first = 0; first < firsts.size(); ++first) {
    if (first != leading && (second == tags_.size() || firsts[first] > firsts[second])) second = first;
  }
  const double confidence = curve.Confidence(firsts[leading]);
  const Tag tag = best_of(leading);
  return {tag,
          confidence,
          best_of(second),
          std::min(confidence, curve.Confidence(firsts[second])),
          confidence < abstain_below_[leading],
          language,
          Further(features, tokens, firsts, tag.l1()),
          DecidingSpans(text, tokens, features, probabilities, tag.l1())};
}

std::vector<std::pair<Tag, double>> Model::Further(const std::vector<WeighedFeature>& features, const std::vector<Token>& tokens,
                                                   const std::vector<double>& firsts, int leading) const {
  std::vector<std::pair<Tag, double>> further;
  if (parts_.further.above >= 1) return further;
  const std::vector<Clause> clauses = ClausesOf(tokens);
  const std::vector<Strength> strongest = StrongestInClauses(parts_.rows, features, clauses, parents_);
  for (size_t first = 0; first < strongest.size(); ++first) {
    if (static_cast<int>(first) == leading || !complaint_[first] || strongest[first].label < 0) continue;
    const double probability = parts_.further.Probability(strongest[first].log_odds, LogOdds(firsts[first]));
    if (probability >= parts_.further.above)
      further.emplace_back(tags_[static_cast<size_t>(strongest[first].label)], probability);
  }
  std::stable_sort(further.begin(), further.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return further;
}

std::vector<double> Model::FirstLevels(const NormalText& text, const std::vector<Token>& tokens) const {
  const std::optional<NormalText> right = Right(text, tokens);
  return right ? FirstLevelsRight(*right, Tokenise(right->chars)) : FirstLevelsRight(text, tokens);
}

std::vector<double> Model::FirstLevelsRight(const NormalText& text, const std::vector<Token>& tokens) const {
  std::vector<Feature> found;
  extractor_.Extract(text.chars, tokens, &found);
  const Curve& curve = parts_.curves[static_cast<size_t>(LanguageOf(text.chars, tokens))];
  return FirstLevelSums(Probabilities(parts_.rows.Score(parts_.rows.Weigh(found)), curve.sharpness), parents_);
}

double Model::UnknownShare(const std::vector<Token>& tokens) const {
  std::vector<uint64_t> words;
  words.reserve(tokens.size());
  for (const Token& token : tokens) words.push_back(token.hash);
  return parts_.rows.UnknownShare(words);
}

std::vector<Span> Model::DecidingSpans(const NormalText& text, const std::vector<Token>& tokens,
                                       const std::vector<WeighedFeature>& features, const std::vector<double>& probabilities,
                                       int l1) const {
  // What speaks for the first level: how much more a feature gives to its classes than to the likely others.
  std::vector<float> towards(tags_.size());
  double ours = 0;
  for (size_t c = 0; c < tags_.size(); ++c) ours += tags_[c].l1() == l1 ? probabilities[c] : 0;
  const double others = std::max(1 - ours, 1e-9);
  for (size_t c = 0; c < tags_.size(); ++c) {
    towards[c] = static_cast<float>(tags_[c].l1() == l1 ? probabilities[c] / std::max(ours, 1e-9) : -probabilities[c] / others);
  }
  const size_t count = std::min(tokens.size(), FeatureExtractor::kTokensMax);
  const std::vector<double> scores = parts_.rows.SayOfTokens(features, towards, count);
  std::vector<Span> spans;
  for (const TokenRange& range : StrongestRanges(tokens, scores)) {
    spans.push_back(text.SourceOf(tokens[range.begin].begin, tokens[range.end - 1].end));
  }
  return spans;
}

}  // namespace redress::classification
