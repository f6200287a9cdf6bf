// Makes confidence mean what it says: of the texts at 0.9, nine in ten are right. One temperature for all scores, found on texts
// that the model had not seen, and the confidence below which it is better to ask a person. Pure functions.
#pragma once

#include <vector>

#include "absl/types/span.h"

namespace redress::classification {

// Probabilities of classes from scores: softmax(scores · sharpness).
std::vector<double> Probabilities(absl::Span<const float> scores, double sharpness);

// What a model said of a text that it was not trained on.
struct HeldOut {
  std::vector<float> scores;      // of the second-level classes
  int label;                      // the right one
  bool first_level_only = false;  // then any class of the right first level
};

// The sharpness with the least log loss of the first level; `parents` gives the first level of each class. Deterministic.
double FitSharpness(absl::Span<const HeldOut> texts, absl::Span<const int> parents);

// A prediction of the first level, as far as calibration cares.
struct Judged {
  double confidence;
  bool right;
};
std::vector<Judged> Judge(absl::Span<const HeldOut> texts, absl::Span<const int> parents, double sharpness);

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
