#include "services/sla/domain/policy.h"

#include <catch2/catch.hpp>
#include <functional>

#include "libs/base/error.h"
#include "services/sla/domain/test_policies.h"

namespace redress::sla {
namespace {

TEST_CASE("A channel's own target comes before that of all", "[policy]") {
  const Policy policy = testing::TestPolicy();
  CHECK(policy.TargetOf(ClockKind::kFirstResponse, Channel::kChat).by_severity[0] == absl::Minutes(1));
  CHECK(policy.TargetOf(ClockKind::kFirstResponse, Channel::kEmail).by_severity[0] == absl::Hours(1));
  CHECK(policy.TargetOf(ClockKind::kResolution, Channel::kChat).by_severity[2] == absl::Hours(12));
  CHECK(policy.CalendarOf(policy.TargetOf(ClockKind::kRefund, Channel::kApp)).spec().id == "business");
}

TEST_CASE("Every fault of a policy is named", "[policy]") {
  using Case = std::pair<const char*, std::function<void(PolicySpec*)>>;
  const auto& [field, spoil] = GENERATE(values<Case>({
      {"version", [](PolicySpec* spec) { spec->version = "a b"; }},
      {"warn_percents",
       [](PolicySpec* spec) {
         spec->warn_percents = {50, 50};
       }},
      {"warn_percents", [](PolicySpec* spec) { spec->warn_percents = {100}; }},
      {"pause_max", [](PolicySpec* spec) { spec->pause_max = absl::ZeroDuration(); }},
      {"targets.task",
       [](PolicySpec* spec) {
         spec->targets.erase({ClockKind::kTask, Channel::kAny});
       }},
      {"targets.task",
       [](PolicySpec* spec) {
         spec->targets[{ClockKind::kTask, Channel::kAny}].calendar = "moon";
       }},
      {"targets.task",
       [](PolicySpec* spec) {
         spec->targets[{ClockKind::kTask, Channel::kAny}].by_severity[2] = absl::Hours(30);
       }},
      {"channels.CHAT.first_response",
       [](PolicySpec* spec) {
         spec->targets[{ClockKind::kFirstResponse, Channel::kChat}] =
             testing::Of(absl::ZeroDuration(), absl::ZeroDuration(), absl::ZeroDuration());
       }},
      {"targets.reship",
       [](PolicySpec* spec) {
         const auto long_time = absl::Hours(24 * 367);
         spec->targets[{ClockKind::kReship, Channel::kAny}] = testing::Of(long_time, absl::Hours(1), absl::Hours(1));
       }},
  }));
  PolicySpec spec = testing::TestSpec();
  spoil(&spec);
  const auto violations = ViolationsOf(Policy::Make(spec).status());
  REQUIRE(violations.size() == 1);
  CHECK(violations[0].field == field);
}

TEST_CASE("Several faults are named at once", "[policy]") {
  PolicySpec spec = testing::TestSpec();
  spec.version.clear();
  spec.targets.erase({ClockKind::kTask, Channel::kAny});
  spec.targets[{ClockKind::kCallback, Channel::kAny}].calendar.clear();
  CHECK(ViolationsOf(Policy::Make(spec).status()).size() == 3);
}

}  // namespace
}  // namespace redress::sla
