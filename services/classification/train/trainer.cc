#include "services/classification/train/trainer.h"

#include <algorithm>
#include <random>

#include "libs/base/status_macros.h"

namespace redress::classification {
namespace {

// The fold of each text: each class is cut into stretches, because what stands together was written together and resembles
// itself. A model is to be judged by texts that others wrote.
std::vector<int> FoldsOf(const Dataset& dataset, int folds) {
  std::vector<int> sizes(2 * dataset.labels.size(), 0), seen(sizes.size(), 0), fold;
  const auto file = [](const Example& example) {
    return 2 * static_cast<size_t>(example.label) + (example.first_level_only ? 1 : 0);
  };
  for (const Example& example : dataset.examples) ++sizes[file(example)];
  fold.reserve(dataset.examples.size());
  for (const Example& example : dataset.examples) {
    const size_t f = file(example);
    fold.push_back(seen[f]++ * folds / sizes[f]);
  }
  return fold;
}

std::vector<int> ParentsOf(const Dataset& dataset) {
  std::vector<int> parents;
  for (const Tag tag : dataset.labels) parents.push_back(tag.l1());
  return parents;
}

absl::StatusOr<Rows> TrainRows(const Dataset& dataset, absl::Span<const Example* const> examples, const TrainOptions& options) {
  Rows rows = MakeVocabulary(dataset.labels.size(), examples, options.texts_min, options.spoilt_min);
  TrainRegression(options.regression, dataset.labels, examples, &rows);
  if (options.fasttext_mix != 0) {
    rows.set_mix(options.fasttext_mix);
    RETURN_IF_ERROR(TrainFastText(options.fasttext, examples, options.work_folder, &rows));
  }
  return rows;
}

// What a model says of a text that it had not seen.
HeldOut Say(const Rows& rows, const Example& example, absl::Span<const int> parents) {
  const std::vector<WeighedFeature> features = rows.Weigh(example.features);
  HeldOut text{rows.Score(features), example.label, example.first_level_only, -1, example.language, {}, 0};
  for (const Strength& one : StrongestInClauses(rows, features, example.clauses, parents)) text.parts.push_back(one.log_odds);
  text.unknown_words = rows.UnknownShare(example.words);
  return text;
}

// One text after another, as one text.
Example Join(const Example& first, const Example& second) {
  Example joined{"", first.label, true, first.features, first.clauses, first.language, {}, {}, {}};
  uint32_t offset = 0;
  for (const Feature& feature : first.features) offset = std::max(offset, feature.end);
  for (Feature feature : second.features) {
    feature.begin += offset, feature.end += offset;
    joined.features.push_back(feature);
  }
  for (const Clause& clause : second.clauses) joined.clauses.push_back({clause.begin + offset, clause.end + offset});
  return joined;
}

// Held-out complaints of one language, joined two by two: of different first levels, texts with two grievances; of one class,
// texts that tell one grievance at length. So many that they are these shares of all texts of that language that are judged.
void AddJoined(const Dataset& dataset, const std::vector<bool>& complaint, const std::vector<size_t>& own, const Rows& rows,
               const JoinedShares& shares, int fold, std::vector<HeldOut>* held_out) {
  constexpr size_t kFeaturesMax = 400;  // long texts have several grievances as it is
  constexpr uint32_t kSeed = 20261128;
  std::mt19937 random(kSeed + static_cast<uint32_t>(fold));
  const std::vector<int> parents = ParentsOf(dataset);
  const auto add = [&](double share, bool two) {
    auto wanted = static_cast<int>(share / (1 - shares.two - shares.at_length) * static_cast<double>(own.size()));
    for (int tries = 50 * wanted; wanted > 0 && tries > 0; --tries) {
      const Example& first = dataset.examples[own[random() % own.size()]];
      const Example& second = dataset.examples[own[random() % own.size()]];
      const int l1 = parents[static_cast<size_t>(first.label)], other = parents[static_cast<size_t>(second.label)];
      const bool fits = two ? l1 != other : first.label == second.label && &first != &second;
      if (!fits || !complaint[static_cast<size_t>(l1)] || !complaint[static_cast<size_t>(other)] ||
          first.features.size() + second.features.size() >= kFeaturesMax) {
        continue;
      }
      HeldOut& text = held_out->emplace_back(Say(rows, Join(first, second), parents));
      if (two) text.also = second.label;
      text.joined = true;
      text.fold = fold;
      --wanted;
    }
  };
  add(shares.two, true);
  add(shares.at_length, false);
}

// The thresholds of the first levels that were said of enough texts; none is far below the common one, whatever the texts say.
std::vector<ClassThreshold> ThresholdsOf(const std::vector<Judged>& judged, const Abstention& common, const Taxonomy& taxonomy,
                                         const TrainOptions& options) {
  std::vector<ClassThreshold> thresholds;
  for (size_t l1 = 0; l1 < taxonomy.level1().size(); ++l1) {
    std::vector<Judged> own;
    for (const Judged& one : judged) {
      if (one.said == static_cast<int>(l1)) own.push_back(one);
    }
    if (own.size() < options.class_texts_min) continue;
    const Abstention abstention = ChooseAbstention(own, options.precision + options.precision_margin, options.coverage_min);
    const double below = std::max(abstention.below, common.below - options.class_threshold_range);
    thresholds.push_back({taxonomy.level1()[l1].id, below});
  }
  return thresholds;
}

// Whether a text is decided, by the threshold of what is said of it.
bool Decided(const Judged& one, double common, const std::vector<ClassThreshold>& thresholds, const Taxonomy& taxonomy) {
  const std::string& l1 = taxonomy.level1()[static_cast<size_t>(one.said)].id;
  const auto own = std::find_if(thresholds.begin(), thresholds.end(), [&](const ClassThreshold& t) { return t.l1 == l1; });
  return one.confidence >= (own == thresholds.end() ? common : own->abstain_below);
}

// What is said of the corpus by models that had not seen it, without its words.
SeenTexts SeenOf(const std::vector<Judged>& judged, double common, const std::vector<ClassThreshold>& thresholds,
                 const Taxonomy& taxonomy) {
  SeenTexts seen;
  seen.first_levels.resize(taxonomy.level1().size());
  for (const Judged& one : judged) {
    const double share = 1 / static_cast<double>(judged.size());
    seen.first_levels[static_cast<size_t>(one.said)] += share;
    seen.abstained += Decided(one, common, thresholds, taxonomy) ? 0 : share;
  }
  return seen;
}

std::vector<bool> ComplaintsOf(const Taxonomy& taxonomy) {
  std::vector<bool> complaint;
  for (const Taxonomy::Level1& level1 : taxonomy.level1()) complaint.push_back(level1.complaint);
  return complaint;
}

}  // namespace

absl::StatusOr<std::vector<HeldOut>> CrossValidate(const Dataset& dataset, const Taxonomy& taxonomy,
                                                   const TrainOptions& options) {
  const std::vector<int> fold = FoldsOf(dataset, options.folds);
  const std::vector<int> parents = ParentsOf(dataset);
  const std::vector<bool> complaint = ComplaintsOf(taxonomy);
  std::vector<HeldOut> held_out;
  held_out.reserve(2 * dataset.examples.size());
  for (int f = 0; f < options.folds; ++f) {
    std::vector<const Example*> others;
    std::vector<size_t> own;
    for (size_t i = 0; i < fold.size(); ++i) {
      if (fold[i] == f) {
        own.push_back(i);
      } else {
        others.push_back(&dataset.examples[i]);
      }
    }
    ASSIGN_OR_RETURN(const Rows rows, TrainRows(dataset, others, options));
    for (const size_t i : own) {
      held_out.push_back(Say(rows, dataset.examples[i], parents));
      held_out.back().fold = f;
    }
    for (const auto& [language, shares] :
         {std::pair(Language::kZh, options.joined_zh), std::pair(Language::kEn, options.joined_en)}) {
      std::vector<size_t> same;
      for (const size_t i : own) {
        if (dataset.examples[i].language == language) same.push_back(i);
      }
      AddJoined(dataset, complaint, same, rows, shares, f, &held_out);
    }
  }
  return held_out;
}

Calibration Calibrate(const Dataset& dataset, const Taxonomy& taxonomy, const std::vector<HeldOut>& held_out,
                      const TrainOptions& options) {
  const std::vector<int> parents = ParentsOf(dataset);
  const std::vector<bool> complaint = ComplaintsOf(taxonomy);
  std::vector<Judged> judged, zh, en, as_they_are;
  double unknown_words = 0;
  int told = 0, told_right = 0, there = 0;
  for (int f = 0; f < options.folds; ++f) {
    std::vector<HeldOut> own, others;
    for (const HeldOut& text : held_out) (text.fold == f ? own : others).push_back(text);
    const Curves curves = FitCurves(others, parents, complaint);
    const std::vector<Judged> part = Judge(own, parents, complaint, curves);
    judged.insert(judged.end(), part.begin(), part.end());
    for (size_t i = 0; i < own.size(); ++i) {
      if (!own[i].joined) as_they_are.push_back(part[i]), unknown_words += own[i].unknown_words;
      if (own[i].language == Language::kZh) zh.push_back(part[i]);
      if (own[i].language == Language::kEn) en.push_back(part[i]);
    }
    const FurtherCount count =
        CountFurther(own, parents, complaint, curves, FitFurther(others, parents, complaint, curves, options.further_precision));
    told += count.told, told_right += count.right, there += count.there;
  }
  const Abstention common = ChooseAbstention(judged, options.precision + options.precision_margin, options.coverage_min);
  Calibration calibration{
      FitCurves(held_out, parents, complaint), common.below, ThresholdsOf(judged, common, taxonomy, options), {}, {}, {}};
  calibration.further = FitFurther(held_out, parents, complaint, calibration.curves, options.further_precision);
  ModelCard& card = calibration.card;
  double l1_right = 0, l2_right = 0, singles = 0, l2_count = 0, decided = 0, decided_right = 0;
  for (const Judged& one : judged) {
    if (!Decided(one, common.below, calibration.thresholds, taxonomy)) continue;
    ++decided;
    decided_right += one.right ? 1 : 0;
  }
  for (const HeldOut& text : held_out) {
    if (text.joined) continue;
    ++singles;
    const std::vector<double> sums =
        FirstLevelSums(Probabilities(text.scores, calibration.curves[static_cast<size_t>(text.language)].sharpness), parents);
    l1_right += static_cast<int>(LeadingFirst(sums, complaint)) == parents[static_cast<size_t>(text.label)] ? 1 : 0;
    if (text.first_level_only) continue;
    ++l2_count;
    l2_right += std::max_element(text.scores.begin(), text.scores.end()) - text.scores.begin() == text.label ? 1 : 0;
  }
  card.training_text_count = static_cast<int>(dataset.examples.size());
  card.l1_accuracy = l1_right / singles;
  card.l2_accuracy = l2_right / l2_count;
  card.calibration_error = CalibrationError(judged);
  card.calibration_error_zh = CalibrationError(zh);
  card.calibration_error_en = CalibrationError(en);
  card.coverage = decided / static_cast<double>(judged.size());
  card.precision = decided == 0 ? 0 : decided_right / decided;
  card.precision_asked = options.precision;
  card.precision_reached = common.reached;
  card.further_precision = told == 0 ? 0 : static_cast<double>(told_right) / told;
  card.further_recall = there == 0 ? 0 : static_cast<double>(told_right) / there;
  calibration.seen = SeenOf(as_they_are, common.below, calibration.thresholds, taxonomy);
  calibration.seen.unknown_words = unknown_words / singles;
  return calibration;
}

absl::StatusOr<ModelParts> TrainModel(const Dataset& dataset, const Taxonomy& taxonomy, const std::vector<Concept>& concepts,
                                      const TrainOptions& options) {
  ASSIGN_OR_RETURN(const std::vector<HeldOut> held_out, CrossValidate(dataset, taxonomy, options));
  Calibration calibration = Calibrate(dataset, taxonomy, held_out, options);
  std::vector<const Example*> all;
  all.reserve(dataset.examples.size());
  for (const Example& example : dataset.examples) all.push_back(&example);
  ASSIGN_OR_RETURN(Rows rows, TrainRows(dataset, all, options));
  std::vector<TagName> labels;
  for (const Tag tag : dataset.labels) labels.push_back(taxonomy.NameOf(tag));
  return ModelParts{taxonomy.version(),
                    std::move(labels),
                    options.features,
                    concepts,
                    dataset.words,
                    std::move(rows),
                    calibration.curves,
                    calibration.abstain_below,
                    std::move(calibration.thresholds),
                    calibration.further,
                    calibration.card,
                    std::move(calibration.seen)};
}

}  // namespace redress::classification
