// What the component tests of routing share: one private PostgreSQL a program, a fresh schema a test with routing's tables, a
// stepped business time, and the checker of the invariants that no run may break.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/base/time.h"
#include "services/routing/app/assign_round.h"
#include "services/routing/app/context.h"
#include "services/routing/app/item_moves.h"
#include "services/routing/app/people.h"
#include "services/routing/app/receive.h"
#include "services/routing/domain/case_fold.h"
#include "tests/support/private_servers.h"

namespace redress::test {

PrivatePostgres& RoutingPostgres();
// A pool on a schema; `schema` empty: a fresh one, migrated.
std::unique_ptr<pg::Pool> RoutingPool(const std::string& schema = "");

// One replica's view of a schema of its own.
struct RoutingDesk {
  explicit RoutingDesk(routing::Policy policy = {});

  // Agents who are there, with every skill. `id` also names them.
  void AddAgent(const std::string& id, int limit, std::vector<std::string> teams = {"logistics"}, bool supervisor = false);
  void SetPresence(const std::string& agent, routing::Presence presence);
  // Complaints `first` … `first + count − 1`, each a case of its own, received now, as the consumer would apply them.
  void Receive(int first, int count, routing::Severity severity = routing::Severity::kOrdinary,
               const std::string& team = "logistics");
  std::vector<events::NewEvent> Apply(const std::vector<routing::CaseMessage>& messages);
  // The same with new items offered at once.
  routing::Received ApplyAndOffer(const std::vector<routing::CaseMessage>& messages);
  // Rounds until nothing more can be offered; how many offers.
  int Assign();
  int RunTimers();

  // A move of somebody, under a new request id.
  routing::MoveRequest Move(const std::string& item, const std::string& agent, bool supervisor = false);
  routing::WorkItem Item(const std::string& id);
  // What casework says of the case of the nth complaint, now.
  routing::CaseNews NewsOf(routing::CaseNews::Kind kind, int n);
  // The id of the item of the nth complaint.
  static std::string IdOf(int n) { return absl::StrCat("c", n, "-1"); }
  static routing::CaseInput InputOf(int n, routing::Severity severity = routing::Severity::kOrdinary,
                                    const std::string& team = "logistics");
  // Runs a query and returns its first field.
  std::string Ask(const std::string& sql);
  // What is wrong with owners, places, limits, states and events; empty when all is well.
  std::vector<std::string> Faults();

  std::unique_ptr<pg::Pool> pool;
  SteppedTimeSource time{BusinessTime::FromUnixMicros(1'764'000'000'000'000)};
  routing::Context context;
};

}  // namespace redress::test
