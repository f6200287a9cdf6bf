// What a round of the assigner reads of all agents, in the caller's transaction. Which places are taken is read each time. Who an
// agent is changes seldom: it is kept here and read again where the stored version is another, whichever replica changed it.
// SQL failures are thrown and become a status in the pool. Thread safe.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/pg/pqxx_compat.h"
#include "services/routing/domain/plan.h"

namespace redress::routing {

class DeskStore {
 public:
  // All agents by id, with the places that are taken and when they were last given anything.
  std::vector<Desk> Load(pqxx::transaction_base& transaction);

 private:
  // Those of `rows` (agent, version, …) that are not known as they are now.
  std::vector<std::string> Unknown(const pqxx::result& rows);
  void Keep(std::vector<Agent> agents);

  std::mutex mutex_;
  absl::flat_hash_map<std::string, Agent> known_;  // as last read
};

}  // namespace redress::routing
