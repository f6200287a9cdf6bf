// Regular expressions as XPath and XML Schema write them, which is what FEEL has, put into the words of ICU. Inside of this
// library only; pure.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace redress::feel {

// The flags of XPath's functions.
struct RegexFlags {
  bool dot_all = false;      // s
  bool multi_line = false;   // m
  bool ignore_case = false;  // i
  bool no_spaces = false;    // x: white space in the expression means nothing, outside of character classes
  bool literal = false;      // q: the expression is a plain text
};

// Nothing for a letter that is no flag.
std::optional<RegexFlags> ParseRegexFlags(absl::string_view letters);

// The same expression for ICU with UREGEX_UWORD off and UREGEX_UNIX_LINES on; nothing if XPath has no such expression.
std::optional<std::string> ToIcuRegex(absl::string_view expression, const RegexFlags& flags);

}  // namespace redress::feel
