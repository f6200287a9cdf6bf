// redressctl cases list, get, timeline, scripts, verify-audit: what is to be known of cases.
#include <iostream>

#include "absl/strings/str_format.h"
#include "tools/redressctl/case_commands.h"
#include "tools/redressctl/case_view.h"

namespace redress::ctl {
namespace {

namespace v1 = casework::v1;
constexpr int kScriptWidth = 100;
constexpr int kWhyWidth = 80;

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "List cases, newest first");
  auto flags = std::make_shared<ListFlags>();
  flags->AddTo(list, R"(state = EXECUTING, owner = "agents/…", complaint = "complaints/…", open_time >= "…", by AND)");
  cli.Run(list, [&cli, flags]() -> absl::Status {
    v1::ListCasesRequest request;
    request.set_filter(flags->filter);
    v1::ListCasesResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kCasework, "ListCases"), request, &all,
                                   [](auto& page) { return page.mutable_cases(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table({{"CASE"}, {"STATE"}, {"SEVERITY"}, {"TAG"}, {"OWNER"}, {"PLAN", 0, true}, {"GRANTED"}, {"RECEIVED"}});
    for (const v1::Case& one : all.cases()) {
      const std::string tag = ShowTag(one.tag());
      table.Add({ShortName(one.name()), client::Word(one.state()), ShowSeverity(one.severity()),
                 tag.empty() || one.tag_confirmed() ? tag : absl::StrCat(tag, " ?"), ShortName(one.owner()),
                 one.has_plan() ? absl::StrCat(one.plan().number()) : "", ShowSums(one.granted()),
                 ShowTime(one.received_time())});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddGet(Cli& cli, CLI::App* group) {
  CLI::App* get = group->add_subcommand("get", "Show a case: state, checklist, plan, approval, next step");
  auto name = std::make_shared<std::string>();
  get->add_option("CASE", *name, "Case number")->required();
  cli.Run(get, [&cli, name]() -> absl::Status {
    ASSIGN_OR_RETURN(const v1::Case one, ReadCase(cli, *name));
    v1::ListTimelineRequest request;
    request.set_parent(one.name());
    request.set_page_size(1);
    // Whoever comes by a signed link reads no timeline: the case is shown all the same.
    const auto timeline = cli.json()
                              ? absl::UnknownError("not asked for")
                              : cli.session().Call<v1::ListTimelineResponse>(absl::StrCat(kCasework, "ListTimeline"), request);
    PrintCase(cli, one, timeline.ok() && timeline->has_next_step() ? &timeline->next_step() : nullptr);
    return absl::OkStatus();
  });
}

void PrintTimeline(const v1::ListTimelineResponse& all) {
  client::Table table({{"#", 0, true}, {"TIME"}, {"ACTOR"}, {"WHAT"}, {"FROM", 40}, {"TO", 40}, {"SHOWN"}, {"WHY", kWhyWidth}});
  for (const v1::TimelineEntry& entry : all.entries()) {
    table.Add({absl::StrCat(entry.sequence()), ShowTime(entry.time()), entry.actor(), entry.what(), entry.from(), entry.to(),
               entry.shown_to_customer() ? "yes" : "", entry.why_erased() ? "(erased)" : entry.why()});
  }
  PrintTable(table);
  if (all.has_next_step()) std::cout << "\nnext step: " << ShowNextStep(all.next_step()) << "\n";
}

void AddTimeline(Cli& cli, CLI::App* group) {
  CLI::App* timeline = group->add_subcommand("timeline", "Everything that happened to a case, oldest first, and its next step");
  auto name = std::make_shared<std::string>();
  auto flags = std::make_shared<ListFlags>();
  flags->limit = 1000;
  timeline->add_option("CASE", *name, "Case number")->required();
  flags->AddTo(timeline, "");
  cli.Run(timeline, [&cli, name, flags]() -> absl::Status {
    v1::ListTimelineRequest request;
    request.set_parent(FullName(kCases, *name));
    v1::ListTimelineResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kCasework, "ListTimeline"), request, &all,
                                   [&all](v1::ListTimelineResponse& page) {
                                     if (page.has_next_step()) *all.mutable_next_step() = page.next_step();
                                     return page.mutable_entries();
                                   }));
    if (cli.json()) {
      PrintJson(all);
    } else {
      PrintTimeline(all);
    }
    return absl::OkStatus();
  });
}

void AddScripts(Cli& cli, CLI::App* group) {
  struct Flags {
    std::string name, language;
  };
  CLI::App* scripts = group->add_subcommand("scripts", "What to say: scripts for the case as it is, the best match first");
  auto flags = std::make_shared<Flags>();
  scripts->add_option("CASE", flags->name, "Case number")->required();
  scripts->add_option("--language", flags->language, "zh or en; default: both")->check(CLI::IsMember({"zh", "en"}));
  cli.Run(scripts, [&cli, flags]() -> absl::Status {
    v1::SuggestScriptsRequest request;
    request.set_name(FullName(kCases, flags->name));
    request.set_language(flags->language);
    ASSIGN_OR_RETURN(const v1::SuggestScriptsResponse answer,
                     cli.session().Call<v1::SuggestScriptsResponse>(absl::StrCat(kCasework, "SuggestScripts"), request));
    if (cli.json()) {
      PrintJson(answer);
      return absl::OkStatus();
    }
    client::Table table({{"SCRIPT"}, {"LANGUAGE"}, {"FOR"}, {"TEXT", kScriptWidth}, {"VERSION"}});
    for (const v1::Script& script : answer.scripts()) {
      table.Add({script.id(), script.language(), script.title(), script.text(), script.version()});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

void AddVerifyAudit(Cli& cli, CLI::App* group) {
  CLI::App* verify =
      group->add_subcommand("verify-audit", "Recompute the hash chain of the audit trail; exit code 1 if it is broken");
  auto name = std::make_shared<std::string>();
  verify->add_option("CASE", *name, "Case number; default: all cases");
  cli.Run(verify, [&cli, name]() -> absl::Status {
    v1::VerifyAuditRequest request;
    request.set_case_(FullName(kCases, *name));
    ASSIGN_OR_RETURN(const v1::VerifyAuditResponse answer,
                     cli.session().Call<v1::VerifyAuditResponse>(absl::StrCat(kCasework, "VerifyAudit"), request));
    if (cli.json()) {
      PrintJson(answer);
    } else {
      std::cout << absl::StrFormat("%d entries of %d cases\n", answer.entry_count(), answer.case_count());
      for (const std::string& entry : answer.broken()) std::cout << "broken at " << entry << "\n";
    }
    if (answer.broken().empty()) return absl::OkStatus();
    return Error(absl::StatusCode::kDataLoss, "AUDIT_BROKEN",
                 absl::StrCat(answer.broken_size(), answer.broken_size() == 100 ? " or more" : "", " chains were changed"));
  });
}

}  // namespace

void PrintCase(Cli& cli, const v1::Case& one, const v1::NextStep* next) {
  if (cli.json()) return PrintJson(one);
  ShowCase(std::cout, one, next, client::ColoursOnStdout());
}

absl::StatusOr<v1::Case> ReadCase(Cli& cli, const std::string& name) {
  v1::GetCaseRequest request;
  request.set_name(FullName(kCases, name));
  return cli.session().Call<v1::Case>(absl::StrCat(kCasework, "GetCase"), request);
}

void AddCaseCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("cases", "Cases, from their opening to their closing");
  group->require_subcommand(1);
  AddList(cli, group);
  AddGet(cli, group);
  AddTimeline(cli, group);
  AddCaseMoves(cli, group);
  AddCaseInquiries(cli, group);
  AddCaseEndings(cli, group);
  AddScripts(cli, group);
  AddVerifyAudit(cli, group);
}

}  // namespace redress::ctl
