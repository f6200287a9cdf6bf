// Whether a result is what the kit expects. Pure functions, thread safe.
#pragma once

#include "libs/feel/value.h"

namespace redress::dmn_tck {

// Numbers by value, up to the eighth place after the point, since the kit's own were written by engines with binary fractions;
// lists item by item; contexts by their entries, whatever their order; all else as FEEL's `=`.
bool Agrees(const feel::Value& expected, const feel::Value& actual);

}  // namespace redress::dmn_tck
