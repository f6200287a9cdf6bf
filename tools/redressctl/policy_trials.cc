// redressctl policy simulate, simulation, compare: what a policy costs, before it decides and beside another one.
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "redress/compensation/v1/policy_service.pb.h"
#include "tools/client/words.h"
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
  client::Table groups({{"CAUSE"}, {"SELLER"}, {"QUOTATIONS", 0, true}, {"CHANGED", 0, true}, {"DIFFERENCE", 0, true}});
  for (const v1::PolicySimulation::Group& group : simulation.groups()) {
    groups.Add({ShowTag(group.cause()), group.seller_tier(), absl::StrCat(group.quotation_count()),
                absl::StrCat(group.changed_count()), ShowMoney(group.difference())});
  }
  PrintTable(groups);
}

void AddSimulate(Cli& cli, CLI::App* group) {
  CLI::App* simulate = group->add_subcommand("simulate", "Ask what a version would have given in the past days");
  struct Flags {
    std::string version, baseline;
    int days = 30;
    RequestId request_id;
  };
  auto flags = std::make_shared<Flags>();
  simulate->add_option("VERSION", flags->version, "As `policy list` shows it")->required();
  simulate->add_option("--baseline", flags->baseline, "The version to compare with; what decides now by default");
  simulate->add_option("--days", flags->days, "Over so many past days")->capture_default_str();
  flags->request_id.AddTo(simulate);
  cli.Run(simulate, [&cli, flags]() -> absl::Status {
    v1::SimulatePolicyRequest request;
    request.set_candidate(FullName(kPolicyVersions, flags->version));
    if (!flags->baseline.empty()) request.set_baseline(FullName(kPolicyVersions, flags->baseline));
    request.set_days(flags->days);
    request.set_request_id(flags->request_id.Get());
    ASSIGN_OR_RETURN(const v1::PolicySimulation simulation,
                     cli.session().Call<v1::PolicySimulation>(PolicyMethod("SimulatePolicy"), request));
    PrintSimulation(cli, simulation);
    return absl::OkStatus();
  });
}

void AddSimulation(Cli& cli, CLI::App* group) {
  CLI::App* get = group->add_subcommand("simulation", "Show how far a simulation is, and what it found");
  auto name = std::make_shared<std::string>();
  get->add_option("SIMULATION", *name, "As `policy simulate` shows it")->required();
  cli.Run(get, [&cli, name]() -> absl::Status {
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
