#include "libs/events/event_queues.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

namespace redress::events {
namespace {

constexpr char kEpoch[] = "0123456789abcdef";

Event Make(const std::string& source, int partition, int64_t sequence, std::vector<Position> after = {}) {
  Event event;
  event.source = source;
  event.epoch = kEpoch;
  event.partition = partition;
  event.sequence = sequence;
  event.after = std::move(after);
  return event;
}

EventQueues Queues() {
  EventQueues queues({"a", "b"}, 4);
  queues.SetEpoch(0, kEpoch);
  queues.SetEpoch(1, kEpoch);
  return queues;
}

std::vector<std::string> Names(const std::vector<Event>& events) {
  std::vector<std::string> names;
  for (const Event& event : events) {
    names.push_back(event.source + std::to_string(event.sequence));
  }
  return names;
}

}  // namespace

TEST_CASE("A queue takes the next event, knows the old and reports a gap", "[events]") {
  EventQueues queues = Queues();
  queues.Reset(0, 1, 5);
  CHECK(queues.Offer(0, Make("a", 1, 5)) == EventQueues::Offered::kKnown);
  CHECK(queues.Offer(0, Make("a", 1, 7)) == EventQueues::Offered::kGap);
  CHECK(queues.Offer(0, Make("a", 1, 6)) == EventQueues::Offered::kTaken);
  CHECK(queues.Offer(0, Make("a", 1, 7)) == EventQueues::Offered::kTaken);
  CHECK(queues.fetched(0, 1) == 7);
  CHECK(queues.applied(0, 1) == 5);
}

TEST_CASE("What was said after a source that was not reached yet waits; everything else goes on", "[events]") {
  EventQueues queues({"a", "b"}, 4);
  queues.SetEpoch(1, kEpoch);
  queues.Offer(1, Make("b", 2, 1));
  queues.Offer(1, Make("b", 2, 2, {{"a", kEpoch, 1}}));
  queues.Offer(1, Make("b", 3, 1));
  const EventQueues::Selection early = queues.Select({2, 3}, 10);
  CHECK(Names(early.events) == std::vector<std::string>{"b1", "b1"});
  CHECK(early.unknown_epochs.empty());
  CHECK(early.needs.empty());
  queues.Advance(early.events);
  queues.SetEpoch(0, kEpoch);
  queues.Offer(0, Make("a", 2, 1));
  CHECK(Names(queues.Select({2, 3}, 10).events) == std::vector<std::string>{"a1", "b2"});
}

TEST_CASE("A selection is limited, and advancing over its beginning leaves the rest", "[events]") {
  EventQueues queues = Queues();
  for (int64_t i = 1; i <= 5; ++i) {
    queues.Offer(0, Make("a", 2, i));
  }
  const EventQueues::Selection selection = queues.Select({2}, 3);
  CHECK(Names(selection.events) == std::vector<std::string>{"a1", "a2", "a3"});
  queues.Advance(absl::MakeSpan(selection.events).first(2));
  CHECK(Names(queues.Select({2}, 10).events) == std::vector<std::string>{"a3", "a4", "a5"});
}

TEST_CASE("An event waits for what its author had applied", "[events]") {
  EventQueues queues = Queues();
  queues.Offer(1, Make("b", 0, 1, {{"a", kEpoch, 2}}));
  queues.Offer(0, Make("a", 0, 1));
  EventQueues::Selection selection = queues.Select({0}, 10);
  CHECK(Names(selection.events) == std::vector<std::string>{"a1"});
  REQUIRE(selection.needs.size() == 1);
  CHECK((selection.needs[0].source == 0 && selection.needs[0].sequence == 2));

  queues.Offer(0, Make("a", 0, 2, {{"b", kEpoch, 0}}));
  CHECK(Names(queues.Select({0}, 10).events) == std::vector<std::string>{"a1", "a2", "b1"});
}

TEST_CASE("Sources that are not read here are not waited for; an unknown epoch is told", "[events]") {
  EventQueues queues = Queues();
  queues.Offer(0, Make("a", 0, 1, {{"elsewhere", kEpoch, 99}}));
  CHECK(queues.Select({0}, 10).events.size() == 1);
  queues.Offer(0, Make("a", 0, 2, {{"b", "ffffffffffffffff", 1}}));
  const EventQueues::Selection selection = queues.Select({0}, 10);
  CHECK(selection.events.size() == 1);
  CHECK(selection.unknown_epochs == std::vector<int>{0});
}

TEST_CASE("However two streams are shuffled into each other, the causal order is kept", "[events]") {
  // A conversation: each event of one stream follows from the former of the other.
  std::vector<Event> events;
  for (int64_t i = 1; i <= 20; ++i) {
    events.push_back(Make("a", 0, i, {{"b", kEpoch, i - 1}}));
    events.push_back(Make("b", 0, i, {{"a", kEpoch, i}}));
  }
  std::mt19937 random(GENERATE(1u, 2u, 3u, 4u, 5u));
  EventQueues queues = Queues();
  std::vector<std::string> applied;
  size_t next[2] = {0, 0};
  std::vector<Event> streams[2];
  for (const Event& event : events) {
    streams[event.source == "a" ? 0 : 1].push_back(event);
  }
  while (applied.size() < events.size()) {
    const int source = static_cast<int>(random() % 2);
    if (next[source] < streams[source].size()) {
      queues.Offer(source, streams[source][next[source]++]);
    }
    const EventQueues::Selection selection = queues.Select({0}, 1 + static_cast<int>(random() % 3));
    queues.Advance(selection.events);
    for (const std::string& name : Names(selection.events)) {
      applied.push_back(name);
    }
  }
  CHECK(applied == Names(events));
}

}  // namespace redress::events
