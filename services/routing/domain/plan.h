// Decides a batch of queued items in memory: a pure function of the agents, their taken places, past offers and the items.
// What it plans is only a proposal; the claim enforces that an item has one owner and a place one item, and what is lost
// there is planned again in the next round.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "services/routing/domain/agent.h"
#include "services/routing/domain/assign.h"
#include "services/routing/domain/item.h"

namespace redress::routing {

// An agent with the places that are taken.
struct Desk {
  Agent agent;
  std::vector<int> taken_slots;  // each 1 … 1000; may lie above a limit that was lowered since
  BusinessTime last_given_time;
};

// An offer of an item that came to nothing and still matters.
struct PastOffer {
  std::string item;
  std::string agent;
  bool declined = false;  // else: expired
  BusinessTime end_time;
};

struct PlanPolicy {
  AssignPolicy assign;
  absl::Duration decline_cooldown = absl::Minutes(10);
};

// What was decided for one item; `agent` is empty where nobody is eligible.
struct PlannedOffer {
  const WorkItem* item = nullptr;
  std::string agent;
  int slot = 0;  // a free place of the agent, 1 … case_limit
  std::vector<Candidate> candidates;
  Decision decision;
};

// The agents, in memory, during one round. Not thread safe.
class Floor {
 public:
  Floor(std::vector<Desk> desks, absl::Span<const Team> teams, PlanPolicy policy);

  // How many more items of this team can be given, at most: the sum of the places that its members have for them.
  int RoomFor(absl::string_view team, bool supervisors_only) const;

  // Decides the items in the order given (GoesBefore is the caller's business); what is given counts for those that follow.
  std::vector<PlannedOffer> Plan(absl::Span<const WorkItem> items, absl::Span<const PastOffer> past, BusinessTime now);

  // The candidate that one agent is for an item whose team is `team`, for takes and transfers.
  static Candidate AsCandidate(const Agent& agent, const Team& team, const WorkItem& item);

 private:
  struct Seat {
    Candidate facts;          // what is the same for every item
    std::vector<bool> taken;  // index = slot − 1
  };
  struct Member {
    int seat;
    bool has_skills;
  };
  int FreeSlot(const Seat& seat) const;
  // Who may get the item: the team's members and the agent that it prefers. `seats`: where each of them sits.
  std::vector<Candidate> CandidatesFor(const WorkItem& item, std::vector<int>* seats) const;

  std::vector<Seat> seats_;
  absl::flat_hash_map<std::string, int> seat_of_;                  // by agent
  absl::flat_hash_map<std::string, std::vector<Member>> members_;  // by team
  PlanPolicy policy_;
};

}  // namespace redress::routing
