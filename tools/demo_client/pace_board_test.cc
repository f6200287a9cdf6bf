#include "tools/demo_client/pace_board.h"

#include <catch2/catch.hpp>

#include "libs/proto/values.h"

namespace redress::demo {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

// Two services: `b` reads the log of `a`, three events long in two partitions.
Paces Quiet() {
  Paces paces;
  events::v1::Pace& a = paces["a"];
  a.set_epoch("0123456789abcdef");
  a.add_head_sequences(1);
  a.add_head_sequences(2);
  events::v1::Pace& b = paces["b"];
  events::v1::ConsumerPosition& consumer = *b.add_consumers();
  consumer.set_consumer("b");
  consumer.set_source("a");
  consumer.set_epoch(a.epoch());
  consumer.add_sequences(1);
  consumer.add_sequences(2);
  for (auto& [name, pace] : paces) *pace.mutable_business_time() = ToProto(kNow);
  return paces;
}

void AddWork(events::v1::Pace& pace, bool elsewhere) {
  events::v1::PendingWork& work = *pace.add_pending();
  work.set_kind("letters");
  work.set_count(2);
  work.set_elsewhere(elsewhere);
}

}  // namespace

TEST_CASE("A stack is quiet when nothing is due, nothing pending, and everybody has heard everything", "[demo]") {
  CHECK(StandingOf(Quiet(), kNow).quiet());
  CHECK_FALSE(StandingOf(Quiet(), kNow).next_due.has_value());

  Paces behind = Quiet();
  behind["b"].mutable_consumers(0)->set_sequences(1, 0);
  CHECK(StandingOf(behind, kNow).waits_for == std::vector<std::string>{"b has 2 events of a to apply"});
  CHECK(StandingOf(behind, kNow).of == std::set<std::string>{"a", "b"});  // either may have gone on since it was asked

  Paces fresh = Quiet();
  fresh["b"].mutable_consumers(0)->clear_epoch();
  fresh["b"].mutable_consumers(0)->clear_sequences();
  CHECK(StandingOf(fresh, kNow).waits_for == std::vector<std::string>{"b has 3 events of a to apply"});

  Paces other = Quiet();
  other["a"].set_epoch("another");
  CHECK(StandingOf(other, kNow).waits_for == std::vector<std::string>{"b follows another epoch of a"});

  Paces working = Quiet();
  AddWork(working["a"], false);
  CHECK(StandingOf(working, kNow).waits_for == std::vector<std::string>{"a has 2 letters"});
  CHECK(StandingOf(working, kNow).of == std::set<std::string>{"a"});

  Paces early = Quiet();
  *early["a"].mutable_business_time() = ToProto(kNow - absl::Seconds(1));
  CHECK(StandingOf(early, kNow).waits_for == std::vector<std::string>{"a was asked too early"});
}

TEST_CASE("Who reads a service that the stack does not run is not behind", "[demo]") {
  Paces paces = Quiet();
  paces["b"].mutable_consumers(0)->set_source("nobody");
  CHECK(StandingOf(paces, kNow).quiet());
}

TEST_CASE("What is due next is the earliest timer after now; one that is due by now is being worked on", "[demo]") {
  Paces paces = Quiet();
  *paces["a"].mutable_next_due_time() = ToProto(kNow + absl::Minutes(3));
  *paces["b"].mutable_next_due_time() = ToProto(kNow + absl::Minutes(2));
  CHECK(StandingOf(paces, kNow).quiet());
  CHECK(StandingOf(paces, kNow).next_due == kNow + absl::Minutes(2));
  *paces["b"].mutable_next_due_time() = ToProto(kNow);
  CHECK_FALSE(StandingOf(paces, kNow).quiet());
  CHECK(StandingOf(paces, kNow).next_due == kNow + absl::Minutes(3));
}

TEST_CASE("What waits for somebody else holds the time up only while the shop has nothing to end later", "[demo]") {
  Paces paces = Quiet();
  AddWork(paces["b"], true);
  CHECK_FALSE(StandingOf(paces, kNow).quiet());
  *paces["platform"].mutable_business_time() = ToProto(kNow);
  CHECK_FALSE(StandingOf(paces, kNow).quiet());
  *paces["platform"].mutable_next_due_time() = ToProto(kNow + absl::Hours(1));
  CHECK(StandingOf(paces, kNow).quiet());
  AddWork(paces["b"], false);
  CHECK_FALSE(StandingOf(paces, kNow).quiet());
}

TEST_CASE("A reason is the same whatever its figures are", "[demo]") {
  CHECK(ReasonWithoutFigures("b has 2 events of a to apply") == ReasonWithoutFigures("b has 17 events of a to apply"));
  CHECK(ReasonWithoutFigures("b has 2 letters") != ReasonWithoutFigures("b has 2 events of a to apply"));
}

TEST_CASE("Two rounds are of one moment where no log and no consumer went on between them", "[demo]") {
  const Paces before = Quiet();
  CHECK(SameMoment(before, Quiet()));
  Paces later = Quiet();
  later["a"].set_head_sequences(0, 2);
  CHECK_FALSE(SameMoment(before, later));
  later = Quiet();
  later["b"].mutable_consumers(0)->set_sequences(0, 0);
  CHECK_FALSE(SameMoment(before, later));
  later = Quiet();
  later.erase("b");
  CHECK_FALSE(SameMoment(before, later));
}

}  // namespace redress::demo
