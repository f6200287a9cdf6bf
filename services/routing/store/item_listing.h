// Listings of work items: by state (what waits first), each in the order in which items are offered. Every form of it walks an
// index in order; a test looks at the plans.
#pragma once

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/domain/item.h"

namespace redress::routing {

struct ItemQuery {
  absl::optional<ItemState> state;
  std::string team;  // empty: all, as below
  std::string agent;
  std::string case_number;
  std::string complaint;  // number; the items of its case
  // Where set, only what this agent has and what these teams have is seen.
  bool restricted = false;
  std::string viewer;
  std::vector<std::string> viewer_teams;
  std::string after;  // ListingKey of the last row seen
  int limit = 50;
};

// The place of an item in listings: for page tokens.
std::string ListingKey(const WorkItem& item);
// INVALID_ARGUMENT, reason INVALID_PAGE_TOKEN, where `query.after` is no key.
absl::StatusOr<std::vector<WorkItem>> ListItems(pqxx::transaction_base& transaction, const ItemQuery& query);
// The statement that ListItems runs, for the test of its plan.
absl::StatusOr<std::string> ListingSql(pqxx::transaction_base& transaction, const ItemQuery& query);

}  // namespace redress::routing
