#include "services/routing/app/assign_round.h"

#include <algorithm>
#include <utility>

#include "libs/base/status_macros.h"
#include "libs/pg/exec.h"
#include "services/routing/store/claims.h"
#include "services/routing/store/decision_store.h"
#include "services/routing/store/events.h"
#include "services/routing/store/item_store.h"
#include "services/routing/store/people_store.h"
#include "services/routing/store/queue_store.h"

namespace redress::routing {
namespace {

// How many "nobody is eligible" are recorded a round.
constexpr int kNewDecisionsMax = 200;

struct Classes {
  std::vector<QueueRoom> with_room, full;
};

Classes Sort(const Floor& floor, const std::vector<Team>& teams, const std::vector<QueueRoom>& barred, int batch) {
  absl::flat_hash_map<QueueClass, int> beyond;
  for (const QueueRoom& one : barred) beyond[one.of] = one.room;
  Classes classes;
  for (const Team& team : teams) {
    for (const Severity severity : {Severity::kCritical, Severity::kUrgent, Severity::kOrdinary}) {
      for (const bool supervisors_only : {true, false}) {
        const int room = floor.RoomFor(team.id, supervisors_only);
        const QueueClass of{team.id, severity, supervisors_only};
        (room > 0 ? classes.with_room : classes.full).push_back({of, std::min(room, batch) + beyond[of]});
      }
    }
  }
  return classes;
}

// Only the holder of this lock goes on; it ends with the transaction.
bool TakeLease(pqxx::work& transaction) {
  return pg::Exec(transaction, "SELECT pg_try_advisory_xact_lock(hashtext(current_schema()), hashtext('routing assigner'))")[0][0]
      .as<bool>();
}

absl::StatusOr<std::vector<OfferClaim>> ClaimsOf(const std::vector<PlannedOffer>& plan, const OfferPolicy& policy,
                                                 BusinessTime now) {
  std::vector<OfferClaim> claims;
  for (const PlannedOffer& planned : plan) {
    if (planned.agent.empty()) continue;
    ASSIGN_OR_RETURN(Change change, Offer(*planned.item, planned.agent, policy, now));
    claims.push_back({&planned, std::move(change)});
  }
  return claims;
}

// Those who won, and those for whom it is new that nobody is eligible.
std::vector<const PlannedOffer*> Worthy(pqxx::work& transaction, const std::vector<PlannedOffer>& plan,
                                        const absl::flat_hash_set<std::string>& won) {
  std::vector<std::string> nobody;
  for (const PlannedOffer& planned : plan) {
    if (planned.agent.empty()) nobody.push_back(planned.item->id);
  }
  const absl::flat_hash_set<std::string> news = MarkUndecidable(transaction, nobody);
  std::vector<const PlannedOffer*> worthy;
  for (const PlannedOffer& planned : plan) {
    if (won.contains(planned.item->id) || news.contains(planned.item->id)) worthy.push_back(&planned);
  }
  return worthy;
}

// Claims what was planned, and commits what that makes of the items that are stored. `fresh`: those by id that are not yet, which
// become what they are then. The changes of all that won.
absl::StatusOr<std::vector<Change>> CommitPlan(pqxx::work& transaction, const Context& context,
                                               const std::vector<PlannedOffer>& plan,
                                               const absl::flat_hash_map<std::string, WorkItem*>& fresh, BusinessTime now,
                                               RoundResult* result) {
  ASSIGN_OR_RETURN(const std::vector<OfferClaim> claims, ClaimsOf(plan, context.policy.offers, now));
  const absl::flat_hash_set<std::string> won = ClaimOffers(transaction, claims, now);
  std::vector<Change> changes, stored;
  for (const OfferClaim& claim : claims) {
    const std::string& item = claim.planned->item->id;
    if (!won.contains(item)) {
      ++result->lost;
      continue;
    }
    result->waited.push_back(now - claim.planned->item->received_time);
    changes.push_back(claim.change);
    if (const auto own = fresh.find(item); own != fresh.end()) {
      *own->second = claim.change.next;
    } else {
      stored.push_back(claim.change);
    }
  }
  result->offered = static_cast<int>(changes.size());
  RETURN_IF_ERROR(CommitChanges(transaction, stored, now));
  InsertDecisions(transaction, Worthy(transaction, plan, won), context.policy.plan.assign, now);
  return changes;
}

void Say(absl::Span<const Change> changes, std::vector<events::NewEvent>* said) {
  for (const Change& change : changes) {
    for (events::NewEvent& event : EventsOf(change)) said->push_back(std::move(event));
  }
}

// What a round decides, before anything is claimed.
struct Planned {
  bool busy = false;  // another replica holds the lease
  std::vector<WorkItem> items;
  size_t assignable = 0;  // so many of them, the first ones, are of classes with room
  std::vector<PlannedOffer> plan;
};

// Adds those of the fresh items for which there is room where they come in the order.
void AddFresh(absl::Span<const WorkItem> fresh, absl::Span<const QueueRoom> with_room, std::vector<WorkItem>* items) {
  absl::flat_hash_set<QueueClass> classes;
  for (const QueueRoom& one : with_room) classes.insert(one.of);
  for (const WorkItem& item : fresh) {
    if (item.state == ItemState::kQueued && classes.contains({item.team, item.severity, item.supervisors_only})) {
      items->push_back(item);
    }
  }
  std::sort(items->begin(), items->end(), GoesBefore);
}

// Of what is queued, or of that and items that this transaction makes.
void PlanRound(pqxx::work& transaction, const Context& context, absl::Span<const WorkItem> fresh, BusinessTime now,
               Planned* planned) {
  if (fresh.empty() ? !MoreQueued(transaction, 0) : MoreQueued(transaction, context.policy.batch)) return;
  if (context.policy.lease && !TakeLease(transaction)) {
    planned->busy = true;
    return;
  }
  const std::vector<Team> teams = LoadTeams(transaction);
  Floor floor(context.desks->Load(transaction), teams, context.policy.plan);
  const std::vector<QueueRoom> barred = CountBarred(transaction, now - context.policy.plan.decline_cooldown);
  const Classes classes = Sort(floor, teams, barred, context.policy.batch);
  planned->items = LockQueued(transaction, classes.with_room);
  AddFresh(fresh, classes.with_room, &planned->items);
  planned->assignable = planned->items.size();
  if (fresh.empty()) {
    for (WorkItem& item : LockNewInQueue(transaction, classes.full, kNewDecisionsMax)) planned->items.push_back(std::move(item));
  }
  if (planned->items.empty()) return;
  planned->plan = floor.Plan(planned->items, PastOffers(transaction, planned->items), now);
}

absl::Status RunRound(pqxx::work& transaction, const Context& context, RoundResult* result, std::vector<events::NewEvent>* said) {
  const BusinessTime now = context.time.Now();
  Planned planned;
  PlanRound(transaction, context, {}, now, &planned);
  result->busy = planned.busy;
  if (planned.items.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<Change> changes, CommitPlan(transaction, context, planned.plan, {}, now, result));
  Say(changes, said);
  RETURN_IF_ERROR(events::Append(transaction, said));
  result->more = result->lost > 0 || (result->offered > 0 && planned.assignable >= static_cast<size_t>(context.policy.batch)) ||
                 planned.items.size() - planned.assignable >= static_cast<size_t>(kNewDecisionsMax);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RoundResult> AssignRound(const Context& context) {
  RoundResult result;
  std::vector<events::NewEvent> said;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) {
    result = RoundResult();
    said.clear();
    return RunRound(transaction, context, &result, &said);
  }));
  if (!said.empty()) context.said(said);
  return result;
}

absl::StatusOr<RoundResult> OfferFresh(pqxx::work& transaction, const Context& context, BusinessTime now,
                                       std::vector<WorkItem>* fresh, std::vector<events::NewEvent>* said) {
  RoundResult result;
  if (fresh->empty()) return result;
  Planned planned;
  PlanRound(transaction, context, *fresh, now, &planned);
  result.busy = planned.busy;
  if (planned.items.empty()) return result;
  absl::flat_hash_map<std::string, WorkItem*> by_id;
  for (WorkItem& item : *fresh) by_id[item.id] = &item;
  ASSIGN_OR_RETURN(const std::vector<Change> changes, CommitPlan(transaction, context, planned.plan, by_id, now, &result));
  Say(changes, said);
  return result;
}

absl::StatusOr<int> CountOffersDue(const Context& context) {
  int count = 0;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) {
    Planned planned;
    PlanRound(transaction, context, {}, context.time.Now(), &planned);
    const auto given = [](const PlannedOffer& offer) { return !offer.agent.empty(); };
    count = planned.busy ? 1 : static_cast<int>(std::count_if(planned.plan.begin(), planned.plan.end(), given));
    return absl::OkStatus();  // nothing was written; the locks go
  }));
  return count;
}

}  // namespace redress::routing
