// A FEEL number: IEEE 754 decimal128, that is 34 digits, rounded half to even. Not a number and infinity do not exist: an
// operation that would give one gives nothing, which FEEL calls null. Sixteen bytes, no allocation, thread safe. The arithmetic
// is Intel's libbid.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace redress::feel {

// How a digit that is cut off is treated.
enum class Rounding : uint8_t { kHalfEven, kFloor, kCeiling, kDown, kUp, kHalfUp, kHalfDown };

class Decimal {
 public:
  // Zero.
  Decimal() : Decimal(int64_t{0}) {}
  // Exactly `value`.
  explicit Decimal(int64_t value);

  // Reads a FEEL or XML number: `-12.50`, `.5`, `1e-3`. Nothing else is taken: no space, no `NaN`, no grouping. Digits beyond the
  // 34th are rounded; a number that is too large is nothing.
  static std::optional<Decimal> Parse(absl::string_view text);
  // The nearest decimal to what `value` prints as with 17 digits; nothing unless it is finite.
  static std::optional<Decimal> FromDouble(double value);

  // Plain digits without zeros at the end (`12.5`, `-0.001`, `100`); with an exponent only beyond 40 places. Equal numbers have
  // equal texts.
  std::string ToText() const;
  double ToDouble() const;
  // The whole number that this is; nothing if it has a fraction or does not fit.
  std::optional<int64_t> ToInt64() const;
  bool IsInteger() const;
  bool IsZero() const;
  bool IsNegative() const;

  std::optional<Decimal> Plus(const Decimal& other) const;
  std::optional<Decimal> Minus(const Decimal& other) const;
  std::optional<Decimal> Times(const Decimal& other) const;
  // Nothing for a divisor of zero.
  std::optional<Decimal> DividedBy(const Decimal& other) const;
  // FEEL's `**`. Nothing where the result is not a real number.
  std::optional<Decimal> Power(const Decimal& exponent) const;
  // FEEL's modulo: the result has the sign of the divisor.
  std::optional<Decimal> Modulo(const Decimal& divisor) const;
  std::optional<Decimal> SquareRoot() const;
  std::optional<Decimal> NaturalLog() const;
  std::optional<Decimal> Exponential() const;
  Decimal Negated() const;
  Decimal Absolute() const;
  // Rounded to `scale` places after the point (before it, if negative). Nothing for a scale beyond -6111..6176. A number that
  // has no digit to cut off stays as it is.
  std::optional<Decimal> Rounded(int64_t scale, Rounding rounding) const;

  // -1, 0 or 1. Scale does not matter: 1.0 equals 1.
  int Compare(const Decimal& other) const;
  friend bool operator==(const Decimal& a, const Decimal& b) { return a.Compare(b) == 0; }
  friend bool operator<(const Decimal& a, const Decimal& b) { return a.Compare(b) < 0; }

  // libbid's own form: two words, the lower first.
  struct Bits {
    uint64_t words[2];
  };
  explicit Decimal(const Bits& bits) : bits_(bits) {}
  const Bits& bits() const { return bits_; }

 private:
  Bits bits_;
};

}  // namespace redress::feel
