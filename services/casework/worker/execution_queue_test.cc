#include "services/casework/worker/execution_queue.h"

#include <catch2/catch.hpp>
#include <thread>

namespace redress::casework {
namespace {

const Deadline kNow{MachineTime()};  // over already: what is due now, or nothing

TEST_CASE("What was poked or offered is taken once, in the order in which it came", "[casework]") {
  ExecutionQueue queue({});
  queue.Poke("b");
  queue.Offer("a");
  queue.Poke("b");
  queue.Offer("a");
  CHECK(queue.Take(kNow) == "a");
  CHECK(queue.Take(kNow) == "b");
  CHECK(queue.Take(kNow).empty());
}

TEST_CASE("A case is with one thread at a time, and taken up once more where something was heard meanwhile", "[casework]") {
  ExecutionQueue queue({});
  queue.Poke("a");
  REQUIRE(queue.Take(kNow) == "a");
  queue.Poke("a");
  queue.Offer("a");
  CHECK(queue.Take(kNow).empty());
  queue.Done("a", false);
  REQUIRE(queue.Take(kNow) == "a");
  queue.Done("a", false);
  CHECK(queue.Take(kNow).empty());
}

TEST_CASE("A case that waits comes again after its pause, and at once when it is poked, but not when it is offered",
          "[casework]") {
  ExecutionQueue queue({absl::Hours(1), absl::Hours(5)});
  queue.Poke("a");
  REQUIRE(queue.Take(kNow) == "a");
  queue.Done("a", true);
  queue.Offer("a");
  CHECK(queue.Take(kNow).empty());
  queue.Poke("a");
  CHECK(queue.Take(kNow) == "a");
}

TEST_CASE("A pause that is over makes a case due", "[casework]") {
  ExecutionQueue queue({absl::ZeroDuration(), absl::ZeroDuration()});
  queue.Poke("a");
  for (int round = 0; round < 30; ++round) {  // also where doubling would overflow
    REQUIRE(queue.Take(Deadline::Never()) == "a");
    queue.Done("a", true);
  }
}

TEST_CASE("Whoever waits is woken by a poke and by the end", "[casework]") {
  ExecutionQueue queue({});
  std::string taken;
  std::thread waiter([&] { taken = queue.Take(Deadline::Never()); });
  queue.Poke("a");
  waiter.join();
  CHECK(taken == "a");
  std::thread other([&] { taken = queue.Take(Deadline::Never()); });
  queue.Stop();
  other.join();
  CHECK(taken.empty());
  CHECK(queue.stopped());
}

}  // namespace
}  // namespace redress::casework
