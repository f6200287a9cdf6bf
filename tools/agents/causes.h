// What people of the trade know of each kind of complaint: which department helps, who is asked and most often at fault, what the
// cause is called, and what is done where the policy gives nothing. A table; values, thread safe.
#pragma once

#include <string>

#include "redress/casework/v1/case.pb.h"
#include "redress/type/v1/type.pb.h"

namespace redress::agents {

struct Cause {
  const char *l1, *l2;                // `l2` empty: whatever it is
  const char* department;             // as casework names them
  casework::v1::Party party;          // at fault, if nothing else is found
  const char* root_cause;             // a word that can be counted
  const char *action_zh, *action_en;  // what a person does about it
};

// The row of the tag; the one of its L1, or the last one, where there is none of its own.
const Cause& CauseOf(const type::v1::Tag& tag);

// Whom one asks for evidence about it: the party itself, or the customer where that is ourselves or cannot be asked by link.
casework::v1::Party AskedAbout(const Cause& cause);

}  // namespace redress::agents
