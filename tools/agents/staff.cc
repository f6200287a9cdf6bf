#include "tools/agents/staff.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "tools/demo_client/parallel.h"

namespace redress::agents {
namespace {

using routing::v1::Agent;
constexpr char kRouting[] = "redress.routing.v1.RoutingService.";
constexpr absl::Duration kTokenLife = absl::Hours(24 * 30);
constexpr int kAtOnce = 6;

bool IsIn(const Agent& agent, absl::string_view team) {
  return absl::c_linear_search(agent.teams(), team);
}

}  // namespace

std::vector<std::string> RolesOf(const Agent& agent) {
  std::vector<std::string> roles = {"SPECIALIST"};
  const bool manager = IsIn(agent, "teams/managers");
  if (agent.supervisor() || manager) roles.emplace_back("SUPERVISOR");
  if (manager) roles.emplace_back("MANAGER");
  if (IsIn(agent, "teams/legal")) roles.emplace_back("LEGAL");
  return roles;
}

std::map<std::string, Shift> ShiftsOf(std::vector<Agent> agents) {
  absl::c_sort(agents, [](const Agent& a, const Agent& b) { return a.name() < b.name(); });
  std::map<std::string, Shift> shifts;
  std::map<std::pair<std::string, bool>, int> places;
  for (const Agent& agent : agents) {
    const std::string team = agent.teams().empty() ? "" : agent.teams(0);
    const bool office = IsIn(agent, "teams/managers") || IsIn(agent, "teams/legal");
    shifts[agent.name()] = ShiftOf(agent.supervisor(), office, places[{team, agent.supervisor()}]++);
  }
  return shifts;
}

absl::Status Staff::Open(Tempo tempo) {
  std::vector<Agent> agents;
  routing::v1::ListAgentsRequest request;
  request.set_page_size(500);
  do {
    ASSIGN_OR_RETURN(const auto page,
                     session_.Call<routing::v1::ListAgentsResponse>(absl::StrCat(kRouting, "ListAgents"), request));
    agents.insert(agents.end(), page.agents().begin(), page.agents().end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  const std::map<std::string, Shift> shifts = ShiftsOf(agents);
  for (const Agent& agent : agents) {
    if (colleagues_.count(agent.name()) > 0) continue;
    client::Claims claims;
    claims.subject = agent.name();
    claims.roles = RolesOf(agent);
    claims.teams.assign(agent.teams().begin(), agent.teams().end());
    claims.ttl = kTokenLife;
    Colleague colleague;
    ASSIGN_OR_RETURN(colleague.person.token, signer_.Mint(claims));
    colleague.person.name = agent.name();
    colleague.person.supervisor = absl::c_linear_search(claims.roles, "SUPERVISOR");
    colleague.shift = tempo == Tempo::kWeek ? shifts.at(agent.name()) : Shift::kAlways;
    colleagues_[agent.name()] = std::move(colleague);
  }
  return absl::OkStatus();
}

const Colleague* Staff::Find(const std::string& agent) const {
  const auto found = colleagues_.find(agent);
  return found == colleagues_.end() ? nullptr : &found->second;
}

absl::Status Staff::ChangeShift(BusinessTime now, const std::map<std::string, int>& busy) const {
  ASSIGN_OR_RETURN(const std::string admin, session_.TokenOf("ADMIN"));
  std::vector<std::pair<std::string, routing::v1::Presence>> presences;
  presences.reserve(colleagues_.size());
  for (const auto& [name, colleague] : colleagues_) {
    const bool keeps = busy.count(name) > 0;
    presences.emplace_back(name, IsThere(colleague.shift, now) ? routing::v1::PRESENCE_ONLINE
                                 : keeps                       ? routing::v1::PRESENCE_BUSY
                                                               : routing::v1::PRESENCE_OFFLINE);
  }
  absl::Status failure;
  std::mutex mutex;
  demo::InParallel(presences.size(), kAtOnce, [&](size_t i) {
    const absl::Status status = SetPresence(presences[i].first, presences[i].second, admin);
    const std::lock_guard lock(mutex);
    failure.Update(status);
  });
  return failure;
}

absl::Status Staff::SetPresence(const std::string& agent, routing::v1::Presence presence, const std::string& admin) const {
  routing::v1::SetPresenceRequest request;
  request.set_request_id(Uuid::Random().ToString());
  request.set_name(agent);
  request.set_presence(presence);
  Agent answer;
  client::CallOptions options;
  options.token = admin;
  options.direct = true;
  return session_.Call(absl::StrCat(kRouting, "SetPresence"), request, &answer, options);
}

}  // namespace redress::agents
