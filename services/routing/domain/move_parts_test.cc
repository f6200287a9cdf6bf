#include "services/routing/domain/move_parts.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::routing {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

WorkItem Accepted() {
  WorkItem item;
  item.id = "c1-1";
  item.state = ItemState::kAccepted;
  item.agent = "a-li";
  item.offer_time = kNow - absl::Seconds(9);
  item.accept_time = kNow - absl::Seconds(5);
  item.version = 4;
  return item;
}

TEST_CASE("A step through the table makes a new version, and nothing else of itself", "[routing]") {
  const absl::StatusOr<Change> change = Begin(Accepted(), ItemEvent::kRaise);
  REQUIRE(change.ok());
  CHECK(change->next.version == 5);
  CHECK(change->next.agent == "a-li");
  CHECK(change->place == PlaceChange::kKeep);
  CHECK(change->facts.empty());
  CHECK(ReasonOf(Begin(Accepted(), ItemEvent::kTake).status()) == "ILLEGAL_TRANSITION");
}

TEST_CASE("Released is who had it, and a place where there was one", "[routing]") {
  const absl::StatusOr<Change> change = Release(Accepted(), ItemEvent::kMove, ReleaseReason::kCaseChanged, kNow);
  REQUIRE(change.ok());
  CHECK(change->next.state == ItemState::kQueued);
  CHECK(change->next.agent.empty());
  CHECK_FALSE(change->next.accept_time.has_value());
  CHECK_FALSE(change->next.offer_time.has_value());
  CHECK(change->place == PlaceChange::kRelease);
  CHECK(change->place_time == kNow);
  REQUIRE(change->facts.size() == 1);
  CHECK(change->facts[0].agent == "a-li");
  CHECK(change->facts[0].reason == ReleaseReason::kCaseChanged);
  const absl::StatusOr<Change> queued = Release(change->next, ItemEvent::kMove, ReleaseReason::kCaseChanged, kNow);
  REQUIRE(queued.ok());
  CHECK(queued->place == PlaceChange::kKeep);
  CHECK(queued->facts[0].agent.empty());
}

}  // namespace
}  // namespace redress::routing
