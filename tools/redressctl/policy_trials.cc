// redressctl policy simulate, simulation, compare: what a policy costs, before it decides and beside another one.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "redress/compensation/v1/policy_service.pb.h"
#include "tools/client/files.h"
#include "tools/client/words.h"
#include "tools/redressctl/case_file.h"
#include "tools/redressctl/groups.h"
#include "tools/redressctl/options.h"
#include "tools/redressctl/policy_view.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {
namespace {

namespace v1 = compensation::v1;

std::string Loads(const v1::PolicyResult& result) {
  std::vector<std::string> loads;
  for (const auto& load : result.approvals()) {
    loads.push_back(absl::StrCat(client::Word(load.authority()), " ", load.quotation_count()));
  }
  return absl::StrJoin(loads, ", ");
}

client::Table ResultTable() {
  return client::Table(
      {{"VERSION", 0, true}, {"QUOTATIONS", 0, true}, {"NOTHING TO GIVE", 0, true}, {"COST", 0, true}, {"NEEDS", 80}});
}

void AddResult(const v1::PolicyResult& result, client::Table* table) {
  table->Add({ShortName(result.version()), absl::StrCat(result.quotation_count()), absl::StrCat(result.empty_count()),
              ShowMoney(result.cost()), Loads(result)});
}

void PrintSimulation(Cli& cli, const v1::PolicySimulation& simulation) {
  if (cli.json()) return PrintJson(simulation);
  PrintFields({{"simulation", ShortName(simulation.name())},
               {"state", client::Word(simulation.state())},
               {"looked at", absl::StrCat(simulation.done_count(), " of ", simulation.total_count(), ", ",
                                          simulation.skipped_count(), " skipped")},
               {"get more", absl::StrCat(simulation.gain_count(), ", ", ShowMoney(simulation.gain()))},
               {"get less", absl::StrCat(simulation.loss_count(), ", ", ShowMoney(simulation.loss()))},
               {"failure", simulation.failure()}});
  client::Table results = ResultTable();
  AddResult(simulation.baseline_result(), &results);
  AddResult(simulation.candidate_result(), &results);
  PrintTable(results);
  if (simulation.groups().empty()) return;
  client::Table groups({{"CAUSE"},
                        {"SELLER"},
                        {"QUOTATIONS", 0, true},
                        {"CHANGED", 0, true},
                        {"GET MORE", 0, true},
                        {"GET LESS", 0, true},
                        {"DIFFERENCE", 0, true}});
  for (const v1::PolicySimulation::Group& group : simulation.groups()) {
    groups.Add({ShowTag(group.cause()), group.seller_tier(), absl::StrCat(group.quotation_count()),
                absl::StrCat(group.changed_count()), absl::StrCat(group.gain_count()), absl::StrCat(group.loss_count()),
                ShowMoney(group.difference())});
  }
  PrintTable(groups);
}

// Tells on standard error how far it is until it ended, then shows what was found.
absl::Status Watch(Cli& cli, const std::string& name) {
  v1::WatchPolicySimulationRequest request;
  request.set_name(name);
  v1::PolicySimulation simulation;
  const absl::Status read = cli.session().Read(PolicyMethod("WatchPolicySimulation"), request, &simulation, [&simulation] {
    std::cerr << ShortName(simulation.name()) << ": " << simulation.done_count() << " of " << simulation.total_count() << ", "
              << simulation.gain_count() << " get more, " << simulation.loss_count() << " get less\n";
  });
  if (!read.ok()) return read;
  PrintSimulation(cli, simulation);
  return absl::OkStatus();
}

// Asks for one; a refusal is told by the lines of the file.
absl::StatusOr<v1::PolicySimulation> Simulate(Cli& cli, v1::SimulatePolicyRequest request, const std::string& path) {
  CaseFile file;
  if (!path.empty()) {
    ASSIGN_OR_RETURN(const std::string text, client::ReadFile(path));
    ASSIGN_OR_RETURN(file, ReadCases(path, text));
    for (const v1::SimulatedCase& one : file.cases) *request.add_cases() = one;
    request.set_days(0);
  }
  absl::StatusOr<v1::PolicySimulation> begun = cli.session().Call<v1::PolicySimulation>(PolicyMethod("SimulatePolicy"), request);
  if (!begun.ok()) return AtLines(begun.status(), file);
  return begun;
}

void AddSimulate(Cli& cli, CLI::App* group) {
  CLI::App* simulate =
      group->add_subcommand("simulate", "Tell what a version would have given: in the past days, or for the cases of a file");
  struct Flags {
    std::string version, baseline, file;
    int days = 30;
    bool no_wait = false;
    RequestId request_id;
  };
  auto flags = std::make_shared<Flags>();
  simulate->add_option("VERSION", flags->version, "As `policy list` shows it")->required();
  simulate->add_option("--baseline", flags->baseline, "The version to compare with; what decides now by default");
  CLI::Option* days = simulate->add_option("--days", flags->days, "Over so many past days")->capture_default_str();
  simulate->add_option("--file", flags->file, "Over the cases of this file: a JSON object of facts a line (docs/policies.md)")
      ->excludes(days);
  simulate->add_flag("--no-wait", flags->no_wait, "Only ask; `policy simulation` tells how far it is");
  flags->request_id.AddTo(simulate);
  cli.Run(simulate, [&cli, flags]() -> absl::Status {
    v1::SimulatePolicyRequest request;
    request.set_candidate(FullName(kPolicyVersions, flags->version));
    if (!flags->baseline.empty()) request.set_baseline(FullName(kPolicyVersions, flags->baseline));
    request.set_days(flags->days);
    request.set_request_id(flags->request_id.Get());
    ASSIGN_OR_RETURN(const v1::PolicySimulation simulation, Simulate(cli, std::move(request), flags->file));
    if (!flags->no_wait) return Watch(cli, simulation.name());
    PrintSimulation(cli, simulation);
    return absl::OkStatus();
  });
}

void AddSimulation(Cli& cli, CLI::App* group) {
  CLI::App* get = group->add_subcommand("simulation", "Show how far a simulation is, and what it found");
  auto name = std::make_shared<std::string>();
  auto watch = std::make_shared<bool>(false);
  get->add_option("SIMULATION", *name, "As `policy simulate` shows it")->required();
  get->add_flag("--watch", *watch, "Until it ended");
  cli.Run(get, [&cli, name, watch]() -> absl::Status {
    if (*watch) return Watch(cli, FullName("policySimulations/", *name));
    v1::GetPolicySimulationRequest request;
    request.set_name(FullName("policySimulations/", *name));
    ASSIGN_OR_RETURN(const v1::PolicySimulation simulation,
                     cli.session().Call<v1::PolicySimulation>(PolicyMethod("GetPolicySimulation"), request));
    PrintSimulation(cli, simulation);
    return absl::OkStatus();
  });
}

void AddCompare(Cli& cli, CLI::App* group) {
  CLI::App* compare = group->add_subcommand("compare", "Show what the versions gave side by side");
  auto hours = std::make_shared<int>(24);
  compare->add_option("--hours", *hours, "Of the past so many hours")->capture_default_str();
  cli.Run(compare, [&cli, hours]() -> absl::Status {
    v1::ComparePoliciesRequest request;
    ASSIGN_OR_RETURN(const BusinessTime now, cli.session().Now());
    request.mutable_since_time()->set_seconds((now - absl::Hours(*hours)).micros() / 1'000'000);
    ASSIGN_OR_RETURN(const v1::ComparePoliciesResponse all,
                     cli.session().Call<v1::ComparePoliciesResponse>(PolicyMethod("ComparePolicies"), request));
    if (cli.json()) {
      PrintJson(all);
      return absl::OkStatus();
    }
    client::Table table = ResultTable();
    for (const v1::PolicyResult& result : all.results()) AddResult(result, &table);
    PrintTable(table);
    return absl::OkStatus();
  });
}

}  // namespace

void AddPolicyTrials(Cli& cli, CLI::App* group) {
  AddSimulate(cli, group);
  AddSimulation(cli, group);
  AddCompare(cli, group);
}

}  // namespace redress::ctl
