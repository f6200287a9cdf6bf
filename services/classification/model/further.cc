#include "services/classification/model/further.h"

#include <algorithm>

namespace redress::classification {
namespace {

constexpr size_t kClausesMax = 24;
constexpr uint32_t kClauseTokensMin = 2;
constexpr double kAbsent = -14;  // log odds of what no clause has

// What is known of each first level that a text may have beside the leading one, and whether it has it.
std::vector<LogisticInput> InputsOf(absl::Span<const HeldOut> texts, absl::Span<const int> parents,
                                    const std::vector<bool>& complaint, const Curves& curves) {
  std::vector<LogisticInput> inputs;
  for (const HeldOut& text : texts) {
    const double sharpness = curves[static_cast<size_t>(text.language)].sharpness;
    const std::vector<double> sums = FirstLevelSums(Probabilities(text.scores, sharpness), parents);
    const size_t leading = LeadingFirst(sums, complaint);
    for (size_t first = 0; first < sums.size(); ++first) {
      if (first == leading || !complaint[first]) continue;
      const auto is = [&](int label) { return label >= 0 && parents[static_cast<size_t>(label)] == static_cast<int>(first); };
      inputs.push_back({text.parts[first], LogOdds(sums[first]), text.also >= 0 && (is(text.label) || is(text.also))});
    }
  }
  return inputs;
}

}  // namespace

std::vector<Clause> ClausesOf(const std::vector<Token>& tokens) {
  std::vector<Clause> clauses;
  uint32_t begin = 0;
  for (uint32_t i = 1; i <= tokens.size() && clauses.size() < kClausesMax; ++i) {
    if (i < tokens.size() && tokens[i].joined) continue;
    if (i - begin >= kClauseTokensMin) clauses.push_back({begin, i});
    begin = i;
  }
  return clauses;
}

std::vector<Strength> StrongestInClauses(const Rows& rows, const std::vector<WeighedFeature>& features,
                                         absl::Span<const Clause> clauses, absl::Span<const int> parents) {
  const auto firsts = static_cast<size_t>(*std::max_element(parents.begin(), parents.end())) + 1;
  std::vector<Strength> strongest(firsts, {kAbsent, -1});
  if (clauses.size() < 2) return strongest;
  // The clause of each feature: they do not cross clauses, but for a few that then count for none.
  std::vector<int> clause_of(features.size(), -1);
  for (size_t i = 0; i < features.size(); ++i) {
    const auto* clause = std::upper_bound(clauses.begin(), clauses.end(), features[i].begin,
                                          [](uint32_t begin, const Clause& one) { return begin < one.end; });
    if (clause == clauses.end() || features[i].begin < clause->begin || features[i].end > clause->end) continue;
    clause_of[i] = static_cast<int>(clause - clauses.begin());
  }
  for (const std::vector<float>& scores : rows.ScoreParts(features, clause_of, clauses.size())) {
    if (scores.empty()) continue;
    const std::vector<double> probabilities = Probabilities(scores, 1);
    const std::vector<double> sums = FirstLevelSums(probabilities, parents);
    for (size_t first = 0; first < firsts; ++first) {
      const double log_odds = LogOdds(sums[first]);
      if (log_odds <= strongest[first].log_odds) continue;
      strongest[first] = {log_odds, LikeliestUnder(static_cast<int>(first), probabilities, parents)};
    }
  }
  return strongest;
}

FurtherRule FitFurther(absl::Span<const HeldOut> texts, absl::Span<const int> parents, const std::vector<bool>& complaint,
                       const Curves& curves, double precision) {
  const std::vector<LogisticInput> inputs = InputsOf(texts, parents, complaint, curves);
  const std::array<double, 3> weights = FitLogistic(inputs);
  FurtherRule rule{weights[0], weights[1], weights[2], 1};
  std::vector<Judged> judged;
  judged.reserve(inputs.size());
  for (const LogisticInput& input : inputs) judged.push_back({rule.Probability(input.first, input.second), input.right});
  const Abstention above = ChooseAbstention(std::move(judged), precision, 1e-3);
  if (above.reached) rule.above = above.below;
  return rule;
}

FurtherCount CountFurther(absl::Span<const HeldOut> texts, absl::Span<const int> parents, const std::vector<bool>& complaint,
                          const Curves& curves, const FurtherRule& rule) {
  FurtherCount count;
  for (const LogisticInput& input : InputsOf(texts, parents, complaint, curves)) {
    const bool told = rule.Probability(input.first, input.second) >= rule.above;
    count.told += told ? 1 : 0;
    count.right += told && input.right ? 1 : 0;
    count.there += input.right ? 1 : 0;
  }
  return count;
}

}  // namespace redress::classification
