#include "services/sla/rpc/convert.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/complaint_number.h"
#include "libs/base/error.h"
#include "libs/base/page_token.h"
#include "libs/proto/values.h"
#include "services/sla/domain/test_policies.h"

namespace redress::sla {
namespace {

TEST_CASE("A clock is told with everything that is known of it, and nothing that is not", "[convert]") {
  Clock clock;
  clock.id = "resolution";
  clock.kind = ClockKind::kResolution;
  clock.state = ClockState::kPaused;
  clock.severity = Severity::kUrgent;
  clock.start = testing::At("2026-11-02T00:00:00Z");
  clock.target = absl::Hours(24);
  clock.spent = absl::Minutes(3);
  clock.paused = absl::Minutes(2);
  clock.calendar = "24x7";
  clock.policy_version = "test-1";
  clock.warned_percent = 50;
  clock.level = 2;
  clock.reasons = {"started"};
  const v1::Clock proto = ToProto(CaseClock{"261102-00000001-42", clock});
  CHECK(proto.name() == "cases/261102-00000001-42/clocks/resolution");
  CHECK(proto.kind() == v1::CLOCK_KIND_RESOLUTION);
  CHECK(proto.state() == v1::CLOCK_STATE_PAUSED);
  CHECK(proto.severity() == type::v1::SEVERITY_URGENT);
  CHECK_FALSE(proto.has_due_time());
  CHECK_FALSE(proto.has_stop_time());
  CHECK(proto.target_ms() == 86'400'000);
  CHECK(proto.spent_ms() == 180'000);
  CHECK(proto.paused_ms() == 120'000);
  CHECK(proto.warned_percent() == 50);
  CHECK(proto.level() == v1::ESCALATION_LEVEL_SUPERVISOR);
  CHECK(proto.reasons_size() == 1);
  clock.due = clock.stop = testing::At("2026-11-02T01:00:00Z");
  CHECK(TimeOf(ToProto(CaseClock{"1", clock}).due_time()) == *clock.due);
  CHECK(ToProto(CaseClock{"1", clock}).has_stop_time());
}

TEST_CASE("The words of the domain have the numbers of the contract", "[convert]") {
  for (int kind = 1; kind <= kClockKinds; ++kind) {
    CHECK(v1::ClockKind_Name(static_cast<v1::ClockKind>(kind)) ==
          absl::StrCat("CLOCK_KIND_", Word(static_cast<ClockKind>(kind))));
  }
  CHECK(v1::ClockKind_MAX == kClockKinds);
  for (int state = 1; state <= 5; ++state) {
    CHECK(v1::ClockState_Name(static_cast<v1::ClockState>(state)) ==
          absl::StrCat("CLOCK_STATE_", Word(static_cast<ClockState>(state))));
  }
  for (int channel = 1; channel <= type::v1::Channel_MAX; ++channel) {
    CHECK(type::v1::Channel_Name(static_cast<type::v1::Channel>(channel)) ==
          absl::StrCat("CHANNEL_", Word(static_cast<Channel>(channel))));
  }
}

TEST_CASE("A policy is told whole", "[convert]") {
  const v1::Policy proto = ToProto(testing::TestPolicy());
  CHECK(proto.name() == "clockPolicies/test-1");
  CHECK(proto.targets_size() == 3 * (kClockKinds + 4));
  REQUIRE(proto.calendars_size() == 2);
  CHECK(proto.calendars(0).week(6) == "00:00-24:00");
  CHECK(proto.calendars(1).week(4) == "00:00-24:00");
  CHECK(proto.calendars(1).week(5).empty());
  CHECK(proto.calendars(1).special_days_size() == 8);
  CHECK(proto.calendars(1).special_days(7).date() == "2026-10-10");
  CHECK(proto.progress_tags(0) == "LOGISTICS/DELAYED");
}

TEST_CASE("What is asked about due clocks is read, and every bad field is named", "[convert]") {
  v1::ListDueClocksRequest request;
  request.set_filter(R"(kind = RESOLUTION AND state = BREACHED AND due_time <= "2026-11-02T00:00:00Z")");
  const auto query = FromProto(request);
  REQUIRE(query.ok());
  CHECK(query->kind == ClockKind::kResolution);
  CHECK(query->state == ClockState::kBreached);
  CHECK(query->until == testing::At("2026-11-02T00:00:00Z"));
  CHECK(query->limit == 100);
  const char* const bad = GENERATE("kind = TEA", "state = MET", "state = PAUSED", "due_time <= \"noon\"",
                                   "due_time >= \"2026-11-02T00:00:00Z\"", "case = 1");
  request.set_filter(bad);
  request.set_page_size(-1);
  CHECK(ViolationsOf(FromProto(request).status()).size() == 2);
  request.clear_filter();
  request.set_page_size(5'000);
  CHECK(FromProto(request)->limit == 1'000);
  request.set_page_token(MakePageToken("x", "kind = TASK"));
  CHECK(ReasonOf(FromProto(request).status()) == "INVALID_PAGE_TOKEN");
}

TEST_CASE("Names are read as everywhere", "[convert]") {
  v1::ListClocksRequest request;
  const std::string number = ComplaintNumber::Make(absl::CivilDay(2026, 11, 2), 7)->ToString();
  request.set_parent("cases/" + number);
  CHECK(*FromProto(request) == number);
  request.set_parent("cases/" + number.substr(0, number.size() - 1) + (number.back() == '1' ? "2" : "1"));
  CHECK(ReasonOf(FromProto(request).status()) == "WRONG_CHECK_DIGITS");
  request.set_parent("complaints/" + number);
  CHECK(ReasonOf(FromProto(request).status()) == "MALFORMED_NAME");
  v1::GetPolicyRequest policy;
  policy.set_name("clockPolicies/current");
  CHECK(FromProto(policy)->empty());
  policy.set_name("clockPolicies/test-1");
  CHECK(*FromProto(policy) == "test-1");
  policy.set_name("policies/test-1");
  CHECK(ReasonOf(FromProto(policy).status()) == "INVALID_FIELDS");
}

}  // namespace
}  // namespace redress::sla
