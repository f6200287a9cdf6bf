// UTF-8 to code points and back, for text that was checked at the edge; bad bytes become U+FFFD, one each, so that positions
// stay countable whatever arrives. Pure functions, thread safe.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace redress::classification {

// The code point at `*position`, which moves behind it. `*position` < text.size().
char32_t NextCodePoint(absl::string_view text, size_t* position);

std::u32string DecodeUtf8(absl::string_view text);
void AppendUtf8(char32_t c, std::string* text);
std::string EncodeUtf8(const std::u32string& text);

}  // namespace redress::classification
