// What the assigner and the timers look for, all by index: queued items of the teams that have room, offers that are due, items
// of agents who are away. Items come locked; those that somebody else works on are skipped, so replicas do not wait for each
// other.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/domain/item.h"
#include "services/routing/domain/plan.h"

namespace redress::routing {

// Items that are alike to the assignment.
struct QueueClass {
  std::string team;
  Severity severity = Severity::kOrdinary;
  bool supervisors_only = false;
  friend bool operator==(const QueueClass&, const QueueClass&) = default;
  template <class H>
  friend H AbslHashValue(H h, const QueueClass& c) {
    return H::combine(std::move(h), c.team, c.severity, c.supervisors_only);
  }
};

// A number of them: as many as can be given, at most.
struct QueueRoom {
  QueueClass of;
  int room = 0;
};

// Whether more than so many items are queued.
bool MoreQueued(pqxx::transaction_base& transaction, int than);
// How many queued items of each class an agent with room may not have, as `room`: those that somebody declined after `since`, and
// those whose proposer is there. So far to look beyond the room, so that they hide nothing behind them.
std::vector<QueueRoom> CountBarred(pqxx::transaction_base& transaction, BusinessTime since);
// The first queued items of each class, as many as there is room for, in the order in which they are offered; locked.
std::vector<WorkItem> LockQueued(pqxx::transaction_base& transaction, absl::Span<const QueueRoom> rooms);
// Queued items of classes without room for which it was not recorded yet that nobody is eligible, at most `limit`; locked.
std::vector<WorkItem> LockNewInQueue(pqxx::transaction_base& transaction, absl::Span<const QueueRoom> full, int limit);
// Notes that nobody is eligible; the ids of those for which this is new.
absl::flat_hash_set<std::string> MarkUndecidable(pqxx::transaction_base& transaction, absl::Span<const std::string> items);
// Offers of these items that were declined or let expire.
std::vector<PastOffer> PastOffers(pqxx::transaction_base& transaction, absl::Span<const WorkItem> items);

// Items whose offer ended at `now` or before, at most `limit`; locked.
std::vector<WorkItem> LockExpired(pqxx::transaction_base& transaction, BusinessTime now, int limit);

// An item, since when its agent is away, and when it last went on after it had waited (the epoch: it never did).
struct AbsentItem {
  WorkItem item;
  BusinessTime offline_time;
  BusinessTime resume_time;
};
// Items of agents who are offline: offers at once, owned items where that was at `owned_before` or earlier, unless their cases
// wait. At most `limit`; locked.
std::vector<AbsentItem> LockAbsent(pqxx::transaction_base& transaction, BusinessTime owned_before, int limit);

// When time next makes something happen, as far as is known now: an offer ends, what an absent agent has goes back, somebody who
// declined a queued item may have it again. Nothing: it never does. The policy's durations are those of RunTimers and Plan.
absl::optional<BusinessTime> NextDue(pqxx::transaction_base& transaction, absl::Duration offline_grace,
                                     absl::Duration decline_cooldown, BusinessTime now);

// How many items are in each state, by team.
struct QueueDepth {
  std::string team;
  int queued = 0;
  int offered = 0;
  int accepted = 0;
};
std::vector<QueueDepth> CountOpen(pqxx::transaction_base& transaction);

}  // namespace redress::routing
