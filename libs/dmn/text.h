// What the compiler's files share about texts in FEEL and the places of their faults. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/dmn/syntax.h"

namespace redress::dmn {

// True for a text of white space only.
bool IsBlank(absl::string_view text);
// True for an empty name of a language, and for those of FEEL of every version.
bool IsFeel(absl::string_view language);
// Where in the model the fault of a text lies, which feel tells as `line:column: what` within the text.
Where PlaceOf(const Text& text, const absl::Status& status);
// What is wrong, without that place.
std::string MessageOf(const absl::Status& status);
// The tests of a list of unary tests, cut at the commas that stand outside of quotes and brackets.
std::vector<std::string> SplitTests(absl::string_view text);
// What people call a rule: its description (which the widespread editors show as its annotation), its first
// annotation, or else its id.
std::string LabelOf(const RuleSyntax& rule);

}  // namespace redress::dmn
