// Money: whole minor units (fen, cents) of one currency. Never a floating-point number. Sums and shares are checked; an amount
// that would not fit is an error, not a wrong amount. Values and pure functions, thread safe.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace redress {

// An ISO 4217 code, or none (for an amount that is not there).
class Currency {
 public:
  constexpr Currency() = default;
  static constexpr Currency Cny() { return Currency({'C', 'N', 'Y'}); }
  // Three capital letters; INVALID_ARGUMENT, reason INVALID_CURRENCY otherwise.
  static absl::StatusOr<Currency> Parse(absl::string_view code);

  absl::string_view code() const { return {code_.data(), none() ? 0 : code_.size()}; }
  constexpr bool none() const { return code_[0] == '\0'; }
  friend constexpr auto operator<=>(const Currency&, const Currency&) = default;

 private:
  explicit constexpr Currency(std::array<char, 3> code) : code_(code) {}
  std::array<char, 3> code_{};
};

struct Money {
  int64_t minor = 0;
  Currency currency;

  friend bool operator==(const Money&, const Money&) = default;
};

// Errors: INVALID_ARGUMENT, reason CURRENCY_MISMATCH; OUT_OF_RANGE, reason MONEY_OVERFLOW.
absl::StatusOr<Money> Add(const Money& a, const Money& b);
absl::StatusOr<Money> Subtract(const Money& a, const Money& b);
// True where `a` is less than `b`.
absl::StatusOr<bool> Less(const Money& a, const Money& b);
// `percent` hundredths of `amount`, down to a whole minor unit (towards minus infinity).
absl::StatusOr<Money> PercentDown(const Money& amount, int64_t percent);

}  // namespace redress
