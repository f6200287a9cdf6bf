// A case that might have been, as somebody writes it down to try a policy on, or to ask what it would give: what the policy looks
// at and nothing else. Pure functions.
#pragma once

#include <string>

#include "libs/base/error.h"
#include "services/compensation/domain/facts.h"

namespace redress::compensation {

// How orders and lines are called in what is made of a case: by numbers where it is kept, as they were said where it is not.
enum class CaseNames { kNumbered, kAsSaid };

// The facts as those of a quotation would be kept (NamedFactsOf), complete: what is said without a line holds for every line, and
// for one of its own where there is none and `line_paid` is said; what is not said of quantity, of what was paid in all and of
// what is left follows from `line_paid`; lines come in the order of their `position` where they say it, else in that in which
// they are named. Signs of abuse, which no policy looks at, are left out. Numbered, nothing is kept that could name a person:
// words are [A-Z0-9_], and there is no other fact. Adds every fact at fault to `violations`, as `{field}.facts[3].name` or
// `.value`, without `{field}.` where it is empty.
NamedFacts SimulatedFacts(const NamedFacts& given, const std::string& field, Violations* violations,
                          CaseNames names = CaseNames::kNumbered);

}  // namespace redress::compensation
