// A case that might have been, as somebody writes it down to try a policy on, or to ask what it would give: what the policy looks
// at and nothing else. Pure functions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/base/error.h"
#include "services/compensation/domain/facts.h"

namespace redress::compensation {

// A fact by name, as somebody states it.
using StatedFact = std::pair<absl::string_view, absl::string_view>;
// How orders and lines are called in what is made of a case: by numbers where it is kept, as they were said where it is not.
enum class CaseNames { kNumbered, kAsSaid };

// What a case is about: order, line and facts of each subject, which FillSubject reads the rest from. The facts are complete:
// what is said without a line holds for every line, and for one of its own where there is none and `line_paid` is said; what is
// not said of quantity, of what was paid in all and of what is left follows from `line_paid`; lines come in the order of their
// `position` where they say it, else in that in which they are named. Signs of abuse, which no policy looks at, are left out.
// Adds every fact at fault to `violations`, as `{field}.facts[3].name` or `.value`, without `{field}.` where it is empty.
std::vector<Subject> StatedSubjects(absl::Span<const StatedFact> given, const std::string& field, Violations* violations,
                                    CaseNames names);

// The same as the facts of a quotation would be kept (NamedFactsOf), orders and lines numbered: nothing is kept that could name a
// person, words are [A-Z0-9_], and there is no other fact.
NamedFacts SimulatedFacts(const NamedFacts& given, const std::string& field, Violations* violations);

}  // namespace redress::compensation
