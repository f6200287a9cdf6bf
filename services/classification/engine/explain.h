// Why a text got its tag: each word is left out in turn, and what that takes from the leading tag against the runner-up is what
// the word said. Words as ICU finds them, in the author's own spelling. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/classification/engine/classifier.h"

namespace redress::classification {

struct WordSaid {
  Span span;         // code points of the text as received
  std::string text;  // personal
  double contribution;
};

struct Explanation {
  std::string model_version;
  TagName tag;
  TagName runner_up;
  double log_odds = 0;          // ln(P(leading first level) ÷ P(runner-up's))
  std::vector<WordSaid> words;  // strongest first, at most 20, those that change nothing left out
};

constexpr size_t kExplainCodePointsMax = 5'000;

// `text` is cut after kExplainCodePointsMax. Of a text with more than 200 words, neighbours are left out together.
Explanation Explain(const Classifier& classifier, absl::string_view text);

}  // namespace redress::classification
