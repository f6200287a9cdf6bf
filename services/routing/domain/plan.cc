#include "services/routing/domain/plan.h"

#include <algorithm>
#include <utility>

namespace redress::routing {
namespace {

using PastByItem = absl::flat_hash_map<std::string, std::vector<const PastOffer*>>;

PastByItem IndexByItem(absl::Span<const PastOffer> past) {
  PastByItem index;
  for (const PastOffer& offer : past) index[offer.item].push_back(&offer);
  return index;
}

void NotePast(const std::vector<const PastOffer*>& past, BusinessTime recent, std::vector<Candidate>* candidates) {
  for (Candidate& candidate : *candidates) {
    for (const PastOffer* offer : past) {
      if (offer->agent != candidate.agent) continue;
      if (!offer->declined) candidate.let_offer_expire = true;
      if (offer->declined && offer->end_time > recent) candidate.declined_recently = true;
    }
  }
}

Candidate SameForAll(const Agent& agent) {
  Candidate candidate;
  candidate.agent = agent.id;
  candidate.present = agent.presence == Presence::kOnline;
  candidate.supervisor = agent.supervisor;
  candidate.open_count = agent.open_count;
  candidate.case_limit = agent.case_limit;
  return candidate;
}

// What the candidate has to do with the item.
void Relate(const WorkItem& item, Candidate* candidate) {
  candidate->proposer = candidate->agent == item.proposer;
  candidate->preferred = candidate->agent == item.preferred;
}

}  // namespace

Candidate Floor::AsCandidate(const Agent& agent, const Team& team, const WorkItem& item) {
  Candidate candidate = SameForAll(agent);
  candidate.in_team = InTeam(agent, team.id);
  candidate.has_skills = HasSkills(agent, team);
  Relate(item, &candidate);
  return candidate;
}

Floor::Floor(std::vector<Desk> desks, absl::Span<const Team> teams, PlanPolicy policy) : policy_(policy) {
  absl::flat_hash_map<std::string, const Team*> by_id;
  for (const Team& team : teams) by_id.emplace(team.id, &team);
  for (Desk& desk : desks) {
    Seat seat;
    seat.taken.resize(desk.agent.case_limit);
    for (const int slot : desk.taken_slots) {
      if (slot <= desk.agent.case_limit) seat.taken[slot - 1] = true;
    }
    desk.agent.open_count = static_cast<int>(desk.taken_slots.size());
    seat.facts = SameForAll(desk.agent);
    seat.facts.last_given_time = desk.last_given_time;
    for (const std::string& team : desk.agent.teams) {
      const auto known = by_id.find(team);
      if (known == by_id.end()) continue;
      members_[team].push_back({static_cast<int>(seats_.size()), HasSkills(desk.agent, *known->second)});
    }
    seat_of_.emplace(desk.agent.id, static_cast<int>(seats_.size()));
    seats_.push_back(std::move(seat));
  }
}

int Floor::RoomFor(absl::string_view team, bool supervisors_only) const {
  const auto members = members_.find(team);
  if (members == members_.end()) return 0;
  int room = 0;
  for (const Member& member : members->second) {
    Candidate candidate = seats_[member.seat].facts;
    candidate.in_team = true;
    candidate.has_skills = member.has_skills;
    const bool eligible = WhyNot(supervisors_only, candidate, policy_.assign) == Exclusion::kNone;
    if (eligible) room += candidate.case_limit - candidate.open_count;
  }
  return room;
}

// The lowest free place, 0 for none. Open items above a lowered limit count as load, so a place may be free and yet not given.
int Floor::FreeSlot(const Seat& seat) const {
  const auto free = std::find(seat.taken.begin(), seat.taken.end(), false);
  return free == seat.taken.end() ? 0 : static_cast<int>(free - seat.taken.begin()) + 1;
}

std::vector<Candidate> Floor::CandidatesFor(const WorkItem& item, std::vector<int>* seats) const {
  std::vector<Candidate> candidates;
  seats->clear();
  bool preferred_seen = false;
  const auto add = [&](int seat, bool in_team, bool has_skills) {
    Candidate& candidate = candidates.emplace_back(seats_[seat].facts);
    candidate.in_team = in_team;
    candidate.has_skills = has_skills;
    Relate(item, &candidate);
    preferred_seen |= candidate.preferred;
    seats->push_back(seat);
  };
  if (const auto members = members_.find(item.team); members != members_.end()) {
    candidates.reserve(members->second.size() + 1);
    for (const Member& member : members->second) add(member.seat, true, member.has_skills);
  }
  const auto preferred = seat_of_.find(item.preferred);
  if (!preferred_seen && preferred != seat_of_.end()) add(preferred->second, false, false);
  return candidates;
}

std::vector<PlannedOffer> Floor::Plan(absl::Span<const WorkItem> items, absl::Span<const PastOffer> past, BusinessTime now) {
  const PastByItem past_by_item = IndexByItem(past);
  std::vector<PlannedOffer> plan;
  plan.reserve(items.size());
  for (const WorkItem& item : items) {
    PlannedOffer offer{.item = &item};
    std::vector<int> seats;
    offer.candidates = CandidatesFor(item, &seats);
    if (const auto known = past_by_item.find(item.id); known != past_by_item.end()) {
      NotePast(known->second, now - policy_.decline_cooldown, &offer.candidates);
    }
    offer.decision = Choose(item.supervisors_only, offer.candidates, policy_.assign);
    if (offer.decision.chosen >= 0) {
      Seat& seat = seats_[seats[offer.decision.chosen]];
      offer.agent = seat.facts.agent;
      offer.slot = FreeSlot(seat);
      seat.taken[offer.slot - 1] = true;
      ++seat.facts.open_count;
      seat.facts.last_given_time = now;
    }
    plan.push_back(std::move(offer));
  }
  return plan;
}

}  // namespace redress::routing
