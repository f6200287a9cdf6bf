// A proof that cannot fail proves nothing: what each one looks for is done here on purpose, and it must be noticed.
#include <catch2/catch.hpp>

#include "libs/pg/pqxx_compat.h"
#include "tests/torture/rig.h"

namespace redress::torture {
namespace {

// Past triggers and foreign keys, which would refuse it.
void Tamper(const Rig& rig, const std::string& sql) {
  pqxx::connection connection(rig.places().pg);
  pqxx::nontransaction transaction(connection);
  transaction.exec("SET session_replication_role = replica");
  transaction.exec(sql);
}

TEST_CASE("what the proofs look for is noticed when it is there", "[torture]") {
  Rig rig({.complaints = 100});
  rig.Suffer({{"nothing", [](Rig&) {}}});
  rig.Prove();
  for (const std::string& program : rig.suite->programs()) rig.suite->Kill(program);
  const Places places = rig.places();
  const std::string replay = places.pg + " dbname=replay";

  Tamper(rig,
         "UPDATE routing.work_item SET raise_count = raise_count + 1 WHERE item = (SELECT min(item) FROM routing.work_item)");
  CHECK(ProveItems(places).size() == 1);
  CHECK(ProveReplay(places, replay, absl::Seconds(30)).size() == 2);
  CHECK(ProveAssignments(places, {{"no-item", "no-agent"}}).size() == 1);
  Tamper(rig, "UPDATE routing.assignment SET slot = 900 WHERE assignment = (SELECT min(assignment) FROM routing.assignment)");
  CHECK(ProveAssignments(places, {}).size() == 1);
  Tamper(rig, "DELETE FROM intake.complaint WHERE number = (SELECT min(number) FROM intake.complaint)");
  CHECK(ProveStored(places, rig.load->names()).size() == 2);
  Tamper(
      rig,
      "DELETE FROM intake.event WHERE sequence = 1 AND partition = (SELECT min(partition) FROM intake.event WHERE sequence = 2)");
  CHECK(ProveLogs(places).size() == 2);
}

}  // namespace
}  // namespace redress::torture
