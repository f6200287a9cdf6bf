// The code points of FEEL's grammar: which are white space, and which may begin or continue a name. Pure functions, thread safe.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace redress::feel {

// The first code point of `text`, which is not empty, and takes it off. A byte that begins no well-formed sequence is itself.
char32_t TakeCodePoint(absl::string_view& text);
void AppendCodePoint(char32_t point, std::string& text);

// White space and ends of lines, as the grammar has them (rules 61 and 62).
bool IsSpace(char32_t point);
// May begin a name: a letter, `_` and the ranges of rule 28. `?` too, which stands for the tested value.
bool IsNameStart(char32_t point);
// May follow within a part of a name: what begins one, a digit, and the ranges of rule 29.
bool IsNamePart(char32_t point);
// `.`, `/`, `-`, `'`, `+` and `*`: within a name only if the name is known (rule 30).
bool IsNameSymbol(char32_t point);

}  // namespace redress::feel
