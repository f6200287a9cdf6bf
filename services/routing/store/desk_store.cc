#include "services/routing/store/desk_store.h"

#include <utility>

#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/routing/store/people_store.h"

namespace redress::routing {
namespace {

constexpr char kAgents[] =
    "SELECT a.agent, a.version, coalesce(g.given_us, 0) FROM agent a"
    " LEFT JOIN LATERAL (SELECT l.given_us FROM assignment l WHERE l.agent = a.agent ORDER BY l.given_us DESC LIMIT 1) g ON true"
    " ORDER BY a.agent";
// One pass over all places that are taken, since a look for each agent takes twice as long; and a statement of its own, since
// joined it is planned for as few agents as there were once. Places 1 … 63 are bits of one number, and few agents have more of
// them.
constexpr char kPlaces[] =
    "SELECT agent, coalesce(bit_or(1::bigint << (slot - 1)) FILTER (WHERE slot < 64), 0),"
    " coalesce(array_agg(slot) FILTER (WHERE slot >= 64), '{}')"
    " FROM assignment WHERE released_us IS NULL AND slot IS NOT NULL GROUP BY agent";

std::vector<int> TakenSlots(int64_t low, const char* high) {
  std::vector<int> slots;
  for (int slot = 1; low != 0; low >>= 1, ++slot) {
    if ((low & 1) != 0) slots.push_back(slot);
  }
  for (const int64_t slot : pg::ParseIntArray(high)) slots.push_back(static_cast<int>(slot));
  return slots;
}

}  // namespace

std::vector<std::string> DeskStore::Unknown(const pqxx::result& rows) {
  std::vector<std::string> unknown;
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const pqxx::row& row : rows) {
    const auto known = known_.find(row[0].c_str());
    if (known == known_.end() || known->second.version != row[1].as<int64_t>()) unknown.emplace_back(row[0].c_str());
  }
  return unknown;
}

void DeskStore::Keep(std::vector<Agent> agents) {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (Agent& agent : agents) {
    std::string id = agent.id;
    known_.insert_or_assign(std::move(id), std::move(agent));
  }
}

std::vector<Desk> DeskStore::Load(pqxx::transaction_base& transaction) {
  const pqxx::result agents = pg::Exec(transaction, kAgents);
  if (const std::vector<std::string> unknown = Unknown(agents); !unknown.empty()) Keep(GetAgents(transaction, unknown));
  const pqxx::result places = pg::Exec(transaction, kPlaces);
  absl::flat_hash_map<absl::string_view, pqxx::row> places_of;
  places_of.reserve(places.size());
  for (const pqxx::row& row : places) places_of.emplace(row[0].c_str(), row);
  std::vector<Desk> desks;
  desks.reserve(agents.size());
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const pqxx::row& row : agents) {
    Desk& desk = desks.emplace_back(Desk{known_.at(row[0].c_str()), {}, BusinessTime::FromUnixMicros(row[2].as<int64_t>())});
    const auto taken = places_of.find(row[0].c_str());
    if (taken != places_of.end()) desk.taken_slots = TakenSlots(taken->second[1].as<int64_t>(), taken->second[2].c_str());
  }
  return desks;
}

}  // namespace redress::routing
