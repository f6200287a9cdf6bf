// redressctl clocks list, due, policy: what was promised, how it stands and why.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "libs/base/status_macros.h"
#include "redress/sla/v1/sla_service.pb.h"
#include "tools/client/words.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = sla::v1;
constexpr char kService[] = "redress.sla.v1.SlaService.";

std::string ShowSpan(int64_t ms) {
  return absl::FormatDuration(absl::Milliseconds(ms));
}

std::string ShowLevel(v1::EscalationLevel level) {
  return level == v1::ESCALATION_LEVEL_UNSPECIFIED ? "" : client::Word(level);
}

// `whole`: with the case that each belongs to.
void PrintClocks(const google::protobuf::RepeatedPtrField<v1::Clock>& clocks, bool whole) {
  client::Table table({{"CLOCK"}, {"STATE"}, {"START"}, {"DUE"}, {"STOP"}, {"SPENT", 0, true}, {"TARGET", 0, true}, {"LEVEL"}});
  for (const v1::Clock& clock : clocks) {
    table.Add({whole ? clock.name() : clock.name().substr(clock.name().rfind('/') + 1), client::Word(clock.state()),
               ShowTime(clock.start_time()), ShowTime(clock.due_time()), ShowTime(clock.stop_time()), ShowSpan(clock.spent_ms()),
               ShowSpan(clock.target_ms()), ShowLevel(clock.level())});
  }
  PrintTable(table);
}

void AddList(Cli& cli, CLI::App* group) {
  CLI::App* list = group->add_subcommand("list", "The clocks of a case");
  auto of = std::make_shared<std::string>();
  auto why = std::make_shared<bool>(false);
  list->add_option("--case", *of, "The case: cases/261122-00000001-23, or its number")->required();
  list->add_flag("--why", *why, "Say of each clock why it says what it says");
  cli.Run(list, [&cli, of, why]() -> absl::Status {
    v1::ListClocksRequest request;
    request.set_parent(FullName("cases/", *of));
    ASSIGN_OR_RETURN(const v1::ListClocksResponse all,
                     cli.session().Call<v1::ListClocksResponse>(absl::StrCat(kService, "ListClocks"), request));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    PrintClocks(all.clocks(), false);
    for (const v1::Clock& clock : all.clocks()) {
      if (!*why) break;
      std::cout << "\n" << clock.name().substr(clock.name().rfind('/') + 1) << "\n";
      for (const std::string& reason : clock.reasons()) std::cout << "  " << reason << "\n";
    }
    return absl::OkStatus();
  });
}

void AddDue(Cli& cli, CLI::App* group) {
  CLI::App* due = group->add_subcommand("due", "What is owed, the most urgent first");
  auto flags = std::make_shared<ListFlags>();
  flags->AddTo(due, R"(kind = RESOLUTION, state = BREACHED, due_time <= "2026-11-27T02:00:00Z", by AND)");
  cli.Run(due, [&cli, flags]() -> absl::Status {
    v1::ListDueClocksRequest request;
    request.set_filter(flags->filter);
    v1::ListDueClocksResponse all;
    RETURN_IF_ERROR(flags->ReadAll(cli.session(), absl::StrCat(kService, "ListDueClocks"), request, &all,
                                   [](auto& page) { return page.mutable_clocks(); }));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    PrintClocks(all.clocks(), true);
    return absl::OkStatus();
  });
}

void AddPolicy(Cli& cli, CLI::App* group) {
  CLI::App* policy = group->add_subcommand("policy", "What is promised, and on which calendar it is counted");
  auto version = std::make_shared<std::string>("current");
  policy->add_option("VERSION", *version, "A clock's policy_version; the one in force where it is not given");
  cli.Run(policy, [&cli, version]() -> absl::Status {
    v1::GetPolicyRequest request;
    request.set_name(FullName("clockPolicies/", *version));
    ASSIGN_OR_RETURN(const v1::Policy read, cli.session().Call<v1::Policy>(absl::StrCat(kService, "GetPolicy"), request));
    if (cli.json()) {
      PrintJson(read);
      return absl::OkStatus();
    }
    PrintFields({{"version", read.version()}, {"pause at most", ShowSpan(read.pause_max_ms())}});
    client::Table table({{"KIND"}, {"CHANNEL"}, {"SEVERITY"}, {"TARGET", 0, true}, {"CALENDAR"}, {"PAUSES"}});
    for (const v1::Target& target : read.targets()) {
      const bool any = target.channel() == type::v1::CHANNEL_UNSPECIFIED;
      table.Add({client::Word(target.kind()), any ? "" : client::Word(target.channel()), client::Word(target.severity()),
                 ShowSpan(target.target_ms()), target.calendar(), target.pauses() ? "yes" : ""});
    }
    PrintTable(table);
    return absl::OkStatus();
  });
}

}  // namespace

void AddClockCommands(Cli& cli) {
  CLI::App* group = cli.app().add_subcommand("clocks", "What was promised, and whether it was kept");
  group->require_subcommand(1);
  AddList(cli, group);
  AddDue(cli, group);
  AddPolicy(cli, group);
}

}  // namespace redress::ctl
