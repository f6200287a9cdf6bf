#include <algorithm>
#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/classification/app/model_desk.h"

namespace redress::classification {
namespace {

constexpr absl::Duration kLookBack = absl::Hours(24 * 30);
constexpr size_t kCorrectionsMax = 5'000;  // the newest of the month
constexpr int kPage = 1'000;
constexpr size_t kRead = 512;

// Both models on the same texts.
Comparison CompareOn(const Classifier& candidate, const Classifier& serving, const std::vector<std::string>& texts,
                     const std::vector<Label>& labels) {
  double ours = 0, theirs = 0;
  const std::vector<Said> candidate_said = SayAll(candidate, texts, &ours);
  const std::vector<Said> serving_said = SayAll(serving, texts, &theirs);
  Comparison comparison = Compare(candidate.taxonomy(), labels, candidate_said, serving_said);
  if (texts.empty()) return comparison;
  comparison.candidate.micros_per_text = ours / static_cast<double>(texts.size());
  comparison.serving.micros_per_text = theirs / static_cast<double>(texts.size());
  return comparison;
}

}  // namespace

absl::StatusOr<Comparison> ModelDesk::CompareOnCorrections(const Classifier& candidate, const Classifier& serving,
                                                           ReadContent read) {
  CorrectionQuery query;
  query.from = parts_.time.Now() - kLookBack;
  query.limit = kPage;
  std::vector<Correction> kept;
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<Correction> page, parts_.corrections.List(query));
    for (const Correction& one : page) {
      if (IsHeldOut(one.complaint) && candidate.taxonomy().Find(one.corrected).ok()) kept.push_back(one);
    }
    if (page.size() < static_cast<size_t>(kPage)) break;
    query.after = CorrectionKey{page.back().time, page.back().complaint.ToString()};
  }
  if (kept.size() > kCorrectionsMax) kept.erase(kept.begin(), kept.end() - kCorrectionsMax);
  std::vector<std::string> texts;
  std::vector<Label> labels;
  for (size_t begin = 0; begin < kept.size(); begin += kRead) {
    std::vector<ComplaintNumber> numbers;
    for (size_t i = begin; i < std::min(begin + kRead, kept.size()); ++i) numbers.push_back(kept[i].complaint);
    ASSIGN_OR_RETURN(std::vector<absl::optional<Content>> contents, read(numbers));
    for (size_t i = 0; i < contents.size(); ++i) {
      if (!contents[i]) continue;  // erased
      texts.push_back(std::move(contents[i]->text));
      labels.push_back({kept[begin + i].corrected, {}});
    }
  }
  return CompareOn(candidate, serving, texts, labels);
}

absl::StatusOr<EvaluationReport> ModelDesk::Evaluate(const std::string& version, ReadContent read) {
  ASSIGN_OR_RETURN(const std::shared_ptr<const Classifier> candidate, parts_.shelf.Load(version));
  const std::shared_ptr<const Classifier> serving = parts_.serving.Get();
  std::vector<std::string> texts;
  std::vector<Label> labels;
  texts.reserve(held_out_.size());
  labels.reserve(held_out_.size());
  for (const HeldOutText& one : held_out_) texts.push_back(one.text), labels.push_back(one.label);
  EvaluationReport report{version, serving->model().version(), CompareOn(*candidate, *serving, texts, labels), {}, {}, {}, {}};
  ASSIGN_OR_RETURN(report.corrections, CompareOnCorrections(*candidate, *serving, read));
  const PromotionRule rule;
  if (std::max(report.held_out.count, report.corrections.count) < rule.count_min) {
    return Error(absl::StatusCode::kFailedPrecondition, "NOTHING_HELD_OUT",
                 "there are too few texts that no model was trained on: nothing can be said of any model");
  }
  report.objections = Objections(rule, report.held_out, report.corrections);
  report.worse = Worse(report.held_out, report.corrections);
  report.time = parts_.time.Now();
  RETURN_IF_ERROR(parts_.models.SaveEvaluation({version, report.serving, report.objections, report.time}));
  return report;
}

}  // namespace redress::classification
