// Who gets one work item: a pure function of the item and the candidates. Every candidate comes back with the filter that
// removed it, so that a decision can be shown, stored and replayed (lessons: "none records why"). Filters are tried in the
// order of `Exclusion`; the first that fails is the one recorded. Capacity is only estimated here: the claim that follows
// (store/claims.h) is what enforces it.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/routing/domain/item.h"

namespace redress::routing {

enum class Presence { kOnline, kBusy, kOffline };

// Why a candidate is not eligible.
enum class Exclusion {
  kNone,
  kProposer,  // nobody decides on their own plan
  kNotPresent,
  kNotInTeam,
  kMissingSkill,
  kNotSupervisor,        // a critical or reopened case, or an approval, goes to a supervisor
  kAtCapacity,           // no place is free
  kReservedForCritical,  // the places that a supervisor has left are kept for what only supervisors may have
  kDeclinedRecently,
  kLetOfferExpire,  // did not answer an offer of this item, and somebody else is there
};

// What decides between eligible candidates, in this order.
enum class TieBreak { kOnlyOne, kContinuity, kLoad, kLongestSinceGiven, kName };

// Everything that the choice looks at. All of it is stored with the decision.
struct Candidate {
  std::string agent;
  bool present = false;
  bool in_team = false;
  bool has_skills = false;
  bool supervisor = false;
  bool proposer = false;   // of the plan that the item is about
  bool preferred = false;  // has the case: neither team nor skills matter, nor what supervisors keep free
  int open_count = 0;
  int case_limit = 0;
  bool declined_recently = false;
  bool let_offer_expire = false;
  BusinessTime last_given_time;  // when it was last given anything; the epoch for never

  friend bool operator==(const Candidate&, const Candidate&) = default;
};

struct AssignPolicy {
  // Share of a supervisor's places that only what supervisors alone may have may take, in percent (rounded down to whole places).
  int supervisor_reserve_percent = 67;
};

struct Decision {
  int chosen = -1;                     // index of a candidate; −1: nobody is eligible
  std::vector<Exclusion> excluded_by;  // one for each candidate, in their order
  TieBreak tie_break = TieBreak::kOnlyOne;
};

// Of the eligible candidates the preferred one, else the one with the least load (open ÷ limit); among equals the one not given
// anything for the longest, then by name.
Decision Choose(bool supervisors_only, absl::Span<const Candidate> candidates, const AssignPolicy& policy);

// The filter that keeps one candidate from the item, kLetOfferExpire aside (it depends on the others).
Exclusion WhyNot(bool supervisors_only, const Candidate& candidate, const AssignPolicy& policy);

// True where `a` has less load than `b`; exact (no floating point).
bool LessLoaded(const Candidate& a, const Candidate& b);

// `NOT_PRESENT`, …; empty for kNone.
absl::string_view Word(Exclusion exclusion);
// `LOAD`, …
absl::string_view Word(TieBreak tie_break);

}  // namespace redress::routing
