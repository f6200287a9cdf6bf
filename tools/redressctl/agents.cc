// redressctl agents …, teams list: the people.
#include <iostream>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = routing::v1;
constexpr char kService[] = "redress.routing.v1.RoutingService.";

absl::Status BadFlag(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_FLAG", message);
}

std::string ShowTeams(const v1::Agent& agent) {
  return absl::StrJoin(agent.teams(), ", ",
                       [](std::string* out, const std::string& team) { absl::StrAppend(out, ShortName(team)); });
}

client::Cell ShowPresence(v1::Presence presence) {
  return client::Cell(client::Word(presence), presence == v1::PRESENCE_ONLINE ? client::Colour::kGreen : client::Colour::kDim);
}

void PrintAgent(Cli& cli, const v1::Agent& agent) {
  if (cli.json()) return PrintJson(agent);
  PrintFields(
      {{"agent", ShortName(agent.name())},
       {"name", agent.display_name()},
       {"presence", absl::StrCat(client::Word(agent.presence()), "  since ", ShowTime(agent.presence_time()))},
       {"teams", ShowTeams(agent)},
       {"skills", absl::StrJoin(agent.skills(), ", ",
                                [](std::string* out, const v1::Skill& s) { absl::StrAppend(out, s.name(), ":", s.level()); })},
       {"languages", absl::StrJoin(agent.languages(), ", ")},
       {"open", absl::StrCat(agent.open_count(), " of ", agent.case_limit())},
       {"supervisor", agent.supervisor() ? "yes" : ""},
       {"etag", agent.etag()}});
}

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "List agents");
  auto flags = std::make_shared<ListFlags>();
  flags->limit = 1000;
  flags->AddTo(list, R"(team = "teams/logistics", presence = ONLINE, joined by AND)");
  cli.Run(list, [&cli, flags]() -> absl::Status {
    v1::ListAgentsRequest request;
    request.set_filter(flags->filter);
    v1::ListAgentsResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListAgents"), request, &all,
                                   [](auto& page) { return page.mutable_agents(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"AGENT"}, {"NAME"}, {"PRESENCE"}, {"OPEN", 0, true}, {"TEAMS", 40}, {"SUPERVISOR"}});
    for (const v1::Agent& a : all.agents()) {
      table.Add({ShortName(a.name()), a.display_name(), ShowPresence(a.presence()),
                 absl::StrFormat("%d/%d", a.open_count(), a.case_limit()), ShowTeams(a), a.supervisor() ? "yes" : ""});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddGet(Cli& cli, CLI::App* group) {
  CLI::App* get = group->add_subcommand("get", "Show an agent");
  auto name = std::make_shared<std::string>();
  get->add_option("AGENT", *name, "a-wang-lei")->required();
  cli.Run(get, [&cli, name]() -> absl::Status {
    v1::GetAgentRequest request;
    request.set_name(FullName("agents/", *name));
    ASSIGN_OR_RETURN(const v1::Agent agent, cli.session().Call<v1::Agent>(absl::StrCat(kService, "GetAgent"), request));
    PrintAgent(cli, agent);
    return absl::OkStatus();
  });
}

// The parts of an agent that create and update set.
struct AgentFlags {
  std::string name, display_name;
  std::vector<std::string> teams, skills, languages;
  int case_limit = 30;
  bool supervisor = false;
  RequestId request_id;
  CLI::App* command = nullptr;

  void AddTo(CLI::App* app) {
    command = app;
    app->add_option("AGENT", name, "a-wang-lei")->required();
    app->add_option("--display-name", display_name);
    app->add_option("--teams", teams, "logistics,after-sales")->delimiter(',');
    app->add_option("--skills", skills, "LOGISTICS:3,REFUND (level 1 to 5, default 3)")->delimiter(',');
    app->add_option("--languages", languages, "zh,en")->delimiter(',');
    app->add_option("--case-limit", case_limit)->capture_default_str();
    app->add_flag("--supervisor,!--no-supervisor", supervisor, "Gets critical items");
    request_id.AddTo(app);
  }
  bool Given(const std::string& option) const { return command->get_option(option)->count() > 0; }
  absl::Status Fill(v1::Agent* agent) const;
};

absl::Status AgentFlags::Fill(v1::Agent* agent) const {
  agent->set_name(FullName("agents/", name));
  agent->set_display_name(display_name);
  for (const std::string& team : teams) agent->add_teams(FullName("teams/", team));
  for (const std::string& skill : skills) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(skill, absl::MaxSplits(':', 1));
    int level = 3;
    if (!parts.second.empty() && !absl::SimpleAtoi(parts.second, &level)) return BadFlag("--skills: NAME or NAME:LEVEL");
    v1::Skill& added = *agent->add_skills();
    added.set_name(parts.first);
    added.set_level(level);
  }
  for (const std::string& language : languages) agent->add_languages(language);
  agent->set_case_limit(case_limit);
  agent->set_supervisor(supervisor);
  return absl::OkStatus();
}

void AddCreate(Cli& cli, CLI::App* group) {
  CLI::App* create = group->add_subcommand("create", "Add an agent, absent until its presence is set");
  auto flags = std::make_shared<AgentFlags>();
  flags->AddTo(create);
  cli.Run(create, [&cli, flags]() -> absl::Status {
    v1::CreateAgentRequest request;
    RETURN_IF_ERROR(flags->Fill(request.mutable_agent()));
    request.set_request_id(flags->request_id.Get());
    ASSIGN_OR_RETURN(const v1::Agent agent, cli.session().Call<v1::Agent>(absl::StrCat(kService, "CreateAgent"), request));
    PrintAgent(cli, agent);
    return absl::OkStatus();
  });
}

void AddUpdate(Cli& cli, CLI::App* group) {
  CLI::App* update = group->add_subcommand("update", "Change what is given, leave the rest");
  auto flags = std::make_shared<AgentFlags>();
  auto etag = std::make_shared<std::string>();
  flags->AddTo(update);
  update->add_option("--etag", *etag, "Refuse if it changed since this etag was read");
  cli.Run(update, [&cli, flags, etag]() -> absl::Status {
    v1::UpdateAgentRequest request;
    RETURN_IF_ERROR(flags->Fill(request.mutable_agent()));
    request.mutable_agent()->set_etag(*etag);
    static constexpr const char* kFields[][2] = {
        {"--display-name", "display_name"}, {"--teams", "teams"},           {"--skills", "skills"},
        {"--languages", "languages"},       {"--case-limit", "case_limit"}, {"--supervisor", "supervisor"}};
    for (const auto& [option, field] : kFields) {
      if (flags->Given(option)) request.mutable_update_mask()->add_paths(field);
    }
    if (request.update_mask().paths().empty()) return BadFlag("nothing to change: give at least one option");
    request.set_request_id(flags->request_id.Get());
    ASSIGN_OR_RETURN(const v1::Agent agent, cli.session().Call<v1::Agent>(absl::StrCat(kService, "UpdateAgent"), request));
    PrintAgent(cli, agent);
    return absl::OkStatus();
  });
}

void AddPresence(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string name, presence;
    RequestId request_id;
  };
  CLI::App* command = group->add_subcommand("presence", "Say whether an agent is there");
  auto flags = std::make_shared<Flags>();
  command->add_option("AGENT", flags->name, "a-wang-lei")->required();
  command->add_option("PRESENCE", flags->presence, "ONLINE, BUSY (gets nothing new), OFFLINE")->required();
  flags->request_id.AddTo(command);
  cli.Run(command, [&cli, flags]() -> absl::Status {
    const auto presence = client::FromWord<v1::Presence>(flags->presence);
    if (!presence) return BadFlag("PRESENCE: one of ONLINE, BUSY, OFFLINE");
    v1::SetPresenceRequest request;
    request.set_name(FullName("agents/", flags->name));
    request.set_presence(*presence);
    request.set_request_id(flags->request_id.Get());
    ASSIGN_OR_RETURN(const v1::Agent agent, cli.session().Call<v1::Agent>(absl::StrCat(kService, "SetPresence"), request));
    PrintAgent(cli, agent);
    return absl::OkStatus();
  });
}

}  // namespace

void AddAgentCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("agents", "The people who handle complaints");
  group->require_subcommand(1);
  AddList(cli, group);
  AddGet(cli, group);
  AddCreate(cli, group);
  AddUpdate(cli, group);
  AddPresence(cli, group);
}

void AddTeamCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("teams", "Groups of agents");
  group->require_subcommand(1);
  CLI::App* list = group->add_subcommand("list", "List teams with what waits and who is there");
  cli.Run(list, [&cli]() -> absl::Status {
    ASSIGN_OR_RETURN(const v1::ListTeamsResponse all,
                     cli.session().Call<v1::ListTeamsResponse>(absl::StrCat(kService, "ListTeams"), v1::ListTeamsRequest()));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"TEAM"}, {"NAME"}, {"SKILLS"}, {"QUEUED", 0, true}, {"ONLINE", 0, true}});
    for (const v1::Team& team : all.teams()) {
      table.Add({ShortName(team.name()), absl::StrCat(team.display_name_zh(), " ", team.display_name_en()),
                 absl::StrJoin(team.required_skills(), ", "), absl::StrCat(team.queued_count()),
                 absl::StrCat(team.online_count())});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

}  // namespace redress::ctl
