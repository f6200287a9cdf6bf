// Several grievances in one text. People write one after another, so each clause is looked at as if it were a text of its own: a
// first level that is strong in a clause is told beside the leading one. Pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/classification/model/calibration.h"
#include "services/classification/model/rows.h"

namespace redress::classification {

// Tokens [begin, end) between two marks of punctuation.
struct Clause {
  uint32_t begin;
  uint32_t end;
};

// The clauses of a text that have at least two tokens, at most the first 24: more is a letter, whose first lines tell what it is
// about.
std::vector<Clause> ClausesOf(const std::vector<Token>& tokens);

// How strong a first level is in the clause that has it most: the log odds of its probability there, and its likeliest class.
struct Strength {
  double log_odds;
  int label;
};
// By first level. A text without clauses, or with one that is all of it, has none: nothing stands beside its leading tag.
std::vector<Strength> StrongestInClauses(const Rows& rows, const std::vector<WeighedFeature>& features,
                                         absl::Span<const Clause> clauses, absl::Span<const int> parents);

// Whether a first level that does not lead is there as well: a regression on its odds in a clause and in the whole text, and the
// probability from which on it is told.
struct FurtherRule {
  double offset = -20;
  double clause = 0;
  double whole = 0;
  double above = 1;
  double Probability(double clause_log_odds, double whole_log_odds) const {
    return OfLogOdds(offset + clause * clause_log_odds + whole * whole_log_odds);
  }
  friend bool operator==(const FurtherRule&, const FurtherRule&) = default;
};

// Found on held-out texts, of which those with `also` tell two things and the others one; `complaint` by first level. The
// threshold is the lowest with that precision; where there is none, nothing further is told.
FurtherRule FitFurther(absl::Span<const HeldOut> texts, absl::Span<const int> parents, const std::vector<bool>& complaint,
                       const Curves& curves, double precision);

// How often a further first level was told, was told rightly, and was there to be told.
struct FurtherCount {
  int told = 0;
  int right = 0;
  int there = 0;
};
FurtherCount CountFurther(absl::Span<const HeldOut> texts, absl::Span<const int> parents, const std::vector<bool>& complaint,
                          const Curves& curves, const FurtherRule& rule);

}  // namespace redress::classification
