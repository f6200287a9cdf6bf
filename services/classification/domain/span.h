// A part of a text: half-open range of Unicode code points in the text as received. Positions are all that classification ever
// keeps of a text.
#pragma once

#include <compare>
#include <cstdint>

namespace redress::classification {

struct Span {
  int32_t begin = 0;
  int32_t end = 0;
  friend constexpr auto operator<=>(const Span&, const Span&) = default;
};

}  // namespace redress::classification
