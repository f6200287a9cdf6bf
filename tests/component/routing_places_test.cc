// An owner's places while cases wait: given back, taken again, never two items in one, and nothing new above the limit.
#include <atomic>
#include <catch2/catch.hpp>
#include <random>
#include <thread>

#include "libs/base/error.h"
#include "services/routing/app/timers.h"
#include "tests/component/routing_fixture.h"

namespace redress::test {
namespace {

using routing::ItemState;
using Kind = routing::CaseNews::Kind;

const std::vector<std::string> kNoFaults;

routing::CaseNews Waits(RoutingDesk& desk, int n, bool waiting) {
  routing::CaseNews news = desk.NewsOf(Kind::kMoved, n);
  news.waiting = waiting;
  return news;
}

// `count` items, all accepted by whom they are offered to.
void AcceptAll(RoutingDesk& desk, int first, int count) {
  for (int n = first; n < first + count; ++n) {
    const std::string item = RoutingDesk::IdOf(n);
    REQUIRE(routing::AcceptItem(desk.context, desk.Move(item, desk.Item(item).agent)).ok());
  }
}

std::string Places(RoutingDesk& desk, const std::string& agent = "a-li") {
  return desk.Ask(
      "SELECT string_agg(item || ':' || coalesce(slot::text, '-'), ' ' ORDER BY item) FROM assignment WHERE agent = '" + agent +
      "' AND released_us IS NULL");
}

TEST_CASE("A case that waits keeps its owner and makes room for another one") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 2);
  desk.Receive(0, 3);
  CHECK(desk.Assign() == 2);
  AcceptAll(desk, 0, 2);
  CHECK(desk.Assign() == 0);
  CHECK(desk.Apply({Waits(desk, 0, true)}).empty());  // nobody else needs to know
  CHECK(desk.Item("c0-1").agent == "a-li");
  CHECK(Places(desk) == "c0-1:- c1-1:2");
  CHECK(desk.Assign() == 1);
  CHECK(Places(desk) == "c0-1:- c1-1:2 c2-1:1");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("A case that goes on takes a free place, or one above the limit; nothing new comes until there is room within") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 2);
  desk.Receive(0, 6);
  CHECK(desk.Assign() == 2);
  AcceptAll(desk, 0, 2);
  desk.Apply({Waits(desk, 0, true), Waits(desk, 1, true)});
  CHECK(desk.Assign() == 2);
  AcceptAll(desk, 2, 2);
  desk.Apply({Waits(desk, 0, false)});
  CHECK(Places(desk) == "c0-1:3 c1-1:- c2-1:1 c3-1:2");
  desk.Apply({Waits(desk, 1, false), Waits(desk, 0, false)});
  CHECK(Places(desk) == "c0-1:3 c1-1:4 c2-1:1 c3-1:2");
  CHECK(desk.Assign() == 0);
  desk.Apply({desk.NewsOf(Kind::kClosed, 2)});  // place 1 is free, and still there is more than fits
  CHECK(desk.Assign() == 0);
  CHECK(ReasonOf(routing::TakeItem(desk.context, desk.Move("c4-1", "a-li")).status()) == "AT_CAPACITY");
  desk.Apply({desk.NewsOf(Kind::kClosed, 0)});
  CHECK(desk.Assign() == 0);
  desk.Apply({desk.NewsOf(Kind::kClosed, 1)});
  CHECK(desk.Assign() == 1);
  CHECK(desk.Item("c4-1").agent == "a-li");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("What is accepted, or given, while its case waits takes no place either") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 1);
  desk.AddAgent("a-wu", 1);
  desk.SetPresence("a-wu", routing::Presence::kBusy);
  desk.Receive(0, 1);
  desk.Apply({desk.NewsOf(Kind::kOpened, 0), Waits(desk, 0, true)});
  CHECK(desk.Assign() == 1);
  CHECK(Places(desk) == "c0-1:1");  // an offer is something to do
  AcceptAll(desk, 0, 1);
  CHECK(Places(desk) == "c0-1:-");
  desk.SetPresence("a-wu", routing::Presence::kOnline);
  REQUIRE(routing::TransferItem(desk.context, desk.Move("c0-1", "a-boss", true), {"", "a-wu", "yours"}).ok());
  CHECK(Places(desk, "a-wu") == "c0-1:-");
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("Who goes home keeps the cases that wait, and those that go on meanwhile go to somebody else") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 5);
  desk.Receive(0, 2);
  desk.Assign();
  AcceptAll(desk, 0, 2);
  desk.Apply({Waits(desk, 0, true)});
  desk.SetPresence("a-li", routing::Presence::kOffline);
  desk.time.Advance(absl::Hours(1));
  CHECK(desk.RunTimers() == 1);
  CHECK(desk.Item("c0-1").agent == "a-li");
  CHECK(desk.Item("c1-1").state == ItemState::kQueued);
  desk.Apply({Waits(desk, 0, false)});
  CHECK(desk.RunTimers() == 1);
  CHECK(desk.Item("c0-1").state == ItemState::kQueued);
  // Not before it went on.
  CHECK(desk.Ask("SELECT released_us FROM assignment WHERE item = 'c0-1'") == absl::StrCat(desk.time.Now().micros()));
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("An item that waits ends, and moves, like any other") {
  RoutingDesk desk;
  desk.AddAgent("a-li", 5);
  desk.Receive(0, 2);
  desk.Assign();
  AcceptAll(desk, 0, 2);
  desk.Apply({Waits(desk, 0, true), Waits(desk, 1, true)});
  desk.Apply({desk.NewsOf(Kind::kClosed, 0)});
  CHECK(desk.Item("c0-1").state == ItemState::kDone);
  CHECK(desk.Item("c0-1").agent == "a-li");
  REQUIRE(routing::TransferItem(desk.context, desk.Move("c1-1", "a-li"), {"marketing", "", "theirs"}).ok());
  CHECK(desk.Item("c1-1").state == ItemState::kQueued);
  CHECK(desk.Ask("SELECT count(*) FROM assignment WHERE released_us IS NULL") == "0");
  desk.Apply({Waits(desk, 1, false)});
  CHECK_FALSE(desk.Item("c1-1").waiting);
  CHECK(desk.Faults() == kNoFaults);
}

TEST_CASE("Cases that go on while offers are made and taken never share a place, whoever is quicker") {
  RoutingDesk desk;
  constexpr int kCases = 24;
  for (const char* agent : {"a-1", "a-2", "a-3"}) desk.AddAgent(agent, 4);
  desk.Receive(0, kCases);
  std::atomic<int> unexpected{0};
  std::atomic<bool> done{false};
  std::thread assigner([&] {
    while (!done) {
      if (!routing::AssignRound(desk.context).ok()) ++unexpected;
      for (int n = 0; n < kCases; ++n) {
        const std::string item = RoutingDesk::IdOf(n);
        for (const char* agent : {"a-1", "a-2", "a-3"}) {
          const absl::Status status = routing::AcceptItem(desk.context, desk.Move(item, agent)).status();
          if (!status.ok() && status.code() != absl::StatusCode::kFailedPrecondition) ++unexpected;
        }
      }
    }
  });
  std::mt19937 random(7);
  for (int step = 0; step < 300; ++step) {
    desk.Apply({Waits(desk, static_cast<int>(random() % kCases), random() % 2 == 0),
                Waits(desk, static_cast<int>(random() % kCases), random() % 3 != 0)});
  }
  done = true;
  assigner.join();
  CHECK(unexpected == 0);
  CHECK(desk.Faults() == kNoFaults);
}

}  // namespace
}  // namespace redress::test
