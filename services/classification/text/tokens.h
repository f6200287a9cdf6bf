// Normalised text cut into what features are made of: one token per ideograph, word, number or emoji. Numbers that name
// something (order, phone, money, date …) become typed tokens: that one is there says something about a complaint, which one it
// is does not, and it is personal. Punctuation only separates: its kind depends on the author's keyboard and is told to nobody.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace redress::classification {

enum class TokenKind : uint8_t {
  kIdeograph,  // one character of a script without word spaces
  kWord,       // letters of any other script, with inner apostrophes
  kNumber,     // up to eight digits; tokens differ by their count alone
  kMoney,
  kPercent,
  kTime,
  kDate,
  kPhone,
  kOrder,  // nine digits or more, or letters and digits that look like an order or waybill
  kUrl,
  kEmail,
  kEmoji,  // also a face of letters and marks (t_t), as the emoji of its feeling
};

struct Token {
  TokenKind kind;
  bool joined;  // nothing but blanks of running text stands between it and the token before
  uint32_t begin;
  uint32_t end;   // half-open, positions in the normalised text
  uint64_t hash;  // the same for the same token, for ever: models hold it
};

// The tokens of normalised text, in order. Linear. Pure, thread safe.
std::vector<Token> Tokenise(const std::u32string& text);

// True for characters of scripts that are written without spaces between words (Han, kana, Hangul, Thai …).
bool IsIdeograph(char32_t c);
bool IsHan(char32_t c);
bool IsLetter(char32_t c);

// Mixes two hashes into one, order matters. Part of stored models: never changes.
uint64_t CombineHashes(uint64_t a, uint64_t b);

}  // namespace redress::classification
