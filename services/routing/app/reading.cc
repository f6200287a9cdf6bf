#include "services/routing/app/reading.h"

#include <algorithm>
#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/routing/store/item_store.h"

namespace redress::routing {
namespace {

// The viewer's teams; none for somebody who is no agent.
std::vector<std::string> TeamsOf(pqxx::transaction_base& transaction, const Viewer& viewer) {
  const absl::StatusOr<Agent> agent = GetAgent(transaction, viewer.agent);
  return agent.ok() ? agent->teams : std::vector<std::string>();
}

bool MaySee(pqxx::transaction_base& transaction, const Viewer& viewer, const WorkItem& item) {
  if (!viewer.restricted || (!viewer.agent.empty() && item.agent == viewer.agent)) return true;
  const std::vector<std::string> teams = TeamsOf(transaction, viewer);
  return std::find(teams.begin(), teams.end(), item.team) != teams.end();
}

}  // namespace

absl::StatusOr<ItemView> ReadItem(pg::Pool& pool, const Viewer& viewer, const std::string& id) {
  ItemView view;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(WorkItem item, GetItem(transaction, id));
    if (!MaySee(transaction, viewer, item)) return Error(absl::StatusCode::kNotFound, "WORK_ITEM_NOT_FOUND", "no such work item");
    view = std::move(ViewOf(transaction, {std::move(item)})[0]);
    return absl::OkStatus();
  }));
  return view;
}

absl::StatusOr<std::vector<ItemView>> ReadItems(pg::Pool& pool, const Viewer& viewer, ItemQuery query) {
  std::vector<ItemView> views;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    query.restricted = viewer.restricted;
    query.viewer = viewer.agent;
    query.viewer_teams = viewer.restricted ? TeamsOf(transaction, viewer) : std::vector<std::string>();
    ASSIGN_OR_RETURN(std::vector<WorkItem> items, ListItems(transaction, query));
    views = ViewOf(transaction, std::move(items));
    return absl::OkStatus();
  }));
  return views;
}

absl::StatusOr<std::vector<StoredDecision>> ReadDecisions(pg::Pool& pool, const std::string& item, int64_t before, int limit) {
  std::vector<StoredDecision> decisions;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    RETURN_IF_ERROR(GetItem(transaction, item).status());
    decisions = ListDecisions(transaction, item, before, limit);
    return absl::OkStatus();
  }));
  return decisions;
}

absl::StatusOr<AgentView> ReadAgent(pg::Pool& pool, const std::string& id) {
  AgentView view;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(Agent agent, GetAgent(transaction, id));
    view = ViewOf(std::move(agent));
    return absl::OkStatus();
  }));
  return view;
}

absl::StatusOr<std::vector<AgentView>> ReadAgents(pg::Pool& pool, const AgentQuery& query) {
  std::vector<AgentView> views;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    views.clear();
    for (Agent& agent : ListAgents(transaction, query)) views.push_back(ViewOf(std::move(agent)));
    return absl::OkStatus();
  }));
  return views;
}

absl::StatusOr<std::vector<Team>> ReadTeams(pg::Pool& pool) {
  std::vector<Team> teams;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    teams = ListTeams(transaction);
    return absl::OkStatus();
  }));
  return teams;
}

}  // namespace redress::routing
