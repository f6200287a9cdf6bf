// Two of each at the same work, one of which is killed.
#include <catch2/catch.hpp>

#include "tests/torture/rig.h"

namespace redress::torture {
namespace {

Rig::Fault Killed(const std::string& program) {
  return {"kill -9 " + program, [program](Rig& rig) { rig.KillAndStart(program); }};
}

// The other replica works alone for a while.
Rig::Fault KilledForAWhile(const std::string& program) {
  return {"kill -9 " + program + " for a while", [program](Rig& rig) {
            const int before = rig.load->acknowledged();
            rig.suite->Kill(program);
            rig.load->WaitAcknowledged(before + 60, absl::Seconds(5));
            rig.suite->Start(program);
          }};
}

TEST_CASE("with two replicas of intake and routing and one of them killed there is no double offer and no double item",
          "[torture]") {
  Rig rig({.replicas = 2, .complaints = 800});
  rig.Suffer(Repeated(
      {Killed("routing"), KilledForAWhile("intake-2"), KilledForAWhile("routing-2"), Killed("intake"), Killed("routing-2")}));
  rig.Prove();
}

}  // namespace
}  // namespace redress::torture
