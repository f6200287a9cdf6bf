#include "tools/classify_eval/scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "absl/strings/str_cat.h"

namespace redress::classify_eval {
namespace {

constexpr size_t kBins = 10;

void Count(bool gold, bool said, ClassScore* score) {
  score->gold += gold ? 1 : 0;
  score->said += said ? 1 : 0;
  score->both += gold && said ? 1 : 0;
}

void Count(bool right, Share* share) {
  ++share->of;
  share->right += right ? 1 : 0;
}

std::string FullName(const std::string& l1, const std::string& l2) {
  return absl::StrCat(l1, "/", l2);
}

void CountClasses(const Judgement& judgement, Scores* scores) {
  const Gold& gold = *judgement.gold;
  const Guess& guess = judgement.guess;
  ++scores->l1[gold.l1].gold;
  ++scores->l1[guess.l1].said;
  scores->l1[gold.l1].both += Strict(judgement) ? 1 : 0;
  ++scores->confusion[gold.l1][guess.l1];
  Count(gold.is_complaint, guess.is_complaint, &scores->complaint);
  Count(!gold.is_complaint, !guess.is_complaint, &scores->no_complaint);
  if (gold.l2.empty()) return;
  const std::string right = FullName(gold.l1, gold.l2), said = FullName(guess.l1, guess.l2);
  ++scores->l2[right].gold;
  ++scores->l2[said].said;
  scores->l2[right].both += right == said ? 1 : 0;
  if (Strict(judgement)) Count(right == said, &scores->l2_given_l1);
}

// Of texts that are decided: which further grievances were told, and which were there.
void CountFurther(const Judgement& judgement, Scores* scores) {
  const Gold& gold = *judgement.gold;
  const Guess& guess = judgement.guess;
  std::set<std::string> there(gold.also.begin(), gold.also.end());
  there.insert(gold.l1);
  there.erase(guess.l1);
  if (!Accepted(judgement)) there.erase(gold.l1);  // the leading one is missed, not a further one
  const std::set<std::string> told(guess.further.begin(), guess.further.end());
  for (const std::string& one : told) Count(there.count(one) > 0 || one == gold.l1, &scores->further_right);
  for (const std::string& one : there) Count(told.count(one) > 0, &scores->further_found);
}

// Of ten bins by confidence, and how far each is from what it promises.
std::vector<Bin> BinsOf(absl::Span<const Judgement* const> judgements, bool (*right)(const Judgement&)) {
  std::vector<Bin> bins(kBins);
  for (const Judgement* judgement : judgements) {
    const double confidence = judgement->guess.confidence;
    Bin& bin = bins[std::min(static_cast<size_t>(std::max(confidence, 0.0) * kBins), kBins - 1)];
    ++bin.count;
    bin.confidence += confidence;
    bin.right += right(*judgement) ? 1 : 0;
  }
  for (Bin& bin : bins) {
    if (bin.count == 0) continue;
    bin.confidence /= bin.count;
    bin.right /= bin.count;
  }
  return bins;
}

double CalibrationError(const std::vector<Bin>& bins, int texts) {
  double error = 0;
  for (const Bin& bin : bins) error += bin.count * std::abs(bin.confidence - bin.right);
  return texts == 0 ? 0 : error / texts;
}

}  // namespace

bool Strict(const Judgement& judgement) {
  return judgement.gold->l1 == judgement.guess.l1;
}

bool Accepted(const Judgement& judgement) {
  const std::vector<std::string>& also = judgement.gold->also;
  return Strict(judgement) || std::find(also.begin(), also.end(), judgement.guess.l1) != also.end();
}

Scores Score(absl::Span<const Judgement* const> judgements) {
  Scores scores;
  scores.texts = static_cast<int>(judgements.size());
  for (const Judgement* judgement : judgements) {
    Count(Strict(*judgement), &scores.l1_strict);
    Count(Accepted(*judgement), &scores.l1_lenient);
    Count(!judgement->guess.abstained, &scores.decided);
    if (!judgement->guess.abstained) Count(Accepted(*judgement), &scores.decided_lenient);
    if (!judgement->guess.abstained) CountFurther(*judgement, &scores);
    CountClasses(*judgement, &scores);
  }
  int classes = 0;
  for (const auto& [name, one] : scores.l1) {
    if (one.gold == 0) continue;
    ++classes;
    scores.macro_f1 += one.f1();
  }
  if (classes > 0) scores.macro_f1 /= classes;
  scores.bins = BinsOf(judgements, Accepted);
  scores.calibration_error = CalibrationError(scores.bins, scores.texts);
  scores.calibration_error_strict = CalibrationError(BinsOf(judgements, Strict), scores.texts);
  return scores;
}

std::map<std::string, std::vector<const Judgement*>> Slices(const std::vector<Judgement>& judgements) {
  constexpr std::array<const char*, 3> kTags = {"short", "long", "multi_issue"};
  std::map<std::string, std::vector<const Judgement*>> slices;
  for (const Judgement& judgement : judgements) {
    const Gold& gold = *judgement.gold;
    if (gold.selection == "random") slices["random"].push_back(&judgement);
    for (const char* tag : kTags) {
      if (std::find(gold.tags.begin(), gold.tags.end(), tag) != gold.tags.end()) slices[tag].push_back(&judgement);
    }
    if (!gold.source.empty()) slices[absl::StrCat("source:", gold.source)].push_back(&judgement);
    if (!gold.lang.empty()) slices[absl::StrCat("lang:", gold.lang)].push_back(&judgement);
  }
  return slices;
}

std::vector<const Judgement*> WorstErrors(const std::vector<Judgement>& judgements, size_t count) {
  std::vector<const Judgement*> errors;
  for (const Judgement& judgement : judgements) {
    if (!Accepted(judgement)) errors.push_back(&judgement);
  }
  std::stable_sort(errors.begin(), errors.end(),
                   [](const Judgement* a, const Judgement* b) { return a->guess.confidence > b->guess.confidence; });
  if (errors.size() > count) errors.resize(count);
  return errors;
}

}  // namespace redress::classify_eval
