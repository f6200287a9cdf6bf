#include "services/classification/domain/comparison.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace redress::classification {
namespace {

constexpr size_t kConfusionsMax = 20;
constexpr double kOneOfTwenty = 1.645;  // standard errors, one-sided

struct Counts {
  int actual = 0;
  int said = 0;
  int both = 0;
  double f1() const { return actual + said == 0 ? 0 : 2.0 * both / (actual + said); }
};

// The first level that a text counts for: what the model said where a careful reader accepts that, else the main one.
const std::string& ActualOf(const Label& label, const Said& said) {
  return std::find(label.also.begin(), label.also.end(), said.tag.l1) != label.also.end() ? said.tag.l1 : label.tag.l1;
}

bool IsRight(const Label& label, const Said& said) {
  return ActualOf(label, said) == said.tag.l1;
}

std::map<std::string, Counts> CountsOf(const std::vector<Label>& labels, const std::vector<Said>& all) {
  std::map<std::string, Counts> counts;
  for (size_t i = 0; i < labels.size(); ++i) {
    const std::string& actual = ActualOf(labels[i], all[i]);
    ++counts[actual].actual;
    ++counts[all[i].tag.l1].said;
    if (actual == all[i].tag.l1) ++counts[actual].both;
  }
  return counts;
}

double CalibrationErrorOf(const std::vector<Label>& labels, const std::vector<Said>& all) {
  struct Bin {
    int count = 0;
    double confidence = 0;
    double right = 0;
  };
  std::array<Bin, 10> bins;
  for (size_t i = 0; i < labels.size(); ++i) {
    Bin& bin = bins[static_cast<size_t>(std::clamp(all[i].confidence * 10, 0.0, 9.0))];
    ++bin.count;
    bin.confidence += all[i].confidence;
    bin.right += IsRight(labels[i], all[i]) ? 1 : 0;
  }
  double error = 0;
  for (const Bin& bin : bins) error += std::abs(bin.confidence - bin.right);
  return labels.empty() ? 0 : error / static_cast<double>(labels.size());
}

Scores ScoresOf(const std::vector<Label>& labels, const std::vector<Said>& all) {
  Scores scores;
  if (labels.empty()) return scores;
  double right = 0, decided = 0, decided_right = 0, with_l2 = 0, l2_right = 0;
  std::map<std::pair<std::string, std::string>, int> confusions;
  for (size_t i = 0; i < labels.size(); ++i) {
    const std::string& actual = ActualOf(labels[i], all[i]);
    const bool agrees = actual == all[i].tag.l1;
    right += agrees;
    decided += !all[i].abstained;
    decided_right += !all[i].abstained && agrees;
    if (!agrees) ++confusions[{actual, all[i].tag.l1}];
    if (labels[i].tag.l1 == all[i].tag.l1 && !labels[i].tag.l2.empty()) {
      ++with_l2;
      l2_right += labels[i].tag.l2 == all[i].tag.l2;
    }
  }
  const auto count = static_cast<double>(labels.size());
  scores.l1_accuracy = right / count;
  scores.l2_accuracy = with_l2 == 0 ? 0 : l2_right / with_l2;
  scores.calibration_error = CalibrationErrorOf(labels, all);
  scores.coverage = decided / count;
  scores.precision = decided == 0 ? 1 : decided_right / decided;
  int classes = 0;
  for (const auto& [l1, counts] : CountsOf(labels, all)) {
    if (counts.actual == 0) continue;
    ++classes;
    scores.l1_macro_f1 += counts.f1();
  }
  scores.l1_macro_f1 /= classes;
  scores.confusions.reserve(confusions.size());
  for (const auto& [pair, times] : confusions) scores.confusions.push_back({pair.first, pair.second, times});
  std::stable_sort(scores.confusions.begin(), scores.confusions.end(),
                   [](const Confusion& a, const Confusion& b) { return a.count > b.count; });
  if (scores.confusions.size() > kConfusionsMax) scores.confusions.resize(kConfusionsMax);
  return scores;
}

double ChanceOf(const std::vector<Label>& labels, const std::vector<Said>& candidate, const std::vector<Said>& serving) {
  double only_one = 0;
  for (size_t i = 0; i < labels.size(); ++i) only_one += IsRight(labels[i], candidate[i]) != IsRight(labels[i], serving[i]);
  return labels.empty() ? 0 : kOneOfTwenty * std::sqrt(only_one) / static_cast<double>(labels.size());
}

void AddObjections(const PromotionRule& rule, const Comparison& on, const std::string& where, std::vector<std::string>* out) {
  if (on.count < rule.count_min) return;
  const auto falls = [&](const std::string& what, double from, double to) {
    out->push_back(absl::StrFormat("%s: %s falls from %.3f to %.3f", where, what, from, to));
  };
  if (on.candidate.l1_macro_f1 < on.serving.l1_macro_f1 - std::max(rule.macro_f1_loss_max, on.chance)) {
    falls("macro-F1", on.serving.l1_macro_f1, on.candidate.l1_macro_f1);
  }
  for (const ClassScores& one : on.classes) {
    if (one.count >= rule.class_count_min && one.candidate_f1 < one.serving_f1 - rule.class_f1_loss_max) {
      falls(absl::StrCat("F1 of ", one.l1), one.serving_f1, one.candidate_f1);
    }
  }
}

}  // namespace

Comparison Compare(const Taxonomy& taxonomy, const std::vector<Label>& labels, const std::vector<Said>& candidate,
                   const std::vector<Said>& serving) {
  Comparison comparison{static_cast<int>(labels.size()),
                        ScoresOf(labels, candidate),
                        ScoresOf(labels, serving),
                        {},
                        ChanceOf(labels, candidate, serving)};
  std::map<std::string, Counts> ours = CountsOf(labels, candidate), theirs = CountsOf(labels, serving);
  std::map<std::string, int> texts;
  for (const Label& label : labels) ++texts[label.tag.l1];
  for (const Taxonomy::Level1& level1 : taxonomy.level1()) {
    const int count = texts[level1.id];
    if (count == 0) continue;
    comparison.classes.push_back({level1.id, count, ours[level1.id].f1(), theirs[level1.id].f1()});
  }
  return comparison;
}

std::vector<std::string> Objections(const PromotionRule& rule, const Comparison& held_out, const Comparison& corrections) {
  std::vector<std::string> objections;
  AddObjections(rule, held_out, "held-out texts", &objections);
  AddObjections(rule, corrections, "corrections", &objections);
  if (held_out.count < rule.count_min) return objections;
  const Scores& ours = held_out.candidate;
  const Scores& theirs = held_out.serving;
  if (ours.calibration_error > std::max(rule.calibration_error_max, theirs.calibration_error)) {
    objections.push_back(absl::StrFormat("held-out texts: the calibration error rises from %.3f to %.3f",
                                         theirs.calibration_error, ours.calibration_error));
  }
  if (ours.precision < std::min(rule.precision_min, theirs.precision) ||
      ours.precision < theirs.precision - rule.precision_loss_max) {
    objections.push_back(absl::StrFormat("held-out texts: precision where it does not abstain falls from %.3f to %.3f",
                                         theirs.precision, ours.precision));
  }
  return objections;
}

std::vector<std::string> Worse(const Comparison& held_out, const Comparison& corrections) {
  std::vector<std::string> worse;
  const auto add = [&](const Comparison& on, const char* where) {
    for (const ClassScores& one : on.classes) {
      if (one.candidate_f1 >= one.serving_f1) continue;
      worse.push_back(absl::StrFormat("%s: F1 of %s from %.3f to %.3f (%d texts)", where, one.l1, one.serving_f1,
                                      one.candidate_f1, one.count));
    }
  };
  add(held_out, "held-out texts");
  add(corrections, "corrections");
  return worse;
}

}  // namespace redress::classification
