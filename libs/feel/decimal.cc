#include "libs/feel/decimal.h"

#include <bid_conf.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

// libbid's functions, of the variant that has operands by value and rounding mode and flags as arguments. Its header of functions
// fits no other than its own build; bid_conf.h gives them the names that they have in the library.
extern "C" {
struct alignas(16) RedressBid128 {
  unsigned long long words[2];
};
RedressBid128 bid128_from_int64(long long value);
RedressBid128 bid128_from_string(char* text, unsigned mode, unsigned* flags);
void bid128_to_string(char* text, RedressBid128 x, unsigned* flags);
double bid128_to_binary64(RedressBid128 x, unsigned mode, unsigned* flags);
long long bid128_to_int64_xint(RedressBid128 x, unsigned* flags);
RedressBid128 bid128_add(RedressBid128 x, RedressBid128 y, unsigned mode, unsigned* flags);
RedressBid128 bid128_sub(RedressBid128 x, RedressBid128 y, unsigned mode, unsigned* flags);
RedressBid128 bid128_mul(RedressBid128 x, RedressBid128 y, unsigned mode, unsigned* flags);
RedressBid128 bid128_div(RedressBid128 x, RedressBid128 y, unsigned mode, unsigned* flags);
RedressBid128 bid128_pow(RedressBid128 x, RedressBid128 y, unsigned mode, unsigned* flags);
RedressBid128 bid128_sqrt(RedressBid128 x, unsigned mode, unsigned* flags);
RedressBid128 bid128_exp(RedressBid128 x, unsigned mode, unsigned* flags);
RedressBid128 bid128_log(RedressBid128 x, unsigned mode, unsigned* flags);
RedressBid128 bid128_fmod(RedressBid128 x, RedressBid128 y, unsigned* flags);
RedressBid128 bid128_quantize(RedressBid128 x, RedressBid128 y, unsigned mode, unsigned* flags);
RedressBid128 bid128_round_integral_zero(RedressBid128 x, unsigned* flags);
RedressBid128 bid128_scalbn(RedressBid128 x, int n, unsigned mode, unsigned* flags);
RedressBid128 bid128_negate(RedressBid128 x);
RedressBid128 bid128_abs(RedressBid128 x);
int bid128_quantexp(RedressBid128 x, unsigned* flags);
int bid128_quiet_equal(RedressBid128 x, RedressBid128 y, unsigned* flags);
int bid128_quiet_less(RedressBid128 x, RedressBid128 y, unsigned* flags);
int bid128_isFinite(RedressBid128 x);
int bid128_isZero(RedressBid128 x);
int bid128_isSigned(RedressBid128 x);
}

namespace redress::feel {
namespace {

using Bid = RedressBid128;

// libbid's rounding modes.
constexpr unsigned kNearestEven = 0;
constexpr unsigned kTowardsMinus = 1;
constexpr unsigned kTowardsPlus = 2;
constexpr unsigned kTowardsZero = 3;
constexpr unsigned kNearestAway = 4;

constexpr int kLeastExponent = -6176;
constexpr int kGreatestExponent = 6111;
// Beyond so many places a number is written with an exponent.
constexpr int kPlainPlaces = 40;
// Whole exponents up to this are multiplied out, so that what is exact stays exact.
constexpr int64_t kExactPower = 1024;

Bid In(const Decimal& value) {
  return {{value.bits().words[0], value.bits().words[1]}};
}

Decimal Out(const Bid& value) {
  return Decimal(Decimal::Bits{{value.words[0], value.words[1]}});
}

std::optional<Decimal> Finite(const Bid& value) {
  if (bid128_isFinite(value) == 0) return std::nullopt;
  return Out(value);
}

// The digits and the exponent of the last one: 12.50 is "1250" and -2.
struct Parts {
  bool negative;
  std::string digits;
  int exponent;
};

Parts Split(const Decimal& value) {
  std::array<char, 64> buffer{};
  unsigned flags = 0;
  bid128_to_string(buffer.data(), In(value), &flags);
  const absl::string_view text(buffer.data());  // +1250E-2
  const size_t e = text.find('E');
  Parts parts{text[0] == '-', std::string(text.substr(1, e - 1)), 0};
  if (!absl::SimpleAtoi(absl::ClippedSubstr(text, e + 1), &parts.exponent)) parts.exponent = 0;
  while (parts.digits.size() > 1 && parts.digits.back() == '0') {
    parts.digits.pop_back();
    ++parts.exponent;
  }
  const size_t lead = std::min(parts.digits.find_first_not_of('0'), parts.digits.size() - 1);
  parts.digits.erase(0, lead);
  if (parts.digits == "0") return {false, "0", 0};
  return parts;
}

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

// `-12.5e3`: an optional sign, digits with at most one point and at least one digit, an optional exponent.
bool IsNumber(absl::string_view text) {
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
  if (const size_t e = text.find_first_of("eE"); e != absl::string_view::npos) {
    absl::string_view exponent = text.substr(e + 1);
    if (!exponent.empty() && (exponent[0] == '-' || exponent[0] == '+')) exponent.remove_prefix(1);
    if (exponent.empty() || exponent.size() > 8 || !AllDigits(exponent)) return false;
    text = text.substr(0, e);
  }
  const size_t point = std::min(text.find('.'), text.size());
  const absl::string_view whole = text.substr(0, point);
  const absl::string_view fraction = absl::ClippedSubstr(text, point + 1);
  return !(whole.empty() && fraction.empty()) && AllDigits(whole) && AllDigits(fraction);
}

}  // namespace

Decimal::Decimal(int64_t value) : bits_(Out(bid128_from_int64(value)).bits()) {}

std::optional<Decimal> Decimal::Parse(absl::string_view text) {
  if (!IsNumber(text)) return std::nullopt;
  std::string copy(text);
  unsigned flags = 0;
  return Finite(bid128_from_string(copy.data(), kNearestEven, &flags));
}

std::optional<Decimal> Decimal::FromDouble(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  std::array<char, 40> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.17g", value);
  return Parse(buffer.data());
}

std::string Decimal::ToText() const {
  const Parts parts = Split(*this);
  const absl::string_view digits = parts.digits;
  const int size = static_cast<int>(parts.digits.size());
  const absl::string_view sign = parts.negative ? "-" : "";
  const int point = size + parts.exponent;  // digits before the point
  if (point > kPlainPlaces || point < -kPlainPlaces) {
    const std::string rest = size > 1 ? absl::StrCat(".", digits.substr(1)) : "";
    return absl::StrCat(sign, digits.substr(0, 1), rest, "E", point - 1);
  }
  if (parts.exponent >= 0) return absl::StrCat(sign, digits, std::string(static_cast<size_t>(parts.exponent), '0'));
  if (point > 0) {
    return absl::StrCat(sign, digits.substr(0, static_cast<size_t>(point)), ".", digits.substr(static_cast<size_t>(point)));
  }
  return absl::StrCat(sign, "0.", std::string(static_cast<size_t>(-point), '0'), digits);
}

double Decimal::ToDouble() const {
  unsigned flags = 0;
  return bid128_to_binary64(In(*this), kNearestEven, &flags);
}

std::optional<int64_t> Decimal::ToInt64() const {
  unsigned flags = 0;
  const int64_t value = bid128_to_int64_xint(In(*this), &flags);
  if (flags != 0) return std::nullopt;
  return value;
}

bool Decimal::IsInteger() const {
  unsigned flags = 0;
  const Bid x = In(*this);
  return bid128_quiet_equal(bid128_round_integral_zero(x, &flags), x, &flags) != 0;
}

bool Decimal::IsZero() const {
  return bid128_isZero(In(*this)) != 0;
}

bool Decimal::IsNegative() const {
  return bid128_isSigned(In(*this)) != 0 && !IsZero();
}

std::optional<Decimal> Decimal::Plus(const Decimal& other) const {
  unsigned flags = 0;
  return Finite(bid128_add(In(*this), In(other), kNearestEven, &flags));
}

std::optional<Decimal> Decimal::Minus(const Decimal& other) const {
  unsigned flags = 0;
  return Finite(bid128_sub(In(*this), In(other), kNearestEven, &flags));
}

std::optional<Decimal> Decimal::Times(const Decimal& other) const {
  unsigned flags = 0;
  return Finite(bid128_mul(In(*this), In(other), kNearestEven, &flags));
}

std::optional<Decimal> Decimal::DividedBy(const Decimal& other) const {
  unsigned flags = 0;
  return Finite(bid128_div(In(*this), In(other), kNearestEven, &flags));
}

std::optional<Decimal> Decimal::Power(const Decimal& exponent) const {
  unsigned flags = 0;
  const std::optional<int64_t> whole = exponent.ToInt64();
  if (!whole || *whole < -kExactPower || *whole > kExactPower) {
    return Finite(bid128_pow(In(*this), In(exponent), kNearestEven, &flags));
  }
  if (IsZero() && *whole < 0) return std::nullopt;
  Bid result = bid128_from_int64(1);
  Bid base = In(*this);
  for (int64_t left = std::abs(*whole); left > 0; left >>= 1) {
    if ((left & 1) != 0) result = bid128_mul(result, base, kNearestEven, &flags);
    if (left > 1) base = bid128_mul(base, base, kNearestEven, &flags);
  }
  if (*whole < 0) result = bid128_div(bid128_from_int64(1), result, kNearestEven, &flags);
  return Finite(result);
}

std::optional<Decimal> Decimal::Modulo(const Decimal& divisor) const {
  if (divisor.IsZero()) return std::nullopt;
  unsigned flags = 0;
  const std::optional<Decimal> rest = Finite(bid128_fmod(In(*this), In(divisor), &flags));
  if (!rest || rest->IsZero() || rest->IsNegative() == divisor.IsNegative()) return rest;
  return rest->Plus(divisor);
}

std::optional<Decimal> Decimal::SquareRoot() const {
  if (IsNegative()) return std::nullopt;
  unsigned flags = 0;
  return Finite(bid128_sqrt(In(*this), kNearestEven, &flags));
}

std::optional<Decimal> Decimal::NaturalLog() const {
  if (IsNegative() || IsZero()) return std::nullopt;
  unsigned flags = 0;
  return Finite(bid128_log(In(*this), kNearestEven, &flags));
}

std::optional<Decimal> Decimal::Exponential() const {
  unsigned flags = 0;
  return Finite(bid128_exp(In(*this), kNearestEven, &flags));
}

Decimal Decimal::Negated() const {
  return IsZero() ? *this : Out(bid128_negate(In(*this)));
}

Decimal Decimal::Absolute() const {
  return Out(bid128_abs(In(*this)));
}

std::optional<Decimal> Decimal::Rounded(int64_t scale, Rounding rounding) const {
  if (scale < -kGreatestExponent || scale > -kLeastExponent) return std::nullopt;
  unsigned flags = 0;
  const Bid x = In(*this);
  if (bid128_quantexp(x, &flags) >= -scale) return *this;
  const Bid unit = bid128_scalbn(bid128_from_int64(1), static_cast<int>(-scale), kNearestEven, &flags);
  const bool negative = IsNegative();
  const auto to = [&](unsigned mode) { return bid128_quantize(x, unit, mode, &flags); };
  switch (rounding) {
    case Rounding::kHalfEven:
      return Finite(to(kNearestEven));
    case Rounding::kFloor:
      return Finite(to(kTowardsMinus));
    case Rounding::kCeiling:
      return Finite(to(kTowardsPlus));
    case Rounding::kDown:
      return Finite(to(kTowardsZero));
    case Rounding::kUp:
      return Finite(to(negative ? kTowardsMinus : kTowardsPlus));
    case Rounding::kHalfUp:
      return Finite(to(kNearestAway));
    case Rounding::kHalfDown:
      break;
  }
  // Half down: towards zero, unless what is cut off is more than half a unit.
  const std::optional<Decimal> down = Finite(to(kTowardsZero));
  const std::optional<Decimal> rest = down ? Minus(*down) : std::nullopt;
  const std::optional<Decimal> twice = rest ? rest->Absolute().Times(Decimal(2)) : std::nullopt;
  if (!twice || twice->Compare(Out(unit)) <= 0) return down;
  return Finite(to(negative ? kTowardsMinus : kTowardsPlus));
}

int Decimal::Compare(const Decimal& other) const {
  // Of one sign and exponent, with digits that fit the lower word, as nearly all numbers of a table are: no need of libbid.
  constexpr uint64_t kUpperDigits = (uint64_t{1} << 49) - 1;
  constexpr uint64_t kOtherForm = uint64_t{3} << 61;
  constexpr uint64_t kSign = uint64_t{1} << 63;
  const auto& [low, high] = bits_.words;
  if (high == other.bits_.words[1] && (high & kUpperDigits) == 0 && (high & kOtherForm) != kOtherForm) {
    if (low == other.bits_.words[0]) return 0;
    return (low < other.bits_.words[0]) != ((high & kSign) != 0) ? -1 : 1;
  }
  unsigned flags = 0;
  const Bid x = In(*this);
  const Bid y = In(other);
  if (bid128_quiet_equal(x, y, &flags) != 0) return 0;
  return bid128_quiet_less(x, y, &flags) != 0 ? -1 : 1;
}

}  // namespace redress::feel
