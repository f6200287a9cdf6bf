// Makes confidence mean what it says: of the texts at 0.9, nine in ten are right. Right is what a careful reader accepts, the
// main grievance or a further one. Per language, found on texts that the model had not seen; besides, the confidence below which
// it is better to ask a person. Pure functions.
#pragma once

#include <array>
#include <vector>

#include "absl/types/span.h"
#include "services/classification/text/language.h"

namespace redress::classification {

// Probabilities of classes from scores: softmax(scores · sharpness).
std::vector<double> Probabilities(absl::Span<const float> scores, double sharpness);
// The same of the first levels; `parents` gives the first level of each class.
std::vector<double> FirstLevelSums(const std::vector<double>& probabilities, absl::Span<const int> parents);

// The first level that is said: no complaint where that is likelier than all complaints together, and the likeliest of its side.
// `complaint` by first level.
size_t LeadingFirst(const std::vector<double>& sums, const std::vector<bool>& complaint);

// The likeliest class under a first level; −1 where there is none.
int LikeliestUnder(int first, const std::vector<double>& probabilities, absl::Span<const int> parents);

// Logarithm of the odds, of a probability that is kept from 0 and 1; and back.
double LogOdds(double probability);
double OfLogOdds(double log_odds);

// From scores to confidence in one language: how sharp the scores are, and how the odds of the likeliest first level relate to
// the odds that it is accepted. A greater probability never gives a lesser confidence.
struct Curve {
  double sharpness = 1;
  double offset = 0;
  double slope = 1;
  double Confidence(double probability) const { return OfLogOdds(offset + slope * LogOdds(probability)); }
  friend bool operator==(const Curve&, const Curve&) = default;
};
using Curves = std::array<Curve, 3>;  // by Language

// What a model said of a text that it was not trained on.
struct HeldOut {
  std::vector<float> scores;      // of the second-level classes
  int label;                      // the right one
  bool first_level_only = false;  // then any class of the right first level
  int also = -1;                  // a class that is right as well, −1: none known
  Language language = Language::kOther;
  std::vector<double> parts;  // of each first level, the log odds that its strongest clause has it
  int fold = 0;
  bool joined = false;       // made of two texts
  double unknown_words = 0;  // the share of its words that the model was not shown
};

// The sharpness with the least log loss of the first level. Deterministic.
double FitSharpness(absl::Span<const HeldOut> texts, absl::Span<const int> parents);

// The weights of a logistic regression of `right` on 1 and the two inputs, by Newton's method.
struct LogisticInput {
  double first;
  double second;
  bool right;
};
std::array<double, 3> FitLogistic(absl::Span<const LogisticInput> inputs);

// The curve of each language; that of kOther is found on the texts of all. Joined texts take no part in the sharpness.
Curves FitCurves(absl::Span<const HeldOut> texts, absl::Span<const int> parents, const std::vector<bool>& complaint);

// A prediction of the first level, as far as calibration cares.
struct Judged {
  double confidence;
  bool right;
  int said = 0;  // the first level
};
std::vector<Judged> Judge(absl::Span<const HeldOut> texts, absl::Span<const int> parents, const std::vector<bool>& complaint,
                          const Curves& curves);

// Expected calibration error over ten equal bins of confidence: the mean distance between confidence and share of right ones.
double CalibrationError(absl::Span<const Judged> judged);

struct Abstention {
  double below;      // confidence below which the model abstains
  double precision;  // share of right ones among the others
  double coverage;   // share of the others
  bool reached;      // whether the precision asked for was
};
// The lowest confidence from which on at least `precision` are right, among at least `coverage_min` of the texts. Where no
// confidence gives that, the one with the best precision among at least `coverage_min`.
Abstention ChooseAbstention(std::vector<Judged> judged, double precision, double coverage_min);

}  // namespace redress::classification
