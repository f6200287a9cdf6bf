// Two models on the same labelled texts: how each did, class by class, and what speaks against letting the one take the place of
// the other. Pure functions over labels and confidences; no text.
#pragma once

#include <string>
#include <vector>

#include "services/classification/domain/taxonomy.h"

namespace redress::classification {

// What is right of a text: a tag (`l2` may be empty), and first levels that a careful reader accepts besides.
struct Label {
  TagName tag;
  std::vector<std::string> also;
};

// What a model said of it.
struct Said {
  TagName tag;
  double confidence = 0;
  bool abstained = false;
};

// How often one first level was taken for another.
struct Confusion {
  std::string actual;
  std::string predicted;
  int count = 0;
  friend bool operator==(const Confusion&, const Confusion&) = default;
};

// How one model did. A first level that a careful reader accepts is right.
struct Scores {
  double l1_accuracy = 0;
  double l1_macro_f1 = 0;  // of the first levels that occur
  double l2_accuracy = 0;  // given the right first level, of texts with a second one
  double calibration_error = 0;
  double coverage = 0;
  double precision = 0;               // where it did not abstain; 1 where it always did
  std::vector<Confusion> confusions;  // most frequent first
  double micros_per_text = 0;         // CPU time; measured by whoever ran it
};

// One first level in both models.
struct ClassScores {
  std::string l1;
  int count = 0;
  double candidate_f1 = 0;
  double serving_f1 = 0;
};

struct Comparison {
  int count = 0;  // texts
  Scores candidate;
  Scores serving;
  std::vector<ClassScores> classes;  // that occur, in the order of the taxonomy
  // By how much the share of right first levels of the worse of two equally good models lies below the other's in one comparison
  // of twenty: 1.645 standard errors, one being the root of the texts that only one of both has right, by `count` (McNemar 1947).
  double chance = 0;
};

// `labels`, `candidate` and `serving` have one entry a text.
Comparison Compare(const Taxonomy& taxonomy, const std::vector<Label>& labels, const std::vector<Said>& candidate,
                   const std::vector<Said>& serving);

// What a candidate may lose before it is refused.
struct PromotionRule {
  double macro_f1_loss_max = 0.005;     // on either set, or `chance` where that is more: two texts of 380 say nothing
  double class_f1_loss_max = 0.05;      // of one class
  int class_count_min = 20;             // classes with fewer texts say too little to refuse for
  double calibration_error_max = 0.08;  // or no more than the serving model's, on the held-out texts
  double precision_min = 0.93;          // or no less than the serving model's
  double precision_loss_max = 0.02;     // where the serving model is above `precision_min`, too
  int count_min = 50;                   // a set of fewer texts refuses nobody
};

// What speaks against the candidate; empty: it may be promoted. In English, for people.
std::vector<std::string> Objections(const PromotionRule& rule, const Comparison& held_out, const Comparison& corrections);
// The classes whose F1 got worse, whether or not that is an objection.
std::vector<std::string> Worse(const Comparison& held_out, const Comparison& corrections);

}  // namespace redress::classification
