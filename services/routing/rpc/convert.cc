#include "services/routing/rpc/convert.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/page_token.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_fields.h"
#include "services/routing/domain/item_state.h"

namespace redress::routing {
namespace {

constexpr PageSizes kPageSizes{.usual = 50, .most = 500};
constexpr size_t kReasonCodePointsMax = 200;

void PutTime(const absl::optional<BusinessTime>& time, google::protobuf::Timestamp* (v1::WorkItem::*field)(),
             v1::WorkItem* proto) {
  if (time.has_value()) *(proto->*field)() = ToProto(*time);
}

// The paths of an agent that can be changed, and how.
const std::map<std::string, void (*)(const Agent&, Agent*)>& AgentPaths() {
  static const auto* const paths = new std::map<std::string, void (*)(const Agent&, Agent*)>{
      {"display_name", [](const Agent& from, Agent* to) { to->display_name = from.display_name; }},
      {"teams", [](const Agent& from, Agent* to) { to->teams = from.teams; }},
      {"skills", [](const Agent& from, Agent* to) { to->skills = from.skills; }},
      {"languages", [](const Agent& from, Agent* to) { to->languages = from.languages; }},
      {"case_limit", [](const Agent& from, Agent* to) { to->case_limit = from.case_limit; }},
      {"supervisor", [](const Agent& from, Agent* to) { to->supervisor = from.supervisor; }},
  };
  return *paths;
}

std::vector<std::string> PathsSet(const v1::Agent& agent) {
  std::vector<std::string> paths;
  if (!agent.display_name().empty()) paths.push_back("display_name");
  if (agent.teams_size() > 0) paths.push_back("teams");
  if (agent.skills_size() > 0) paths.push_back("skills");
  if (agent.languages_size() > 0) paths.push_back("languages");
  if (agent.case_limit() != 0) paths.push_back("case_limit");
  if (agent.supervisor()) paths.push_back("supervisor");
  return paths;
}

}  // namespace

v1::WorkItem ToProto(const ItemView& view) {
  const WorkItem& item = view.item;
  v1::WorkItem proto;
  proto.set_name(view.name);
  proto.set_etag(view.etag);
  proto.set_case_(absl::StrCat("cases/", item.case_number));
  proto.set_complaint(absl::StrCat("complaints/", item.complaint));
  v1::WorkItem::Kind kind = v1::WorkItem::KIND_UNSPECIFIED;
  v1::WorkItem::Kind_Parse(absl::StrCat("KIND_", Word(item.kind)), &kind);
  proto.set_kind(kind);
  proto.set_subject(item.subject);
  v1::WorkItem::State state = v1::WorkItem::STATE_UNSPECIFIED;
  v1::WorkItem::State_Parse(absl::StrCat("STATE_", Word(item.state)), &state);
  proto.set_state(state);
  proto.set_team(absl::StrCat("teams/", item.team));
  if (!item.agent.empty()) proto.set_agent(absl::StrCat("agents/", item.agent));
  proto.set_severity(static_cast<type::v1::Severity>(item.severity));
  proto.set_channel(static_cast<type::v1::Channel>(item.channel));
  proto.set_vip_level(item.vip_level);
  if (!item.tag.l1.empty()) {
    proto.mutable_tag()->set_l1(item.tag.l1);
    proto.mutable_tag()->set_l2(item.tag.l2);
  }
  if (!item.prediction.empty()) proto.mutable_prediction()->ParseFromString(item.prediction);
  proto.set_raise_count(item.raise_count);
  PutTime(item.received_time, &v1::WorkItem::mutable_received_time, &proto);
  PutTime(item.create_time, &v1::WorkItem::mutable_create_time, &proto);
  proto.set_supervisors_only(item.supervisors_only);
  proto.set_waiting(item.waiting);
  PutTime(item.due_time, &v1::WorkItem::mutable_due_time, &proto);
  PutTime(item.offer_time, &v1::WorkItem::mutable_offer_time, &proto);
  PutTime(item.offer_expire_time, &v1::WorkItem::mutable_offer_expire_time, &proto);
  PutTime(item.accept_time, &v1::WorkItem::mutable_accept_time, &proto);
  PutTime(item.done_time, &v1::WorkItem::mutable_done_time, &proto);
  for (const std::string& complaint : view.complaints) proto.add_complaints(absl::StrCat("complaints/", complaint));
  return proto;
}

v1::Agent ToProto(const AgentView& view) {
  const Agent& agent = view.agent;
  v1::Agent proto;
  proto.set_name(view.name);
  proto.set_etag(view.etag);
  proto.set_display_name(agent.display_name);
  for (const std::string& team : agent.teams) proto.add_teams(absl::StrCat("teams/", team));
  for (const Skill& skill : agent.skills) {
    v1::Skill* const added = proto.add_skills();
    added->set_name(skill.name);
    added->set_level(skill.level);
  }
  for (const std::string& language : agent.languages) proto.add_languages(language);
  proto.set_case_limit(agent.case_limit);
  proto.set_supervisor(agent.supervisor);
  v1::Presence presence = v1::PRESENCE_UNSPECIFIED;
  v1::Presence_Parse(absl::StrCat("PRESENCE_", Word(agent.presence)), &presence);
  proto.set_presence(presence);
  *proto.mutable_presence_time() = ToProto(agent.presence_time);
  proto.set_open_count(agent.open_count);
  return proto;
}

v1::Team ToProto(const Team& team) {
  v1::Team proto;
  proto.set_name(absl::StrCat("teams/", team.id));
  proto.set_display_name_zh(team.display_name_zh);
  proto.set_display_name_en(team.display_name_en);
  for (const std::string& skill : team.required_skills) proto.add_required_skills(skill);
  proto.set_queued_count(team.queued_count);
  proto.set_online_count(team.online_count);
  return proto;
}

void CheckReason(absl::string_view reason, Violations* violations) {
  if (Trim(reason).empty() || absl::StrContains(reason, '\0') || CodePointCount(reason) > kReasonCodePointsMax) {
    violations->Add("reason", "must have 1 to 200 code points without NUL");
  }
}

Agent AgentOf(const v1::Agent& proto, Violations* violations) {
  Agent agent;
  const absl::string_view id = absl::StripPrefix(proto.name(), "agents/");
  if (id.size() == proto.name().size() || !ValidId(id)) {
    violations->Add("agent.name", "must be agents/{agent}, the id of [a-z0-9-], at most 63");
  }
  agent.id = std::string(id);
  agent.display_name = proto.display_name();
  for (const std::string& team : proto.teams()) {  // an empty id where it is none: CheckAgent's business, as the values are
    const absl::StatusOr<std::vector<std::string>> ids = MatchName("teams/*", team);
    agent.teams.push_back(ids.ok() ? (*ids)[0] : "");
  }
  for (const v1::Skill& skill : proto.skills()) agent.skills.push_back({skill.name(), skill.level()});
  agent.languages.assign(proto.languages().begin(), proto.languages().end());
  agent.case_limit = proto.case_limit();
  agent.supervisor = proto.supervisor();
  return agent;
}

Team TeamOf(const v1::Team& proto, Violations* violations) {
  Team team;
  team.id = std::string(absl::StripPrefix(proto.name(), "teams/"));
  if (team.id.size() == proto.name().size()) team.id.clear();
  team.display_name_zh = proto.display_name_zh();
  team.display_name_en = proto.display_name_en();
  team.required_skills.assign(proto.required_skills().begin(), proto.required_skills().end());
  CheckTeam(team, violations);
  return team;
}

AgentChange EditOf(const v1::UpdateAgentRequest& request, Violations* violations) {
  const auto& mask = request.update_mask().paths();
  const std::vector<std::string> paths =
      mask.empty() ? PathsSet(request.agent()) : std::vector<std::string>(mask.begin(), mask.end());
  std::vector<void (*)(const Agent&, Agent*)> edits;
  for (const std::string& path : paths) {
    const auto known = AgentPaths().find(path);
    if (known == AgentPaths().end()) {
      violations->Add("update_mask", "must name fields of the agent that can be changed");
      continue;
    }
    edits.push_back(known->second);
  }
  Agent from = AgentOf(request.agent(), violations);
  Agent changed;  // valid but for what is changed
  changed.display_name = "-";
  for (const auto& edit : edits) edit(from, &changed);
  CheckAgent(changed, violations);
  return {std::move(changed.teams), [from = std::move(from), edits = std::move(edits)](Agent* agent) {
            for (const auto& edit : edits) edit(from, agent);
          }};
}

absl::StatusOr<ItemQuery> ItemQueryOf(const v1::ListWorkItemsRequest& request, const Viewer& viewer) {
  ItemQuery query;
  const auto state = [&](const Condition& condition) {
    const bool first = !query.state.has_value();
    query.state = ItemStateOf(condition.value);
    return first && query.state.has_value();
  };
  Violations violations;
  rpc::ApplyFilter(request.filter(),
                   {{{.name = "state"}, state},
                    {{.name = "team"}, rpc::NameInto("teams/*", &query.team)},
                    {{.name = "agent"}, rpc::NameInto("agents/*", &query.agent)},
                    {{.name = "case"}, rpc::NameInto("cases/*", &query.case_number)},
                    {{.name = "complaint"}, rpc::NameInto("complaints/*", &query.complaint)}},
                   &violations);
  query.limit = rpc::LimitOf(request.page_size(), kPageSizes, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(query.after, ReadPageToken(request.page_token(), ListingOf(request, viewer)));
  return query;
}

std::string ListingOf(const v1::ListWorkItemsRequest& request, const Viewer& viewer) {
  return absl::StrCat(request.filter(), "\n", viewer.restricted ? viewer.agent : "*");
}

absl::StatusOr<AgentQuery> AgentQueryOf(const v1::ListAgentsRequest& request) {
  AgentQuery query;
  const auto presence = [&](const Condition& condition) {
    const bool first = !query.presence.has_value();
    query.presence = PresenceOf(condition.value);
    return first && query.presence.has_value();
  };
  Violations violations;
  rpc::ApplyFilter(request.filter(),
                   {{{.name = "team"}, rpc::NameInto("teams/*", &query.team)}, {{.name = "presence"}, presence}}, &violations);
  query.limit = rpc::LimitOf(request.page_size(), kPageSizes, &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  ASSIGN_OR_RETURN(query.after, ReadPageToken(request.page_token(), request.filter()));
  return query;
}

}  // namespace redress::routing
