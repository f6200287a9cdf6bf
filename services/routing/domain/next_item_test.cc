#include "services/routing/domain/next_item.h"

#include <catch2/catch.hpp>

namespace redress::routing {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

WorkItem Done() {
  WorkItem item;
  item.id = "c1-1";
  item.partition = 7;
  item.case_number = item.complaint = "c1";
  item.state = ItemState::kDone;
  item.team = "logistics";
  item.agent = "a-li";
  item.severity = Severity::kUrgent;
  item.supervisors_only = true;
  item.waiting = true;
  item.preferred = "a-wang";
  item.channel = 4;
  item.vip_level = 2;
  item.tag = {"LOGISTICS", "LOST"};
  item.prediction = "p";
  item.raise_count = 3;
  item.received_time = kNow;
  item.accept_time = item.done_time = kNow + absl::Hours(1);
  item.version = 9;
  return item;
}

TEST_CASE("The same work again is that of nobody, not raised yet, and in the first version", "[routing]") {
  const WorkItem item = SameAgain(Done());
  CHECK(item.state == ItemState::kQueued);
  CHECK(item.agent.empty());
  CHECK(item.preferred.empty());
  CHECK_FALSE(item.waiting);
  CHECK_FALSE(item.accept_time.has_value());
  CHECK_FALSE(item.done_time.has_value());
  CHECK(item.raise_count == 0);
  CHECK(item.version == 1);
  CHECK(item.supervisors_only);
  CHECK(item.prediction == "p");
  CHECK(item.tag == Tag{"LOGISTICS", "LOST"});
  CHECK(item.vip_level == 2);
}

TEST_CASE("A part of a case has its urgency and its team, and says nothing of its text", "[routing]") {
  const WorkItem item = PartOf(Done(), ItemKind::kApprove, "a1");
  CHECK(item.kind == ItemKind::kApprove);
  CHECK(item.subject == "a1");
  CHECK(item.team == "logistics");
  CHECK(item.severity == Severity::kUrgent);
  CHECK(item.channel == 4);
  CHECK(item.complaint == "c1");
  CHECK(item.prediction.empty());
  CHECK_FALSE(item.supervisors_only);
}

}  // namespace
}  // namespace redress::routing
