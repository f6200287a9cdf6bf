// A proof that cannot fail proves nothing: what each one looks for is done here on purpose, and it must be noticed.
#include <catch2/catch.hpp>

#include "tests/torture/rig.h"

namespace redress::torture {
namespace {

TEST_CASE("what the proofs look for is noticed when it is there", "[torture]") {
  Rig rig({.complaints = 100});
  rig.Suffer({{"nothing", [](Rig&) {}}});
  rig.Prove();
  rig.KillAll();
  const Places places = rig.places();
  // What was said in the last moment nobody heard: positions, streams and the replay may be behind. So what is spoilt is
  // compared with a copy of what the dead left.
  const FaultList at_the_end = ProveLogs(places, SpineOfRouting());
  const std::string copy = CopyDatabase(places.pg, "copy_of_all");
  CHECK(ProveReplay(places, copy) == FaultList());

  Tamper(places.pg,
         "UPDATE routing.work_item SET raise_count = raise_count + 1 WHERE item = (SELECT min(item) FROM routing.work_item)");
  CHECK(ProveItems(places).size() == 1);
  CHECK(ProveReplay(places, copy).size() == 2);
  CHECK(ProveAssignments(places, {{"no-item", "no-agent"}}).size() == 1);
  Tamper(places.pg,
         "UPDATE routing.assignment SET slot = 900 WHERE assignment = (SELECT min(assignment) FROM routing.assignment WHERE"
         " resume_us IS NULL)");
  CHECK(ProveAssignments(places, {}).size() == 1);
  Tamper(places.pg, "DELETE FROM intake.complaint WHERE number = (SELECT min(number) FROM intake.complaint)");
  CHECK(ProveStored(places, rig.load->names()).size() == 2);
  Tamper(
      places.pg,
      "DELETE FROM intake.event WHERE sequence = 1 AND partition = (SELECT min(partition) FROM intake.event WHERE sequence = 2)");
  CHECK(CountNew(at_the_end, ProveLogs(places, SpineOfRouting())) == 2);
}

}  // namespace
}  // namespace redress::torture
