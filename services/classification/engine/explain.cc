#include "services/classification/engine/explain.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "services/classification/text/utf8.h"

namespace redress::classification {
namespace {

constexpr size_t kPiecesMax = 200;
constexpr size_t kWordsMax = 20;
constexpr double kNothing = 0.005;

// The words of `text`, code points; without blanks and punctuation.
std::vector<Span> WordsOf(const std::u32string& text) {
  std::vector<Span> words;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::BreakIterator> breaks(icu::BreakIterator::createWordInstance(icu::Locale("zh"), error));
  if (U_FAILURE(error)) return words;
  const icu::UnicodeString units =
      icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()), static_cast<int32_t>(text.size()));
  breaks->setText(units);
  int32_t unit = breaks->first(), point = 0;
  for (int32_t end = breaks->next(); end != icu::BreakIterator::DONE; end = breaks->next()) {
    const int32_t begin = point;
    point += units.countChar32(unit, end - unit);
    unit = end;
    if (breaks->getRuleStatus() >= UBRK_WORD_NONE_LIMIT) words.push_back({begin, point});
  }
  return words;
}

// At most kPiecesMax stretches of neighbouring words.
std::vector<Span> Pieces(const std::vector<Span>& words) {
  const size_t step = (words.size() + kPiecesMax - 1) / kPiecesMax;
  std::vector<Span> pieces;
  for (size_t i = 0; i < words.size(); i += step) {
    pieces.push_back({words[i].begin, words[std::min(i + step, words.size()) - 1].end});
  }
  return pieces;
}

}  // namespace

Explanation Explain(const Classifier& classifier, absl::string_view text) {
  std::u32string points = DecodeUtf8(text);
  if (points.size() > kExplainCodePointsMax) points.resize(kExplainCodePointsMax);
  const std::string whole = EncodeUtf8(points);
  const Prediction prediction = classifier.Classify({whole, false, 0, absl::nullopt});
  const auto log_odds = [&](const std::string& of) {
    const std::vector<double> levels = classifier.FirstLevels(of);
    const auto at = [&](const TagName& name) {
      return levels[static_cast<size_t>(classifier.taxonomy().Find(name).value().l1())];
    };
    constexpr double kLeast = 1e-12;
    return std::log(std::max(at(prediction.tag), kLeast) / std::max(at(prediction.runner_up), kLeast));
  };
  Explanation explanation{prediction.model_version, prediction.tag, prediction.runner_up, log_odds(whole), {}};
  for (const Span& piece : Pieces(WordsOf(points))) {
    const auto begin = static_cast<size_t>(piece.begin), size = static_cast<size_t>(piece.end - piece.begin);
    // A comma in its place: words that were never neighbours must not become some.
    const std::string without = EncodeUtf8(points.substr(0, begin)) + "," + EncodeUtf8(points.substr(begin + size));
    const double contribution = explanation.log_odds - log_odds(without);
    if (std::abs(contribution) < kNothing) continue;
    explanation.words.push_back({piece, EncodeUtf8(points.substr(begin, size)), contribution});
  }
  std::stable_sort(explanation.words.begin(), explanation.words.end(),
                   [](const WordSaid& a, const WordSaid& b) { return std::abs(a.contribution) > std::abs(b.contribution); });
  if (explanation.words.size() > kWordsMax) explanation.words.resize(kWordsMax);
  return explanation;
}

}  // namespace redress::classification
