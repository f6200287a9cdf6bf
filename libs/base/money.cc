#include "libs/base/money.h"

#include <algorithm>
#include <limits>

#include "absl/strings/ascii.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress {
namespace {

absl::Status CheckSameCurrency(const Money& a, const Money& b) {
  if (a.currency == b.currency) return absl::OkStatus();
  return Error(absl::StatusCode::kInvalidArgument, "CURRENCY_MISMATCH", "amounts of two currencies do not mix");
}

absl::Status Overflow() {
  return Error(absl::StatusCode::kOutOfRange, "MONEY_OVERFLOW", "the amount is too large");
}

}  // namespace

absl::StatusOr<Currency> Currency::Parse(absl::string_view code) {
  if (code.size() != 3 || !std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_CURRENCY", "a currency is three capital letters (ISO 4217)");
  }
  return Currency({code[0], code[1], code[2]});
}

absl::StatusOr<Money> Add(const Money& a, const Money& b) {
  RETURN_IF_ERROR(CheckSameCurrency(a, b));
  Money sum{0, a.currency};
  if (__builtin_add_overflow(a.minor, b.minor, &sum.minor)) return Overflow();
  return sum;
}

absl::StatusOr<Money> Subtract(const Money& a, const Money& b) {
  RETURN_IF_ERROR(CheckSameCurrency(a, b));
  Money difference{0, a.currency};
  if (__builtin_sub_overflow(a.minor, b.minor, &difference.minor)) return Overflow();
  return difference;
}

absl::StatusOr<bool> Less(const Money& a, const Money& b) {
  RETURN_IF_ERROR(CheckSameCurrency(a, b));
  return a.minor < b.minor;
}

absl::StatusOr<Money> PercentDown(const Money& amount, int64_t percent) {
  __extension__ using Wide = __int128;
  const Wide product = Wide{amount.minor} * percent;
  Wide share = product / 100;
  if (product % 100 < 0) --share;
  if (share > std::numeric_limits<int64_t>::max() || share < std::numeric_limits<int64_t>::min()) return Overflow();
  return Money{static_cast<int64_t>(share), amount.currency};
}

}  // namespace redress
