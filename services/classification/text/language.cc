#include "services/classification/text/language.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace redress::classification {
namespace {

// Sorted. Words that other Latin languages do not share.
constexpr std::array<std::u32string_view, 62> kEnglishWords = {
    U"after",     U"and",     U"are",      U"back",   U"bad",      U"been",     U"broken", U"but",   U"can't",
    U"cancelled", U"charged", U"customer", U"days",   U"delivery", U"did",      U"didn't", U"don't", U"for",
    U"from",      U"get",     U"good",     U"great",  U"have",     U"how",      U"is",     U"it",    U"it's",
    U"item",      U"money",   U"my",       U"never",  U"no",       U"not",      U"now",    U"of",    U"order",
    U"ordered",   U"package", U"parcel",   U"please", U"refund",   U"received", U"seller", U"sent",  U"service",
    U"shipping",  U"still",   U"thank",    U"thanks", U"that",     U"the",      U"they",   U"this",  U"to",
    U"was",       U"when",    U"where",    U"with",   U"won't",    U"wrong",    U"you",    U"your"};

bool IsEnglishWord(std::u32string_view word) {
  return std::find(kEnglishWords.begin(), kEnglishWords.end(), word) != kEnglishWords.end();
}

bool IsAscii(std::u32string_view word) {
  return std::all_of(word.begin(), word.end(), [](char32_t c) { return c < 0x80; });
}

}  // namespace

Language LanguageOf(const std::u32string& text, const std::vector<Token>& tokens) {
  // Enough to tell; a long text is not read to its end for this.
  constexpr size_t kTokensMax = 400;
  int han = 0, other_ideographs = 0, words = 0, ascii_words = 0, english_words = 0;
  for (size_t i = 0; i < tokens.size() && i < kTokensMax; ++i) {
    const Token& token = tokens[i];
    if (token.kind == TokenKind::kIdeograph) {
      (IsHan(text[token.begin]) ? han : other_ideographs)++;
    } else if (token.kind == TokenKind::kWord) {
      const std::u32string_view word(text.data() + token.begin, token.end - token.begin);
      ++words;
      if (!IsAscii(word)) continue;
      ++ascii_words;
      if (han < 4 && english_words < 2 && IsEnglishWord(word)) ++english_words;
    }
  }
  // Japanese mixes kana among ideographs; a Chinese word counts as some two characters.
  if (han > 0 && other_ideographs * 4 < han && han >= words) return Language::kZh;
  if (other_ideographs > 0) return Language::kOther;
  if (han * 2 > words) return Language::kZh;
  const bool short_ascii = words > 0 && words <= 4 && ascii_words == words;
  if (english_words > 0 && english_words * 12 >= std::min(words, 12)) return Language::kEn;
  return short_ascii ? Language::kEn : Language::kOther;
}

absl::string_view LanguageName(Language language) {
  switch (language) {
    case Language::kZh:
      return "zh";
    case Language::kEn:
      return "en";
    case Language::kOther:
      break;
  }
  return "other";
}

}  // namespace redress::classification
