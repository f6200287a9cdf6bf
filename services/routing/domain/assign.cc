#include "services/routing/domain/assign.h"

#include <algorithm>

namespace redress::routing {
namespace {

int PlacesFor(bool supervisors_only, const Candidate& candidate, const AssignPolicy& policy) {
  if (!candidate.supervisor || supervisors_only) return candidate.case_limit;
  return candidate.case_limit - candidate.case_limit * policy.supervisor_reserve_percent / 100;
}

// The first criterion in which the best candidate differs from the second.
TieBreak WhatDecided(const Candidate& best, const Candidate& second) {
  if (best.preferred) return TieBreak::kContinuity;
  if (LessLoaded(best, second)) return TieBreak::kLoad;
  return best.last_given_time < second.last_given_time ? TieBreak::kLongestSinceGiven : TieBreak::kName;
}

bool Better(const Candidate& a, const Candidate& b) {
  if (a.preferred != b.preferred) return a.preferred;
  if (LessLoaded(a, b)) return true;
  if (LessLoaded(b, a)) return false;
  if (a.last_given_time != b.last_given_time) return a.last_given_time < b.last_given_time;
  return a.agent < b.agent;
}

}  // namespace

bool LessLoaded(const Candidate& a, const Candidate& b) {
  return int64_t{a.open_count} * b.case_limit < int64_t{b.open_count} * a.case_limit;
}

Exclusion WhyNot(bool supervisors_only, const Candidate& candidate, const AssignPolicy& policy) {
  if (candidate.proposer) return Exclusion::kProposer;
  if (!candidate.present) return Exclusion::kNotPresent;
  if (!candidate.in_team && !candidate.preferred) return Exclusion::kNotInTeam;
  if (!candidate.has_skills && !candidate.preferred) return Exclusion::kMissingSkill;
  if (supervisors_only && !candidate.supervisor) return Exclusion::kNotSupervisor;
  if (candidate.open_count >= candidate.case_limit) return Exclusion::kAtCapacity;
  // What belongs to a supervisor's own case is nobody else's to do: the reserve does not stand against it.
  const bool own = candidate.preferred;
  if (!own && candidate.open_count >= PlacesFor(supervisors_only, candidate, policy)) return Exclusion::kReservedForCritical;
  if (candidate.declined_recently) return Exclusion::kDeclinedRecently;
  return Exclusion::kNone;
}

Decision Choose(bool supervisors_only, absl::Span<const Candidate> candidates, const AssignPolicy& policy) {
  Decision decision;
  decision.excluded_by.reserve(candidates.size());
  bool fresh = false;  // somebody is eligible who has not let this item's offer expire
  for (const Candidate& candidate : candidates) {
    decision.excluded_by.push_back(WhyNot(supervisors_only, candidate, policy));
    fresh |= decision.excluded_by.back() == Exclusion::kNone && !candidate.let_offer_expire;
  }
  int second = -1;
  for (int i = 0; i < static_cast<int>(candidates.size()); ++i) {
    if (decision.excluded_by[i] != Exclusion::kNone) continue;
    if (fresh && candidates[i].let_offer_expire) {
      decision.excluded_by[i] = Exclusion::kLetOfferExpire;
    } else if (decision.chosen < 0 || Better(candidates[i], candidates[decision.chosen])) {
      second = decision.chosen;
      decision.chosen = i;
    } else if (second < 0 || Better(candidates[i], candidates[second])) {
      second = i;
    }
  }
  if (second >= 0) decision.tie_break = WhatDecided(candidates[decision.chosen], candidates[second]);
  return decision;
}

absl::string_view Word(Exclusion exclusion) {
  switch (exclusion) {
    case Exclusion::kNone:
      return "";
    case Exclusion::kProposer:
      return "PROPOSER";
    case Exclusion::kNotPresent:
      return "NOT_PRESENT";
    case Exclusion::kNotInTeam:
      return "NOT_IN_TEAM";
    case Exclusion::kMissingSkill:
      return "MISSING_SKILL";
    case Exclusion::kNotSupervisor:
      return "NOT_SUPERVISOR";
    case Exclusion::kAtCapacity:
      return "AT_CAPACITY";
    case Exclusion::kReservedForCritical:
      return "RESERVED_FOR_CRITICAL";
    case Exclusion::kDeclinedRecently:
      return "DECLINED_RECENTLY";
    case Exclusion::kLetOfferExpire:
      return "LET_OFFER_EXPIRE";
  }
  return "";
}

absl::string_view Word(TieBreak tie_break) {
  switch (tie_break) {
    case TieBreak::kOnlyOne:
      return "ONLY_ONE";
    case TieBreak::kContinuity:
      return "CONTINUITY";
    case TieBreak::kLoad:
      return "LOAD";
    case TieBreak::kLongestSinceGiven:
      return "LONGEST_SINCE_GIVEN";
    case TieBreak::kName:
      return "NAME";
  }
  return "";
}

}  // namespace redress::routing
