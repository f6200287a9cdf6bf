#include "services/classification/text/fields.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/types/optional.h"
#include "libs/base/error.h"
#include "services/classification/text/utf8.h"

namespace redress::classification {
namespace {

bool IsDigit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

constexpr std::array<std::u32string_view, 12> kMonths = {U"jan", U"feb", U"mar", U"apr", U"may", U"jun",
                                                         U"jul", U"aug", U"sep", U"oct", U"nov", U"dec"};

// Currencies by the signs and words that stand beside an amount. 元, 块 and ¥ mean yuan where Chinese is written.
struct CurrencyWord {
  std::u32string_view word;
  const char* code;
};
constexpr std::array<CurrencyWord, 17> kCurrencies = {{{U"¥", "CNY"},
                                                       {U"元", "CNY"},
                                                       {U"块", "CNY"},
                                                       {U"rmb", "CNY"},
                                                       {U"cny", "CNY"},
                                                       {U"yuan", "CNY"},
                                                       {U"$", "USD"},
                                                       {U"usd", "USD"},
                                                       {U"dollar", "USD"},
                                                       {U"£", "GBP"},
                                                       {U"镑", "GBP"},
                                                       {U"quid", "GBP"},
                                                       {U"pounds", "GBP"},
                                                       {U"€", "EUR"},
                                                       {U"eur", "EUR"},
                                                       {U"₹", "INR"},
                                                       {U"inr", "INR"}}};

// Words before a number that tell what it is, looked for in the few characters before it.
constexpr std::array<std::u32string_view, 9> kWaybillWords = {U"运单",     U"快递单",  U"快递号", U"物流单",     U"物流号",
                                                              U"tracking", U"waybill", U"awb",    U"consignment"};
constexpr std::array<std::u32string_view, 3> kOrderWords = {U"订单", U"order", U"单号"};

// Works on one text; looks a bounded way back and ahead.
class Finder {
 public:
  Finder(const NormalText& text, const std::vector<Token>& tokens) : text_(text), chars_(text.chars), tokens_(tokens) {}

  std::vector<TextField> Run() {
    for (size_t i = 0; i < tokens_.size() && fields_.size() < FieldFinder::kFieldsMax;) i = At(i);
    return std::move(fields_);
  }

 private:
  std::u32string_view View(size_t begin, size_t end) const {
    return std::u32string_view(chars_).substr(begin, std::min(end, chars_.size()) - begin);
  }
  std::u32string_view Word(size_t i) const { return View(tokens_[i].begin, tokens_[i].end); }
  bool Is(size_t i, char32_t c) const { return i < tokens_.size() && chars_[tokens_[i].begin] == c; }
  bool IsNumber(size_t i) const { return i < tokens_.size() && tokens_[i].kind == TokenKind::kNumber; }

  void Emit(const char* kind, size_t first, size_t last, std::string value) {
    fields_.push_back({kind, text_.SourceOf(tokens_[first].begin, tokens_[last].end), std::move(value)});
  }

  // Looks at the token; the next one to look at.
  size_t At(size_t i) {
    switch (tokens_[i].kind) {
      case TokenKind::kOrder:
        Emit(IsWaybill(i) ? "waybill" : "order", i, i, Upper(Word(i)));
        return i + 1;
      case TokenKind::kPhone:
        // An order or waybill can have the digits of a mobile phone.
        Emit(Before(i, kWaybillWords) ? "waybill" : Before(i, kOrderWords) ? "order" : "phone", i, i, Digits(Word(i)));
        return i + 1;
      case TokenKind::kMoney:
        Emit("amount", i, i, Amount(Word(i)));
        return i + 1;
      case TokenKind::kDate:
        return DateToken(i);
      case TokenKind::kNumber:
        return Number(i);
      case TokenKind::kWord:
        return EnglishDate(i, i + 1, i) ? i + 2 : i + 1;
      default:
        return i + 1;
    }
  }

  size_t Number(size_t i) {
    if (const size_t next = ChineseDate(i); next > i) return next;
    if (i + 1 < tokens_.size() && tokens_[i + 1].kind == TokenKind::kWord && EnglishDate(i + 1, i, i)) return i + 2;
    if (const size_t next = LargeAmount(i); next > i) return next;
    // A short number is an order only where the text says so just before it.
    const std::u32string_view word = Word(i);
    if (word.size() >= 6 && std::all_of(word.begin(), word.end(), IsDigit) &&
        (Before(i, kOrderWords) || Before(i, kWaybillWords)))
      Emit(Before(i, kWaybillWords) ? "waybill" : "order", i, i, Upper(word));
    return i + 1;
  }

  // 2万块, 3千元: a number, a power of ten and a unit.
  size_t LargeAmount(size_t i) {
    const int64_t factor = Is(i + 1, U'万') ? 10'000 : Is(i + 1, U'千') ? 1'000 : Is(i + 1, U'百') ? 100 : 0;
    if (factor == 0 || !(Is(i + 2, U'元') || Is(i + 2, U'块'))) return i;
    const absl::optional<int64_t> minor = Minor(Word(i));
    if (!minor || *minor > 1'000'000'000'000) return i;
    Emit("amount", i, i + 2, absl::StrCat(Decimal(*minor * factor), " CNY"));
    return i + 3;
  }

  // (2026年)11月5(日|号).
  size_t ChineseDate(size_t i) {
    size_t at = i;
    int year = 0;
    if (Is(at + 1, U'年') && Word(at).size() >= 2) {
      year = Int(Word(at));
      at += 2;
      if (!IsNumber(at)) return i;
    }
    if (!Is(at + 1, U'月') || !IsNumber(at + 2)) return i;
    const int month = Int(Word(at)), day = Int(Word(at + 2));
    const size_t last = Is(at + 3, U'日') || Is(at + 3, U'号') ? at + 3 : at + 2;
    return EmitDate(year < 100 && year > 0 ? year + 2000 : year, month, day, i, last) ? last + 1 : i;
  }

  // Nov 5(th), 5(th) November: the word `month` and the number `day`, which is its neighbour.
  bool EnglishDate(size_t month, size_t day, size_t first) {
    const std::u32string_view word = Word(month);
    if (word.size() < 3 || word.size() > 9 || !IsNumber(day)) return false;
    const auto* const found = std::find(kMonths.begin(), kMonths.end(), word.substr(0, 3));
    if (found == kMonths.end() || (word.size() > 3 && !IsMonthName(word))) return false;
    return EmitDate(0, static_cast<int>(found - kMonths.begin()) + 1, Int(Word(day)), first, std::max(month, day));
  }

  static bool IsMonthName(std::u32string_view word) {
    constexpr std::array<std::u32string_view, 12> kNames = {U"january",   U"february", U"march",    U"april",
                                                            U"sept",      U"june",     U"july",     U"august",
                                                            U"september", U"october",  U"november", U"december"};
    return std::find(kNames.begin(), kNames.end(), word) != kNames.end();
  }

  size_t DateToken(size_t i) {
    std::vector<int> parts(1, 0);
    for (const char32_t c : Word(i)) {
      if (!IsDigit(c)) {
        parts.push_back(0);
      } else if (parts.back() < 100'000) {
        parts.back() = parts.back() * 10 + static_cast<int>(c - U'0');
      }
    }
    if (parts.size() == 3 && parts[0] > 31) EmitDate(parts[0] < 100 ? parts[0] + 2000 : parts[0], parts[1], parts[2], i, i);
    // Of 11/5/2026 nobody knows which is the month.
    if (parts.size() == 2 && parts[0] <= 12) EmitDate(0, parts[0], parts[1], i, i);
    return i + 1;
  }

  bool EmitDate(int year, int month, int day, size_t first, size_t last) {
    if (month < 1 || month > 12 || day < 1 || day > 31 || year > 2100 || (year > 0 && year < 1990)) return false;
    const std::string start = year > 0 ? absl::StrFormat("%04d", year) : "-";
    Emit("date", first, last, absl::StrFormat("%s-%02d-%02d", start, month, day));
    return true;
  }

  // Letters of a carrier before digits (SF…, YT…, JD…), or a word just before that says so.
  bool IsWaybill(size_t i) const {
    const std::u32string_view code = Word(i);
    if (Before(i, kWaybillWords)) return true;
    if (Before(i, kOrderWords)) return false;
    size_t letters = 0;
    while (letters < code.size() && !IsDigit(code[letters])) ++letters;
    return letters >= 1 && letters <= 4 && code.size() - letters >= 9;
  }

  // True where one of `words` stands in the few characters before the token; over blanks and colons, not over another clause.
  template <size_t N>
  bool Before(size_t i, const std::array<std::u32string_view, N>& words) const {
    constexpr size_t kBack = 16;
    const size_t end = tokens_[i].begin, begin = end > kBack ? end - kBack : 0;
    const std::u32string_view before = View(begin, end);
    const size_t clause = before.find_last_of(U",;!?");
    const std::u32string_view near = clause == std::u32string_view::npos ? before : before.substr(clause);
    return std::any_of(words.begin(), words.end(),
                       [&](std::u32string_view word) { return near.find(word) != std::u32string_view::npos; });
  }

  static std::string Upper(std::u32string_view word) {
    std::string value;
    for (const char32_t c : word) AppendUtf8(c >= U'a' && c <= U'z' ? c - U'a' + U'A' : c, &value);
    return value;
  }

  static std::string Digits(std::u32string_view word) {
    std::string value;
    for (const char32_t c : word) {
      if (IsDigit(c)) AppendUtf8(c, &value);
    }
    return value;
  }

  static int Int(std::u32string_view word) {
    int value = 0;
    for (const char32_t c : word) {
      if (!IsDigit(c) || value > 100'000) return -1;
      value = value * 10 + static_cast<int>(c - U'0');
    }
    return value;
  }

  // The hundredths of a number as people write it (1,299.5); nothing where it is too large to be an amount.
  static absl::optional<int64_t> Minor(std::u32string_view word) {
    int64_t value = 0;
    int decimals = -1;
    for (size_t i = 0; i < word.size(); ++i) {
      const char32_t c = word[i];
      if (c == U'.') decimals = 0;
      if (!IsDigit(c) || decimals >= 2) continue;
      if (value > 1'000'000'000'000) return absl::nullopt;
      value = value * 10 + static_cast<int64_t>(c - U'0');
      if (decimals >= 0) ++decimals;
    }
    for (int i = std::max(decimals, 0); i < 2; ++i) value *= 10;
    return value;
  }

  static std::string Decimal(int64_t minor) { return absl::StrFormat("%d.%02d", minor / 100, minor % 100); }

  static std::string Amount(std::u32string_view word) {
    const absl::optional<int64_t> minor = Minor(word);
    std::string value = minor ? Decimal(*minor) : Digits(word);
    for (const CurrencyWord& currency : kCurrencies) {
      if (word.find(currency.word) != std::u32string_view::npos) return absl::StrCat(value, " ", currency.code);
    }
    return value;
  }

  const NormalText& text_;
  const std::u32string& chars_;
  const std::vector<Token>& tokens_;
  std::vector<TextField> fields_;
};

}  // namespace

absl::Status FieldFinder::AddGoods(const std::u32string& name) {
  if (name.empty()) return Error(absl::StatusCode::kInvalidArgument, "INVALID_SIGNALS", "an empty name among the goods");
  goods_.Add(name, 0, 0);
  return absl::OkStatus();
}

std::vector<TextField> FieldFinder::Find(const NormalText& text, const std::vector<Token>& tokens) const {
  std::vector<TextField> fields = Finder(text, tokens).Run();
  const size_t numbers = fields.size();
  std::vector<std::u32string_view> named;
  for (const PhraseHit& hit : goods_.Find(text.chars)) {
    if (fields.size() >= kFieldsMax) break;
    // Each of the goods once, where it is named first.
    const std::u32string_view name = std::u32string_view(text.chars).substr(hit.begin, hit.end - hit.begin);
    if (std::find(named.begin(), named.end(), name) != named.end()) continue;
    named.push_back(name);
    fields.push_back({"product", text.SourceOf(hit.begin, hit.end), EncodeUtf8(std::u32string(name))});
  }
  std::inplace_merge(fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(numbers), fields.end(),
                     [](const TextField& a, const TextField& b) { return a.span < b.span; });
  return fields;
}

}  // namespace redress::classification
