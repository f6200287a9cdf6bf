// How well predictions agree with what careful readers said. Pure functions over labels and confidences.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "tools/classify_eval/gold.h"

namespace redress::classify_eval {

// What a classifier said of one text: its best guess, also where it abstained.
struct Guess {
  std::string l1;
  std::string l2;
  double confidence = 0;
  bool abstained = false;
  bool is_complaint = true;
  std::vector<std::string> further;  // first levels told beside `l1`
};

struct Judgement {
  const Gold* gold;
  Guess guess;
};

// True where the first level is the main grievance; `Accepted`: or one that a careful reader accepts.
bool Strict(const Judgement& judgement);
bool Accepted(const Judgement& judgement);

// A share of a number of texts; zero of none.
struct Share {
  int right = 0;
  int of = 0;
  double value() const { return of == 0 ? 0 : static_cast<double>(right) / of; }
};

// Of one class: how many texts have it, were said to have it, and both.
struct ClassScore {
  int gold = 0;
  int said = 0;
  int both = 0;
  double precision() const { return said == 0 ? 0 : static_cast<double>(both) / said; }
  double recall() const { return gold == 0 ? 0 : static_cast<double>(both) / gold; }
  double f1() const { return gold + said == 0 ? 0 : 2.0 * both / (gold + said); }
};

// The texts whose confidence lies in one tenth.
struct Bin {
  int count = 0;
  double confidence = 0;  // mean
  double right = 0;       // share, lenient
};

struct Scores {
  int texts = 0;
  Share l1_strict;
  Share l1_lenient;
  double macro_f1 = 0;  // mean F1 of the first levels that some text has
  Share l2_given_l1;    // the second level, where the text has one and the first was right
  std::map<std::string, ClassScore> l1;
  std::map<std::string, ClassScore> l2;  // `L1/L2`; texts without a second level take no part
  ClassScore complaint;
  ClassScore no_complaint;
  Share decided;                                                // not abstained
  Share decided_lenient;                                        // right of those
  double calibration_error = 0;                                 // expected, ten bins, lenient
  double calibration_error_strict = 0;                          // the same where only the main grievance is right
  Share further_right;                                          // of the further first levels told: those that a reader accepts
  Share further_found;                                          // of those that a reader finds beside the said one: those told
  std::vector<Bin> bins;                                        // ten
  std::map<std::string, std::map<std::string, int>> confusion;  // gold first level → said → texts
};

Scores Score(absl::Span<const Judgement* const> judgements);

// The slices that are looked at apart, by name: `random`, `short`, `long`, `multi_issue`, `source:…`, `lang:…`. Empty ones are
// left out.
std::map<std::string, std::vector<const Judgement*>> Slices(const std::vector<Judgement>& judgements);

// The texts whose first level no reader accepts, the surest first, at most `count`.
std::vector<const Judgement*> WorstErrors(const std::vector<Judgement>& judgements, size_t count);

}  // namespace redress::classify_eval
