// Which stretches of a text decided, from what each token said for the tag. Shown to people beside the tag, so short and
// few. Pure function.
#pragma once

#include <cstdint>
#include <vector>

#include "services/classification/text/tokens.h"

namespace redress::classification {

struct TokenRange {
  size_t begin;
  size_t end;
  double score;
};

// The up to three stretches of neighbouring tokens with the greatest sums of `scores`, strongest first. A stretch does not cross
// punctuation, is at most 12 tokens long, and weak stretches (below a sixth of the strongest) are left out.
std::vector<TokenRange> StrongestRanges(const std::vector<Token>& tokens, const std::vector<double>& scores);

}  // namespace redress::classification
