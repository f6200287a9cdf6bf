// Simulations of a policy: what was asked, how far it is, what was found so far. Functions run in the caller's transaction; SQL
// failures are thrown, as libpqxx does, and become a status in the pool.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"
#include "services/compensation/domain/simulation.h"

namespace redress::compensation {

// NOT_FOUND, reason SIMULATION_NOT_FOUND. By bare id, a UUID.
absl::StatusOr<Simulation> GetSimulation(pqxx::transaction_base& transaction, const std::string& id);
void InsertSimulation(pqxx::transaction_base& transaction, const Simulation& simulation);
// The cases that came with one, as SimulatedFacts gives them, in their order.
void InsertCases(pqxx::transaction_base& transaction, const std::string& simulation, absl::Span<const NamedFacts> cases);
// How many quotations there are from then until before `until`.
int64_t CountQuotations(pqxx::transaction_base& transaction, BusinessTime from, BusinessTime until);

// The oldest one under way that nobody works on, for so long (machine time); nothing if there is none.
absl::optional<Simulation> TakeSimulation(pqxx::transaction_base& transaction, absl::Duration lease);
// How far it is now; of one that ended the cases that came with it are forgotten. False if another one has taken it: what was
// found since is not to be kept.
bool SaveSimulation(pqxx::transaction_base& transaction, const Simulation& simulation, const std::string& former_cursor_id,
                    absl::Duration lease);

// The next quotations of a simulation, or cases that came with it, as facts, and where they end.
struct FactsPage {
  std::vector<NamedFacts> facts;
  int64_t cursor_us = 0;
  std::string cursor_id;
};
FactsPage ReadFacts(pqxx::transaction_base& transaction, const Simulation& simulation, int limit);

}  // namespace redress::compensation
