// How a case stands by casework's word, as far as it decides what happens to the same matter again: since when it is over, and
// which case it became part of. Pure values and functions, thread safe.
#pragma once

#include <cstdint>

#include "absl/types/optional.h"
#include "libs/base/time.h"

namespace redress::intake {

struct CaseStanding {
  absl::optional<BusinessTime> close_time;  // while it is closed or rejected
  absl::optional<int64_t> merged_into;      // number as stored
  friend bool operator==(const CaseStanding&, const CaseStanding&) = default;

  // Open, as every case is of which nothing else was told.
  bool open() const { return !close_time.has_value() && !merged_into.has_value(); }
};

// What casework says of a case.
struct CaseNews {
  enum class Kind {
    kClosed,    // time
    kReopened,  //
    kMerged,    // other: the case that goes on
    kUnmerged,  // live: open again, rather than closed as it was before
  };
  Kind kind = Kind::kClosed;
  int64_t case_number = 0;
  BusinessTime time;
  int64_t other = 0;
  bool live = true;
};

// How the case stands after that. The same news again changes nothing.
CaseStanding After(CaseStanding standing, const CaseNews& news);

}  // namespace redress::intake
