// Simulations of a policy over the quotations of the past, or over cases that come with them: asked for in one call, then gone on
// with by any replica, page by page, whoever is killed; what a page found is kept with how far it is.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/compensation/app/context.h"
#include "services/compensation/app/once.h"
#include "services/compensation/domain/simulation.h"

namespace redress::compensation {

struct SimulationView {
  std::string name;  // policySimulations/{id}
  std::string etag;  // empty
  Simulation simulation;
};

struct SimulateCommand {
  int64_t candidate = 0;
  int64_t baseline = 0;           // 0: the one that decides for all now
  int32_t days = 0;               // 0: over `cases`
  std::vector<NamedFacts> cases;  // as SimulatedFacts gives them
};
// NOT_FOUND, reason POLICY_NOT_FOUND; INVALID_ARGUMENT where the two have different currencies; those of Once.
absl::StatusOr<SimulationView> SimulatePolicy(const Context& context, const Request& request, const SimulateCommand& command);

// NOT_FOUND, reason SIMULATION_NOT_FOUND.
absl::StatusOr<SimulationView> ReadSimulation(pg::Pool& pool, const std::string& id);

struct SimulateOptions {
  int page = 2'000;                         // quotations that are looked at between two commits
  int threads = 2;                          // that look at them
  absl::Duration lease = absl::Minutes(1);  // machine time; longer than a page takes
};
// Works on one simulation until it ends or `stopping`. False if there was none.
absl::StatusOr<bool> RunSimulation(const Context& context, const SimulateOptions& options, const std::function<bool()>& stopping);

}  // namespace redress::compensation
