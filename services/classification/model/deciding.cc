#include "services/classification/model/deciding.h"

#include <algorithm>

namespace redress::classification {
namespace {

constexpr size_t kRangesMax = 3;
constexpr size_t kRangeTokensMax = 12;
constexpr double kWeakShare = 1.0 / 6;

}  // namespace

std::vector<TokenRange> StrongestRanges(const std::vector<Token>& tokens, const std::vector<double>& scores) {
  // A token that says next to nothing ends a stretch; what counts as nothing depends on what the best token says.
  double top = 0;
  for (const double score : scores) top = std::max(top, score);
  const double least = top * 0.1;
  std::vector<TokenRange> ranges;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (scores[i] <= least) continue;
    const bool continues =
        !ranges.empty() && ranges.back().end == i && tokens[i].joined && i - ranges.back().begin < kRangeTokensMax;
    if (!continues) ranges.push_back({i, i, 0});
    ranges.back().end = i + 1;
    ranges.back().score += scores[i];
  }
  std::stable_sort(ranges.begin(), ranges.end(), [](const TokenRange& a, const TokenRange& b) { return a.score > b.score; });
  if (ranges.size() > kRangesMax) ranges.resize(kRangesMax);
  while (!ranges.empty() && ranges.back().score < kWeakShare * ranges.front().score) ranges.pop_back();
  return ranges;
}

}  // namespace redress::classification
