// Filters of listings: the part of AIP-160 that our listings need.
//   state = QUEUED AND team = "teams/logistics" AND received_time >= "2026-11-01T00:00:00Z"
//   state = QUEUED OR state = OFFERED AND team = "teams/logistics"     (OR binds tighter than AND, as AIP-160 has it)
// Comparisons of one field with constants, joined by AND; where a field allows it, alternatives for that field joined by OR.
// No NOT, no functions, no nesting. Whatever is not understood is refused, never ignored.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace redress {

enum class FilterOp { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

// `=`, `!=`, … : also what SQL calls it.
absl::string_view FilterOpText(FilterOp op);

// A field by which a listing can be filtered.
struct FilterField {
  absl::string_view name;
  std::vector<FilterOp> ops = {FilterOp::kEqual};
  bool alternatives = false;  // whether OR is understood; then the listing must obey Condition::others
};

// A row passes if it passes every condition.
struct Condition {
  std::string field;
  FilterOp op = FilterOp::kEqual;
  std::string value;                // without quotes; what it means is for the listing to check
  std::vector<std::string> others;  // further values, any of which will do; only for kEqual and fields with alternatives

  friend bool operator==(const Condition&, const Condition&) = default;
};

// The conditions, in the order written; none for an empty filter. INVALID_ARGUMENT, reason INVALID_FIELDS, with every unknown
// field and operator as a violation of `filter`; or the first place where it is no filter at all. At most 2,000 bytes.
absl::StatusOr<std::vector<Condition>> ParseFilter(absl::string_view filter, absl::Span<const FilterField> fields);

}  // namespace redress
