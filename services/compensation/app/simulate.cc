#include "services/compensation/app/simulate.h"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "services/compensation/store/simulation_store.h"

namespace redress::compensation {
namespace {

constexpr char kPrefix[] = "policySimulations/";

absl::StatusOr<SimulationView> Again(pqxx::transaction_base& transaction, const std::string& id) {
  ASSIGN_OR_RETURN(Simulation simulation, GetSimulation(transaction, id));
  return SimulationView{absl::StrCat(kPrefix, id), "", std::move(simulation)};
}

// Looks at a page, in equal parts side by side.
absl::StatusOr<SimulationSums> JudgePage(const Policy& candidate, const Policy& baseline, const std::vector<NamedFacts>& page,
                                         int threads) {
  const auto parts = static_cast<size_t>(std::max(threads, 1));
  std::vector<SimulationSums> sums(parts);
  std::vector<absl::Status> statuses(parts);
  const auto judge = [&](size_t part) {
    for (size_t i = part; i < page.size() && statuses[part].ok(); i += parts) {
      statuses[part] = Judge(candidate, baseline, page[i], &sums[part]);
    }
  };
  std::vector<std::thread> others;
  others.reserve(parts);
  for (size_t part = 1; part < parts; ++part) others.emplace_back(judge, part);
  judge(0);
  for (std::thread& other : others) other.join();
  SimulationSums all;
  for (size_t part = 0; part < parts; ++part) {
    RETURN_IF_ERROR(statuses[part]);
    all.Add(sums[part]);
  }
  return all;
}

void End(Simulation::State state, BusinessTime now, Simulation* simulation) {
  simulation->state = state;
  simulation->end_time = now;
}

absl::StatusOr<FactsPage> PageAt(const Context& context, const SimulateOptions& options, const Simulation& simulation) {
  FactsPage page;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    page = ReadFacts(transaction, simulation, options.page);
    return absl::OkStatus();
  }));
  return page;
}

// One page further; `next` is read meanwhile, where there is one.
absl::Status Step(const Context& context, const SimulateOptions& options, const Policy& candidate, const Policy& baseline,
                  Simulation* simulation, FactsPage* next, bool* lost) {
  const FactsPage page = std::move(*next);
  const bool last = static_cast<int>(page.facts.size()) < options.page;
  const std::string former = simulation->cursor_id;
  Simulation ahead = *simulation;
  ahead.cursor_us = page.cursor_us;
  ahead.cursor_id = page.cursor_id;
  absl::StatusOr<FactsPage> read = FactsPage();
  std::thread reader;
  if (!last) reader = std::thread([&] { read = PageAt(context, options, ahead); });
  const absl::StatusOr<SimulationSums> sums = JudgePage(candidate, baseline, page.facts, options.threads);
  if (reader.joinable()) reader.join();
  RETURN_IF_ERROR(read.status());
  *next = *std::move(read);
  if (sums.ok()) {
    simulation->sums.Add(*sums);
    simulation->cursor_us = ahead.cursor_us;
    simulation->cursor_id = ahead.cursor_id;
    if (last) End(Simulation::State::kDone, context.time.Now(), simulation);
  } else {
    simulation->failure = std::string(sums.status().message());
    End(Simulation::State::kFailed, context.time.Now(), simulation);
  }
  return context.pool.Transact([&](pqxx::work& transaction) {
    *lost = !SaveSimulation(transaction, *simulation, former, options.lease);
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<SimulationView> SimulatePolicy(const Context& context, const Request& request, const SimulateCommand& command) {
  Simulation simulation;
  simulation.candidate = command.candidate;
  simulation.baseline = command.baseline;
  if (command.baseline == 0) {
    ASSIGN_OR_RETURN(const PolicyPtr present, context.policy.For({}));
    if (!absl::SimpleAtoi(present->terms().version, &simulation.baseline)) {
      return Error(absl::StatusCode::kNotFound, "POLICY_NOT_FOUND", "the present policy has no number");
    }
  }
  ASSIGN_OR_RETURN(const PolicyPtr candidate, context.policy.OfVersion(absl::StrCat(simulation.candidate)));
  ASSIGN_OR_RETURN(const PolicyPtr baseline, context.policy.OfVersion(absl::StrCat(simulation.baseline)));
  if (candidate->terms().currency != baseline->terms().currency) {
    Violations violations;
    violations.Add("candidate", "must speak of the same currency as the baseline");
    return violations.ToStatus();
  }
  simulation.id = Uuid::NewOrdered().ToString();
  simulation.days = command.days;
  simulation.create_time = context.time.Now();
  simulation.from = simulation.create_time - absl::Hours(24) * command.days;
  simulation.cursor_us = command.cases.empty() ? simulation.from.micros() - 1 : 0;
  return Once<SimulationView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>*) -> absl::StatusOr<SimulationView> {
        simulation.total = command.cases.empty() ? CountQuotations(transaction, simulation.from, simulation.create_time)
                                                 : static_cast<int64_t>(command.cases.size());
        InsertSimulation(transaction, simulation);
        if (!command.cases.empty()) InsertCases(transaction, simulation.id, command.cases);
        return SimulationView{absl::StrCat(kPrefix, simulation.id), "", simulation};
      },
      [&](pqxx::work& transaction, const std::string& name) {
        return Again(transaction, std::string(absl::StripPrefix(name, kPrefix)));
      });
}

absl::StatusOr<SimulationView> ReadSimulation(pg::Pool& pool, const std::string& id) {
  absl::StatusOr<SimulationView> view;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    view = Again(transaction, id);
    return view.status();
  }));
  return view;
}

absl::StatusOr<bool> RunSimulation(const Context& context, const SimulateOptions& options,
                                   const std::function<bool()>& stopping) {
  absl::optional<Simulation> taken;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) {
    taken = TakeSimulation(transaction, options.lease);
    return absl::OkStatus();
  }));
  if (!taken.has_value()) return false;
  ASSIGN_OR_RETURN(const PolicyPtr candidate, context.policy.OfVersion(absl::StrCat(taken->candidate)));
  ASSIGN_OR_RETURN(const PolicyPtr baseline, context.policy.OfVersion(absl::StrCat(taken->baseline)));
  bool lost = false;
  ASSIGN_OR_RETURN(FactsPage next, PageAt(context, options, *taken));
  while (!lost && taken->state == Simulation::State::kRunning && !stopping()) {
    RETURN_IF_ERROR(Step(context, options, *candidate, *baseline, &*taken, &next, &lost));
  }
  return true;
}

}  // namespace redress::compensation
