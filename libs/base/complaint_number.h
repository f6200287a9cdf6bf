// The number of a complaint, made to be dictated over the phone: date, sequence, two check digits (`261122-00012345-21`).
// The check digits (ISO 7064 MOD 97-10 over all digits) catch every wrong digit and every pair of swapped neighbours, so that
// a mistyped number is refused and never becomes somebody else's case. A value; functions are thread safe.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace redress {

class ComplaintNumber {
 public:
  static constexpr int64_t kSequenceMax = 99'999'999;

  // `day`: when the complaint was received, 2000 to 2099; `sequence`: 0 … kSequenceMax, unique within the day.
  // OUT_OF_RANGE, reason COMPLAINT_NUMBER_RANGE otherwise.
  static absl::StatusOr<ComplaintNumber> Make(absl::CivilDay day, int64_t sequence);

  // Spaces and dashes may stand anywhere or be missing. INVALID_ARGUMENT, reason WRONG_CHECK_DIGITS for 16 digits that do not
  // fit together, reason MALFORMED_COMPLAINT_NUMBER for anything else that is no number.
  static absl::StatusOr<ComplaintNumber> Parse(absl::string_view text);

  // The one form in which a number is stored and shown.
  std::string ToString() const;
  absl::CivilDay day() const;
  int64_t sequence() const { return static_cast<int64_t>(body_ % (kSequenceMax + 1)); }

  friend constexpr auto operator<=>(const ComplaintNumber&, const ComplaintNumber&) = default;

 private:
  explicit constexpr ComplaintNumber(uint64_t body) : body_(body) {}
  uint64_t body_;  // the 14 digits before the check digits, as a number
};

}  // namespace redress
