// What agents and supervisors do to work items: load, decide, commit, one use case a function. The decisions are those of
// domain/moves.h, whose refusals pass through. Further errors: NOT_FOUND; ABORTED, reason ETAG_MISMATCH; those of Once.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/routing/app/context.h"
#include "services/routing/app/once.h"
#include "services/routing/domain/item.h"
#include "services/routing/domain/moves.h"

namespace redress::routing {

// An item as it is shown.
struct ItemView {
  std::string name;  // workItems/{id}
  std::string etag;
  WorkItem item;
  std::vector<std::string> complaints;  // numbers, the first one first
};

// What is asked of which item, by whom.
struct MoveRequest {
  Request request;
  std::string item;
  std::string etag;  // empty: whatever it is now
  Actor actor;
};

absl::StatusOr<ItemView> AcceptItem(const Context& context, const MoveRequest& move);
absl::StatusOr<ItemView> DeclineItem(const Context& context, const MoveRequest& move, const std::string& reason);
absl::StatusOr<ItemView> TakeItem(const Context& context, const MoveRequest& move);
absl::StatusOr<ItemView> CompleteItem(const Context& context, const MoveRequest& move);

// To a team or to an agent, one of the two.
struct TransferTo {
  std::string team;
  std::string agent;
  std::string reason;
};
absl::StatusOr<ItemView> TransferItem(const Context& context, const MoveRequest& move, const TransferTo& to);

// `tag` is of the taxonomy, `team` that of the tag.
absl::StatusOr<ItemView> DecideItem(const Context& context, const MoveRequest& move, const Tag& tag, const std::string& team);

// The etag of a version.
std::string EtagOf(int64_t version);
// ABORTED, reason ETAG_MISMATCH, where `etag` is given and another one.
absl::Status CheckEtag(const std::string& etag, int64_t version);

// Adds the complaints of their cases.
std::vector<ItemView> ViewOf(pqxx::transaction_base& transaction, std::vector<WorkItem> items);

}  // namespace redress::routing
