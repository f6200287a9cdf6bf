#include "services/sla/domain/clock.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/sla/domain/test_policies.h"

namespace redress::sla {
namespace {

using testing::At;

constexpr char kStart[] = "2026-11-02T00:00:00Z";  // a Monday, 8 o'clock in Shanghai

ClockPlan PlanOf(ClockKind kind, absl::optional<End> end = absl::nullopt) {
  ClockPlan plan;
  plan.id = "c";
  plan.kind = kind;
  plan.start = At(kStart);
  plan.start_reason = "ComplaintReceived";
  plan.end = std::move(end);
  return plan;
}

BusinessTime Hour(double hours) {
  return At(kStart) + absl::Hours(hours);
}

// `started@0 warned50@12 breached@24`, in hours since the start.
std::string Story(const ClockPlan& plan, const Policy& policy = testing::TestPolicy()) {
  static constexpr const char* kWords[] = {"started", "retargeted", "paused",   "cancelled",
                                           "resumed", "warned",     "breached", "stopped"};
  return absl::StrJoin(Unfold(plan, policy), " ", [](std::string* out, const Moment& moment) {
    absl::StrAppend(out, kWords[static_cast<size_t>(moment.kind)]);
    if (moment.kind == MomentKind::kWarned) absl::StrAppend(out, moment.percent);
    if (moment.kind == MomentKind::kStopped) absl::StrAppend(out, moment.met ? "-met" : "-late");
    absl::StrAppend(out, "@", absl::ToDoubleHours(moment.time - At(kStart)));
  });
}

Clock Now(const ClockPlan& plan, BusinessTime now) {
  const Policy policy = testing::TestPolicy();
  return Stand(plan, policy, Unfold(plan, policy), now);
}

TEST_CASE("A clock that nobody stops warns three times and is breached", "[clock]") {
  const ClockPlan plan = PlanOf(ClockKind::kFirstFeedback);
  CHECK(Story(plan) == "started@0 warned50@12 warned75@18 warned90@21.6 breached@24");
  CHECK(Now(plan, Hour(0)).state == ClockState::kRunning);
  CHECK(Now(plan, Hour(0)).next == Hour(12));
  CHECK(Now(plan, Hour(18)).warned_percent == 75);
  CHECK(Now(plan, Hour(18)).spent == absl::Hours(18));
  CHECK(Now(plan, Hour(18)).due == Hour(24));
  const Clock late = Now(plan, Hour(30));
  CHECK(late.state == ClockState::kBreached);
  CHECK(late.due == Hour(24));
  CHECK(late.spent == absl::Hours(30));
  CHECK_FALSE(late.next.has_value());
}

TEST_CASE("It is met until and at its due time, and late a microsecond after", "[clock]") {
  const auto stop = [](BusinessTime time) { return PlanOf(ClockKind::kFirstFeedback, End{time, Ending::kStopped, "told"}); };
  CHECK(Story(stop(Hour(1))) == "started@0 stopped-met@1");
  CHECK(Story(stop(Hour(24))) == "started@0 warned50@12 warned75@18 warned90@21.6 stopped-met@24");
  const ClockPlan late = stop(Hour(24) + absl::Microseconds(1));
  const Clock clock = Now(late, Hour(40));
  CHECK(clock.state == ClockState::kBreached);
  CHECK(clock.stop == Hour(24) + absl::Microseconds(1));
  CHECK(clock.spent == absl::Hours(24) + absl::Microseconds(1));
  CHECK(clock.due == Hour(24));
}

TEST_CASE("What nobody did until the end of it is late even at the due time; what lapses before is not", "[clock]") {
  const auto lapse = [](double hours) { return PlanOf(ClockKind::kApproval, End{Hour(hours), Ending::kLapsed, "expired"}); };
  CHECK(Story(lapse(4)) == "started@0 warned50@2 warned75@3 warned90@3.6 breached@4 stopped-late@4");
  CHECK(Story(lapse(3.8)) == "started@0 warned50@2 warned75@3 warned90@3.6 stopped-met@3.8");
}

TEST_CASE("What is cancelled is over, also after a breach", "[clock]") {
  const auto cancel = [](double hours) { return PlanOf(ClockKind::kApproval, End{Hour(hours), Ending::kCancelled, "closed"}); };
  CHECK(Story(cancel(1)) == "started@0 cancelled@1");
  CHECK(Now(cancel(1), Hour(50)).state == ClockState::kCancelled);
  CHECK_FALSE(Now(cancel(1), Hour(50)).stop.has_value());
  CHECK(Now(cancel(1), Hour(50)).spent == absl::Hours(1));
  CHECK(Story(cancel(9)) == "started@0 warned50@2 warned75@3 warned90@3.6 breached@4 cancelled@9");
  CHECK(Now(cancel(9), Hour(50)).state == ClockState::kCancelled);
}

TEST_CASE("An end that is told of a time before the start is at the start", "[clock]") {
  const ClockPlan plan = PlanOf(ClockKind::kAcceptance, End{Hour(-1), Ending::kStopped, "accepted"});
  CHECK(Story(plan) == "started@0 stopped-met@0");
  CHECK(Now(plan, Hour(1)).spent == absl::ZeroDuration());
}

TEST_CASE("A pause counts nothing, warns nothing and breaches nothing", "[clock]") {
  ClockPlan plan = PlanOf(ClockKind::kFirstFeedback);
  plan.pauses = {{Hour(6), Hour(30), "e1"}};
  CHECK(Story(plan) == "started@0 paused@6 resumed@30 warned50@36 warned75@42 warned90@45.6 breached@48");
  const Clock paused = Now(plan, Hour(20));
  CHECK(paused.state == ClockState::kPaused);
  CHECK_FALSE(paused.due.has_value());
  CHECK(paused.next == Hour(30));
  CHECK(paused.spent == absl::Hours(6));
  CHECK(paused.paused == absl::Hours(14));
  CHECK(Now(plan, Hour(31)).due == Hour(48));
  // Paused and then resolved at once: the pause is no work.
  plan.end = End{Hour(30), Ending::kStopped, "told"};
  CHECK(Story(plan) == "started@0 paused@6 stopped-met@30");
  CHECK(Now(plan, Hour(99)).spent == absl::Hours(6));
}

TEST_CASE("A pause that begins at the due time comes first; a breached clock is not paused any more", "[clock]") {
  ClockPlan plan = PlanOf(ClockKind::kFirstFeedback);
  plan.pauses = {{Hour(24), Hour(26), "e1"}};
  CHECK(Story(plan) == "started@0 warned50@12 warned75@18 warned90@21.6 paused@24 resumed@26 breached@26");
  plan.pauses = {{Hour(25), Hour(26), "e1"}};
  CHECK(Story(plan) == "started@0 warned50@12 warned75@18 warned90@21.6 breached@24");
}

TEST_CASE("A clock that never pauses does not; nor does one of a regulator", "[clock]") {
  ClockPlan plan = PlanOf(ClockKind::kAcceptance);
  plan.pauses = {{Hour(0.1), Hour(30), "e1"}};
  CHECK(Story(plan) == "started@0 warned50@0.5 warned75@0.75 warned90@0.9 breached@1");
  plan = PlanOf(ClockKind::kResolution);
  plan.channel = Channel::kRegulator;
  plan.pauses = {{Hour(1), Hour(3), "e1"}};
  CHECK(Story(plan) == "started@0 warned50@12 warned75@18 warned90@21.6 breached@24");
}

TEST_CASE("A case that is part of another one has no clock meanwhile; afterwards it goes on where it was", "[clock]") {
  ClockPlan plan = PlanOf(ClockKind::kFirstFeedback);
  plan.aways = {{Hour(6), Hour(10), "CaseMerged"}};
  CHECK(Story(plan) == "started@0 cancelled@6 resumed@10 warned50@16 warned75@22 warned90@25.6 breached@28");
  CHECK(Now(plan, Hour(7)).state == ClockState::kCancelled);
  CHECK(Now(plan, Hour(11)).state == ClockState::kRunning);
  plan.aways = {{Hour(6), absl::nullopt, "CaseMerged"}};
  CHECK(Story(plan) == "started@0 cancelled@6");
  // One that never stands still is breached when it is back, not while it is away.
  ClockPlan task = PlanOf(ClockKind::kTask);
  task.aways = {{Hour(20), Hour(30), "CaseMerged"}};
  CHECK(Story(task) == "started@0 warned50@12 warned75@18 cancelled@20 resumed@30 breached@30");
}

TEST_CASE("A pause within a merge, and one that goes on after it", "[clock]") {
  ClockPlan plan = PlanOf(ClockKind::kFirstFeedback);
  plan.pauses = {{Hour(4), Hour(12), "e1"}};
  plan.aways = {{Hour(6), Hour(10), "CaseMerged"}};
  CHECK(Story(plan) == "started@0 paused@4 cancelled@6 paused@10 resumed@12 warned50@20 warned75@26 warned90@29.6 breached@32");
}

TEST_CASE("A severity known from the start chooses the target; a later one moves it, down only", "[clock]") {
  ClockPlan plan = PlanOf(ClockKind::kFirstFeedback);
  plan.severities = {{Hour(-1), Severity::kUrgent}};
  CHECK(Story(plan) == "started@0 warned50@6 warned75@9 warned90@10.8 breached@12");
  plan.severities = {{Hour(2), Severity::kUrgent}, {Hour(3), Severity::kOrdinary}};
  CHECK(Story(plan) == "started@0 retargeted@2 warned50@6 warned75@9 warned90@10.8 breached@12");
  CHECK(Now(plan, Hour(1)).due == Hour(24));
  CHECK(Now(plan, Hour(3)).due == Hour(12));
  CHECK(Now(plan, Hour(3)).severity == Severity::kUrgent);
  // The same target: nothing to say, but the severity is told.
  ClockPlan reship = PlanOf(ClockKind::kReship);
  reship.severities = {{Hour(2), Severity::kCritical}};
  CHECK(Story(reship) == "started@0 warned50@12 warned75@18 warned90@21.6 breached@24");
  CHECK(Now(reship, Hour(2)).severity == Severity::kCritical);
}

TEST_CASE("A promise that was made shorter than what has passed is broken then, not before, and not within a pause", "[clock]") {
  ClockPlan plan = PlanOf(ClockKind::kFirstFeedback);
  plan.severities = {{Hour(13), Severity::kCritical}};
  CHECK(Story(plan) == "started@0 warned50@12 retargeted@13 breached@13");
  CHECK(Now(plan, Hour(20)).due == Hour(13));
  plan.severities = {{Hour(3.5), Severity::kCritical}};  // 4 h: 87.5 % of it have passed
  CHECK(Story(plan) == "started@0 retargeted@3.5 warned75@3.5 warned90@3.6 breached@4");
  plan.severities = {{Hour(13), Severity::kCritical}};
  plan.pauses = {{Hour(12.5), Hour(20), "e1"}};
  CHECK(Story(plan) == "started@0 warned50@12 paused@12.5 retargeted@13 resumed@20 breached@20");
}

TEST_CASE("A refund counts business days over a holiday", "[clock]") {
  ClockPlan plan = PlanOf(ClockKind::kRefund);
  plan.start = At("2026-09-30T15:00:00+08:00");
  const Clock clock = Now(plan, plan.start);
  CHECK(clock.due == At("2026-10-10T15:00:00+08:00"));
  CHECK(clock.calendar == "business");
}

TEST_CASE("What happens up to a moment does not depend on what is heard of later", "[clock]") {
  ClockPlan plan = PlanOf(ClockKind::kFirstFeedback);
  plan.pauses = {{Hour(4), Hour(12), "e1"}};
  plan.severities = {{Hour(1), Severity::kUrgent}};
  const Policy policy = testing::TestPolicy();
  const auto before = Unfold(plan, policy);
  plan.pauses.push_back({Hour(14), Hour(15), "e2"});
  plan.severities.push_back({Hour(16), Severity::kCritical});
  plan.end = End{Hour(18), Ending::kStopped, "told"};
  const auto after = Unfold(plan, policy);
  for (size_t i = 0; i < before.size() && before[i].time < Hour(14); ++i) {
    CHECK(before[i].kind == after[i].kind);
    CHECK(before[i].time == after[i].time);
    CHECK(before[i].due == after[i].due);
  }
}

TEST_CASE("A clock says why it says what it says", "[clock]") {
  ClockPlan plan = PlanOf(ClockKind::kFirstFeedback, End{Hour(20), Ending::kStopped, "CustomerTold"});
  plan.pauses = {{Hour(4), Hour(6), "EvidenceRequested e1 of the customer"}};
  plan.severities = {{Hour(1), Severity::kUrgent}};
  CHECK(Now(plan, Hour(30)).reasons ==
        std::vector<std::string>{
            "started 2026-11-02T00:00:00Z: ComplaintReceived", "target 24h of 24x7: ORDINARY", "retargeted 2026-11-02T01:00:00Z",
            "target 12h of 24x7: URGENT", "paused 2026-11-02T04:00:00Z: EvidenceRequested e1 of the customer",
            "resumed 2026-11-02T06:00:00Z", "warned 2026-11-02T08:00:00Z: 50 %", "warned 2026-11-02T11:00:00Z: 75 %",
            "warned 2026-11-02T12:48:00Z: 90 %", "breached 2026-11-02T14:00:00Z", "stopped 2026-11-02T20:00:00Z: CustomerTold"});
}

}  // namespace
}  // namespace redress::sla
