// What people and timers do to a work item: each move is a pure function that checks who may, whether the state allows it, and
// says what changes. Refusals are FAILED_PRECONDITION with a reason: OFFER_GONE, NOT_OWNER, ILLEGAL_TRANSITION, NOT_TRIAGE,
// ENDED_BY_ITS_CASE or the word of an Exclusion (NOT_PRESENT, AT_CAPACITY …). Only the store writes (store/item_store.h). What
// happens to the case does to its items: case_moves.h.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/routing/domain/assign.h"
#include "services/routing/domain/item.h"

namespace redress::routing {

// Why an item left its agent.
enum class ReleaseReason { kDeclined, kOfferExpired, kAgentOffline, kTransferred, kTriageDecided, kCaseChanged, kEnded };

// Who acts.
struct Actor {
  std::string agent;        // bare id
  bool supervisor = false;  // by role: may hand on everybody's items and take from any team
};

// What happened to the item, in order; the store renders each as an event.
struct Fact {
  enum class Kind { kCreated, kRaised, kOffered, kAccepted, kReleased, kTriageDecided, kDone };
  Kind kind;
  std::string agent;  // empty where nobody had it: moved from one queue to another
  BusinessTime time;
  ReleaseReason reason = ReleaseReason::kDeclined;  // of kReleased
};

// What becomes of the agent's place that the item has.
enum class PlaceChange {
  kKeep,     // nothing
  kSettle,   // the offer is accepted
  kRelease,  // free again
  kFinish,   // free again, the work is done
  kWait,     // the agent keeps the item, and the place is free: the case waits
  kResume,   // the item takes a place of its agent again, above the limit where none is free
};

// What a move does. `claim_for` names the agent for whom a place must be free; the claim is made by the store, atomically.
struct Change {
  WorkItem next;
  PlaceChange place = PlaceChange::kKeep;
  ReleaseReason reason = ReleaseReason::kDeclined;  // of kRelease
  BusinessTime place_time;                          // when, unless kKeep
  std::string note;                                 // why, in the words of the agent
  std::string claim_for;
  std::vector<Fact> facts;
};

// How long offers stand, in business time.
struct OfferPolicy {
  absl::Duration offer_ttl = absl::Seconds(60);
  absl::Duration chat_offer_ttl = absl::Seconds(20);
};
absl::Duration OfferTtl(const WorkItem& item, const OfferPolicy& policy);

// The agent to whom it is offered, and nobody else: a supervisor hands it on instead (HandOver, MoveToTeam).
absl::StatusOr<Change> Accept(const WorkItem& item, const Actor& actor, BusinessTime now);
absl::StatusOr<Change> Decline(const WorkItem& item, const Actor& actor, const std::string& note, BusinessTime now);

// `candidate` is the actor as an agent of the item's team. A supervisor may take from any team and without its skills, but what
// managers or legal decide.
absl::StatusOr<Change> Take(const WorkItem& item, const Actor& actor, const Candidate& candidate, BusinessTime now);

// By its owner: whoever did the work says so. Not where casework has the case and says when it is over (`case_live`).
absl::StatusOr<Change> Complete(const WorkItem& item, const Actor& actor, bool case_live, BusinessTime now);
// By its owner or a supervisor.
absl::StatusOr<Change> MoveToTeam(const WorkItem& item, const Actor& actor, const std::string& team, const std::string& note,
                                  BusinessTime now);

// To an agent who is present, of the team, and has room: a supervisor gives it (accepted at once, skills are the supervisor's
// business, but not who may approve; what is offered to that agent already is settled), the owner offers it.
struct Handover {
  Candidate to;
  std::string note;
  OfferPolicy offers;
};
absl::StatusOr<Change> HandOver(const WorkItem& item, const Actor& actor, const Handover& handover, BusinessTime now);

// The owner of a triage item says its tag; it goes to the team of that tag.
absl::StatusOr<Change> DecideTriage(const WorkItem& item, const Actor& actor, const Tag& tag, const std::string& team,
                                    BusinessTime now);

// The assigner's offer, as of `now`. The place is claimed by the assigner.
absl::StatusOr<Change> Offer(const WorkItem& item, const std::string& agent, const OfferPolicy& policy, BusinessTime now);
// FAILED_PRECONDITION, reason NOT_DUE, before the offer's end. The time of the fact is when it was due.
absl::StatusOr<Change> Expire(const WorkItem& item, BusinessTime now);
// Its agent is away; what it had was due back at `due`, or at once where it came later than that.
absl::StatusOr<Change> ReturnToQueue(const WorkItem& item, BusinessTime due);

// `DECLINED`, …: the words of the contract and the schema.
absl::string_view Word(ReleaseReason reason);

}  // namespace redress::routing
