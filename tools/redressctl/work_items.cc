// redressctl work-items list, get, why: what is to be done, by whom, and why by them.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
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
constexpr char kCollection[] = "workItems/";

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "List work items, in the order in which they will be offered");
  auto flags = std::make_shared<ListFlags>();
  flags->AddTo(list,
               R"(state = QUEUED, team = "teams/…", agent = "agents/…", case = "cases/…", complaint = "complaints/…", by AND)");
  cli.Run(list, [&cli, flags]() -> absl::Status {
    v1::ListWorkItemsRequest request;
    request.set_filter(flags->filter);
    v1::ListWorkItemsResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListWorkItems"), request, &all,
                                   [](auto& page) { return page.mutable_work_items(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"WORK ITEM"},
                         {"KIND"},
                         {"STATE"},
                         {"SEVERITY"},
                         {"TAG"},
                         {"TEAM"},
                         {"AGENT"},
                         {"VIP", 0, true},
                         {"RAISED", 0, true},
                         {"RECEIVED"}});
    for (const v1::WorkItem& item : all.work_items()) {
      table.Add({ShortName(item.name()), client::Word(item.kind()), client::Word(item.state()), ShowSeverity(item.severity()),
                 ShowTag(item.tag()), ShortName(item.team()), ShortName(item.agent()), absl::StrCat(item.vip_level()),
                 absl::StrCat(item.raise_count()), ShowTime(item.received_time())});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddGet(Cli& cli, CLI::App* group) {
  CLI::App* get = group->add_subcommand("get", "Show a work item");
  auto name = std::make_shared<std::string>();
  get->add_option("WORK_ITEM", *name, "As `work-items list` shows it")->required();
  cli.Run(get, [&cli, name]() -> absl::Status {
    v1::GetWorkItemRequest request;
    request.set_name(FullName(kCollection, *name));
    ASSIGN_OR_RETURN(const v1::WorkItem item, cli.session().Call<v1::WorkItem>(absl::StrCat(kService, "GetWorkItem"), request));
    PrintWorkItem(cli, item);
    return absl::OkStatus();
  });
}

void PrintDecision(const v1::AssignmentDecision& decision) {
  std::cout << ShowTime(decision.decision_time()) << "  "
            << (decision.agent().empty() ? "nobody was eligible" : absl::StrCat("to ", ShortName(decision.agent()))) << "\n";
  client::Table table({{"  CANDIDATE"}, {"LOAD", 0, true}, {"RESULT"}});
  for (const auto& candidate : decision.candidates()) {
    const bool chosen = candidate.agent() == decision.agent();
    table.Add({absl::StrCat("  ", ShortName(candidate.agent())),
               absl::StrFormat("%d/%d", candidate.open_count(), candidate.case_limit()),
               chosen                            ? client::Cell("chosen", client::Colour::kGreen)
               : candidate.excluded_by().empty() ? client::Cell("eligible")
                                                 : client::Cell(candidate.excluded_by(), client::Colour::kDim)});
  }
  PrintTable(table);
}

void AddWhy(Cli& cli, CLI::App* group) {
  CLI::App* why = group->add_subcommand("why", "Why it went where it went: candidates, and what removed each");
  auto name = std::make_shared<std::string>();
  auto flags = std::make_shared<ListFlags>();
  flags->limit = 5;
  why->add_option("WORK_ITEM", *name)->required();
  flags->AddTo(why, "");
  cli.Run(why, [&cli, name, flags]() -> absl::Status {
    v1::ListAssignmentDecisionsRequest request;
    request.set_parent(FullName(kCollection, *name));
    v1::ListAssignmentDecisionsResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListAssignmentDecisions"), request, &all,
                                   [](auto& page) { return page.mutable_decisions(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    if (all.decisions().empty()) std::cout << "(no decision yet)\n";
    for (const v1::AssignmentDecision& decision : all.decisions()) PrintDecision(decision);
    return absl::OkStatus();
  });
}

}  // namespace

void PrintWorkItem(Cli& cli, const v1::WorkItem& item) {
  if (cli.json()) return PrintJson(item);
  const auto& prediction = item.prediction();
  const std::string runner_up = ShowTag(prediction.runner_up());
  PrintFields(
      {{"work item", ShortName(item.name())},
       {"case", ShortName(item.case_())},
       {"kind", client::Word(item.kind())},
       {"state", client::Word(item.state())},
       {"severity", absl::StrCat(client::Word(item.severity()), "  ", absl::StrJoin(prediction.severity_reasons(), ", "))},
       {"tag", ShowTag(item.tag())},
       {"prediction", absl::StrFormat("%s %.2f%s", ShowTag(prediction.tag()), prediction.confidence(),
                                      prediction.abstained() ? " (not sure enough: triage)" : "")},
       {"runner-up", runner_up.empty() ? "" : absl::StrFormat("%s %.2f", runner_up, prediction.runner_up_confidence())},
       {"signals", ShowSignals(prediction.signals())},
       {"team", ShortName(item.team())},
       {"agent", ShortName(item.agent())},
       {"channel", client::Word(item.channel())},
       {"vip level", item.vip_level() == 0 ? "" : absl::StrCat(item.vip_level())},
       {"asked again", item.raise_count() == 0 ? "" : absl::StrCat(item.raise_count())},
       {"complaints", absl::StrJoin(item.complaints(), ", ",
                                    [](std::string* out, const std::string& name) { absl::StrAppend(out, ShortName(name)); })},
       {"received", ShowTime(item.received_time())},
       {"offered", ShowTime(item.offer_time())},
       {"offer expires", ShowTime(item.offer_expire_time())},
       {"accepted", ShowTime(item.accept_time())},
       {"done", ShowTime(item.done_time())},
       {"etag", item.etag()}});
}

void AddWorkItemCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("work-items", "What people must do");
  group->require_subcommand(1);
  AddList(cli, group);
  AddGet(cli, group);
  AddWhy(cli, group);
  AddWorkItemMoves(cli, group);
}

}  // namespace redress::ctl
