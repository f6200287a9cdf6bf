// Text as people write it: UTF-8, checked once at the edge and counted in Unicode code points everywhere. Masks show enough of
// a name, phone number or address to recognise it and no more. Pure functions, thread safe.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace redress {

// True for well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. A NUL is well-formed.
bool ValidUtf8(absl::string_view text);

// The number of code points of well-formed UTF-8.
size_t CodePointCount(absl::string_view text);

// The first `count` code points of well-formed UTF-8; all of it if it has no more. A view of `text`.
absl::string_view TruncateCodePoints(absl::string_view text, size_t count);

// Without white space at either end: ASCII's, and the spaces of Unicode that Chinese text has (U+3000, U+00A0, U+200B, U+FEFF).
// A view of `text`.
absl::string_view Trim(absl::string_view text);

// 张小明 → 张**, J. Smith → J**: the first code point and two stars, whatever the length; of a name of one code point only the
// stars. Empty stays empty, as in all masks.
std::string MaskName(absl::string_view name);
// +8613812345678 → 138****5678: the last four digits, and of a number of eleven or more the first three of its last eleven.
// Fewer than eight digits: all but the last two are hidden.
std::string MaskPhone(absl::string_view phone);
// li.lei@example.com → l**@example.com, a@example.com → **@example.com. Without a name and an `@` all is hidden.
std::string MaskEmail(absl::string_view email);

}  // namespace redress
