#include "services/classification/text/tokens.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace redress::classification {
namespace {

bool IsDigit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool IsAsciiLetter(char32_t c) {
  return c >= U'a' && c <= U'z';
}
bool IsAlnum(char32_t c) {
  return IsDigit(c) || IsAsciiLetter(c);
}

uint64_t Mix(uint64_t h) {
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93u;
  h ^= h >> 32;
  h *= 0xD6E8FEB86659FD93u;
  h ^= h >> 32;
  return h;
}

bool IsEmoji(char32_t c) {
  return c >= 0x2190 && u_charType(static_cast<UChar32>(c)) == U_OTHER_SYMBOL;
}

constexpr std::u32string_view kMoneySigns = U"¥$£€₹";
constexpr std::u32string_view kMoneyUnits = U"元块刀镑";
constexpr std::array<std::u32string_view, 13> kMoneyWords = {U"rmb",    U"cny", U"yuan", U"usd",    U"dollar", U"dollars", U"rs",
                                                             U"rupees", U"inr", U"quid", U"pounds", U"eur",    U"euros"};

// Faces made of letters and marks, as they stand in normalised text, and the emoji of the same feeling. A longer one stands
// before its beginning.
struct Face {
  std::u32string_view text;
  char32_t emoji;
};
constexpr char32_t kCrying = 0x1F62D, kAngry = 0x1F621, kSmiling = 0x1F60A, kFlat = 0x1F611, kAstonished = 0x1F632;
constexpr std::array<Face, 36> kFaces = {
    {{U"t_t", kCrying},    {U"t.t", kCrying},  {U"t-t", kCrying},     {U"q_q", kCrying},     {U"qaq", kCrying},
     {U"qwq", kCrying},    {U"orz", kCrying},  {U"otz", kCrying},     {U";_;", kCrying},     {U"ಥ_ಥ", kCrying},
     {U"╥_╥", kCrying},    {U"っ_t", kCrying}, {U"ಠ_ಠ", kAngry},      {U"ಠ益ಠ", kAngry},     {U"╬", kAngry},
     {U"╯°□°", kAngry},    {U"╯‵□′", kAngry},  {U"`皿'", kAngry},     {U">皿<", kAngry},     {U">_<", kCrying},
     {U"^_^", kSmiling},   {U"^o^", kSmiling}, {U"^-^", kSmiling},    {U"^.^", kSmiling},    {U"^^", kSmiling},
     {U"≧▽≦", kSmiling},   {U"∩_∩", kSmiling}, {U"ovo", kSmiling},    {U"-_-||", kFlat},     {U"-_-", kFlat},
     {U"=_=", kFlat},      {U"→_→", kFlat},    {U"o_o", kAstonished}, {U"0_0", kAstonished}, {U"⊙o⊙", kAstonished},
     {U"⊙_⊙", kAstonished}}};
constexpr std::u32string_view kFaceStarts = U"tqo;ಥ╥っಠ╬╯`>^≧∩-=→0⊙";

// Cuts one text; the position only moves forward, and each look ahead is bounded by what is then consumed or by a constant.
class Cutter {
 public:
  explicit Cutter(const std::u32string& text) : text_(text) { tokens_.reserve(text.size()); }

  std::vector<Token> Run() {
    while (at_ < text_.size()) {
      const char32_t c = text_[at_];
      if (!IsHan(c) && kFaceStarts.find(c) != std::u32string_view::npos && KaomojiFace()) continue;
      if (IsIdeograph(c)) {
        Ideograph(c);
      } else if (IsDigit(c)) {
        if (!Code()) Number(at_);
      } else if (IsLetter(c)) {
        if (!Code() && !Url()) Word();
      } else {
        Other(c);
      }
    }
    return std::move(tokens_);
  }

 private:
  char32_t Peek(size_t i) const { return i < text_.size() ? text_[i] : U'\0'; }

  void Emit(TokenKind kind, size_t begin, size_t end, uint64_t value) {
    const bool joined = !broken_ && !tokens_.empty();
    tokens_.push_back({kind, joined, static_cast<uint32_t>(begin), static_cast<uint32_t>(end),
                       Mix(value * 31 + static_cast<uint64_t>(kind) + 1)});
    broken_ = false;
    at_ = end;
  }

  // A face that stands for itself and is no part of a word.
  bool KaomojiFace() {
    const auto word = [&](size_t i) { return i < text_.size() && IsAlnum(text_[i]); };
    if (at_ > 0 && word(at_) && word(at_ - 1)) return false;
    for (const Face& face : kFaces) {
      const size_t end = at_ + face.text.size();
      if (text_.compare(at_, face.text.size(), face.text) != 0 || (word(end) && word(end - 1))) continue;
      blank_ = false;
      Emit(TokenKind::kEmoji, at_, end, face.emoji);
      return true;
    }
    return false;
  }

  void Ideograph(char32_t c) {
    // A blank between two ideographs stands where others set a comma.
    if (blank_ && !tokens_.empty() && tokens_.back().kind == TokenKind::kIdeograph) broken_ = true;
    blank_ = false;
    Emit(TokenKind::kIdeograph, at_, at_ + 1, c);
  }

  void Other(char32_t c) {
    if (c == U' ') {
      blank_ = true;
      ++at_;
    } else if (kMoneySigns.find(c) != std::u32string_view::npos && IsDigit(Peek(at_ + (Peek(at_ + 1) == U' ' ? 2 : 1)))) {
      Number(at_ + (Peek(at_ + 1) == U' ' ? 2 : 1));
    } else if (IsEmoji(c)) {
      blank_ = false;
      Emit(TokenKind::kEmoji, at_, at_ + 1, c);
    } else {
      broken_ = true;
      ++at_;
    }
  }

  // An order number, waybill or serial number: at least eight of [a-z0-9], four of them digits, or nine digits.
  bool Code() {
    size_t end = at_, digits = 0;
    while (end < text_.size() && IsAlnum(text_[end])) digits += IsDigit(text_[end++]) ? 1 : 0;
    const size_t length = end - at_;
    const bool letters = digits < length;
    if (letters ? (length < 8 || digits < 4) : length < 9) return false;
    const bool mobile = !letters && length == 11 && text_[at_] == U'1' && text_[at_ + 1] >= U'3';
    blank_ = false;
    Emit(mobile ? TokenKind::kPhone : TokenKind::kOrder, at_, end, 0);
    return true;
  }

  bool Url() {
    const auto starts = [&](std::u32string_view prefix) { return text_.compare(at_, prefix.size(), prefix) == 0; };
    if (!starts(U"http://") && !starts(U"https://") && !starts(U"www.")) return false;
    size_t end = at_;
    while (end < text_.size() && text_[end] > U' ' && text_[end] < 0x7F) ++end;
    blank_ = false;
    Emit(TokenKind::kUrl, at_, end, 0);
    return true;
  }

  void Word() {
    size_t end = at_;
    uint64_t value = 14695981039346656037u;
    const auto inner_apostrophe = [&] { return text_[end] == U'\'' && end > at_ && IsLetter(Peek(end + 1)); };
    while (end < text_.size() && (inner_apostrophe() || (IsLetter(text_[end]) && !IsIdeograph(text_[end])))) {
      value = (value ^ text_[end++]) * 1099511628211u;
    }
    blank_ = false;
    if (Peek(end) == U'@' && IsAlnum(Peek(end + 1))) {
      ++end;
      while (end < text_.size() && (IsAlnum(text_[end]) || text_[end] == U'.' || text_[end] == U'-')) ++end;
      Emit(TokenKind::kEmail, at_, end, 0);
      return;
    }
    Emit(TokenKind::kWord, at_, end, value);
  }

  // Digits in groups; `digits_begin` > at_ where a currency sign stands before.
  void Number(size_t digits_begin) {
    size_t end = digits_begin, digits = 0, integer_digits = 0, first_group = 0;
    char32_t separator = 0;
    bool mixed = false;
    while (end < text_.size()) {
      if (IsDigit(text_[end])) {
        ++digits;
        if (separator == 0) ++first_group;
        if (separator != U'.') ++integer_digits;
        ++end;
        continue;
      }
      const char32_t c = text_[end];
      const bool separates = c == U'-' || c == U'.' || c == U':' || c == U'/' || c == U',';
      if (!separates || !IsDigit(Peek(end + 1))) break;
      mixed |= separator != 0 && separator != c;
      separator = c;
      ++end;
    }
    const TokenKind kind = NumberKind(digits_begin, &end, separator, digits, first_group);
    const size_t size = kind == TokenKind::kNumber ? std::min<size_t>(integer_digits, 5) : 0;
    blank_ = false;
    Emit(kind, at_, end, size);
  }

  TokenKind NumberKind(size_t digits_begin, size_t* end, char32_t separator, size_t digits, size_t first_group) {
    if (digits_begin > at_) return TokenKind::kMoney;
    const char32_t next = Peek(*end);
    if (kMoneyUnits.find(next) != std::u32string_view::npos && next != 0) {
      ++*end;
      if (next == U'块' && Peek(*end) == U'钱') ++*end;
      return TokenKind::kMoney;
    }
    if (next == U'%') {
      ++*end;
      return TokenKind::kPercent;
    }
    if (separator == U':') return TokenKind::kTime;
    if (separator == U'-' && digits >= 9) return TokenKind::kPhone;
    if ((separator == U'-' || separator == U'/' || separator == U'.') && first_group == 4 && digits <= 8) return TokenKind::kDate;
    if (separator == U'/') return TokenKind::kDate;
    if (const size_t unit = MoneyWordAt(*end); unit > *end) {
      *end = unit;
      return TokenKind::kMoney;
    }
    return TokenKind::kNumber;
  }

  // Where a word for money ends that stands at `i` or one blank behind; `i` where there is none.
  size_t MoneyWordAt(size_t i) const {
    const size_t begin = Peek(i) == U' ' ? i + 1 : i;
    size_t end = begin;
    while (end < text_.size() && end - begin < 8 && IsAsciiLetter(text_[end])) ++end;
    const std::u32string_view word(text_.data() + begin, end - begin);
    return std::find(kMoneyWords.begin(), kMoneyWords.end(), word) != kMoneyWords.end() ? end : i;
  }

  const std::u32string& text_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  bool broken_ = false;
  bool blank_ = false;
};

}  // namespace

bool IsHan(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c < 0x30000);
}

bool IsIdeograph(char32_t c) {
  if (c < 0x0E00) return false;
  if (IsHan(c)) return true;
  const bool spaceless = (c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ||
                         (c >= 0x3040 && c <= 0x31FF) || (c >= 0xAC00 && c <= 0xD7AF);
  return spaceless && u_isalpha(static_cast<UChar32>(c));
}

bool IsLetter(char32_t c) {
  return c < 0x80 ? IsAsciiLetter(c) : u_isalpha(static_cast<UChar32>(c));
}

uint64_t CombineHashes(uint64_t a, uint64_t b) {
  return Mix(a * 0x9E3779B97F4A7C15u + b + 0x7F4A7C15u);
}

std::vector<Token> Tokenise(const std::u32string& text) {
  return Cutter(text).Run();
}

}  // namespace redress::classification
