#include "services/sla/domain/plans.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/sla/domain/test_policies.h"

namespace redress::sla {
namespace {

using testing::At;
using Kind = FactKind;

constexpr char kStart[] = "2026-11-02T00:00:00Z";

BusinessTime Hour(double hours) {
  return At(kStart) + absl::Hours(hours);
}

Fact Of(Kind kind, double hours, int value = 0, const std::string& subject = "") {
  return {kind, subject, Hour(hours), value};
}

Fact Received(Channel channel = Channel::kApp) {
  return Of(Kind::kReceived, 0, static_cast<int>(channel));
}

std::vector<ClockPlan> Plans(const std::vector<Fact>& facts) {
  return PlansOf(facts, testing::TestSpec());
}

// `3 stop`, `3 lapse`, `3 cancel`, `open`, `none` where there is no such clock; hours since the start.
std::string EndOf(const std::vector<Fact>& facts, const std::string& id) {
  for (const ClockPlan& plan : Plans(facts)) {
    if (plan.id != id) continue;
    if (!plan.end.has_value()) return "open";
    static constexpr const char* kWords[] = {"stop", "lapse", "cancel"};
    return absl::StrCat(absl::ToDoubleHours(plan.end->time - At(kStart)), " ", kWords[static_cast<size_t>(plan.end->how)]);
  }
  return "none";
}

std::string Ids(const std::vector<Fact>& facts) {
  std::vector<std::string> ids;
  for (const ClockPlan& plan : Plans(facts)) ids.push_back(plan.id);
  std::sort(ids.begin(), ids.end());
  return absl::StrJoin(ids, " ");
}

const ClockPlan& PlanIn(const std::vector<ClockPlan>& plans, const std::string& id) {
  const auto found = std::find_if(plans.begin(), plans.end(), [&](const ClockPlan& plan) { return plan.id == id; });
  REQUIRE(found != plans.end());
  return *found;
}

TEST_CASE("A case begins with four clocks, whatever comes first", "[plans]") {
  CHECK(Ids({Received()}) == "acceptance first-feedback first-response resolution");
  CHECK(Ids({Of(Kind::kAccepted, 1)}).empty());
  CHECK(Ids({Of(Kind::kTaskAssigned, 1, 0, "t1")}) == "task-t1");
}

TEST_CASE("What answers first depends on the channel", "[plans]") {
  using Row = std::tuple<Channel, std::string>;
  const auto [channel, end] = GENERATE(table<Channel, std::string>({
      Row{Channel::kApp, "1 stop"},
      Row{Channel::kWeb, "1 stop"},
      Row{Channel::kPlatformEntry, "1 stop"},
      Row{Channel::kEmail, "1 stop"},
      Row{Channel::kStore, "1 stop"},
      Row{Channel::kChat, "2 stop"},
      Row{Channel::kHotline, "2 stop"},
      Row{Channel::kSocial, "2 stop"},
      Row{Channel::kRegulator, "3 stop"},
  }));
  CHECK(EndOf({Received(channel), Of(Kind::kNoticed, 1, kNoticeAccepted, "accepted"), Of(Kind::kTold, 2, 0, "NOTE"),
               Of(Kind::kRegulatorAccepted, 3)},
              "first-response") == end);
}

TEST_CASE("A person who takes the call or speaks in the chat answers first, where that is what the channel promises", "[plans]") {
  using Row = std::tuple<Channel, std::string>;
  const auto [channel, end] = GENERATE(table<Channel, std::string>({
      Row{Channel::kChat, "0.5 stop"},
      Row{Channel::kHotline, "0.5 stop"},
      Row{Channel::kSocial, "0.5 stop"},
      Row{Channel::kApp, "2 stop"},
      Row{Channel::kRegulator, "open"},
  }));
  const std::vector<Fact> facts = {Received(channel), Of(Kind::kSpoken, 0.75, 0, "TURN"), Of(Kind::kSpoken, 0.5, 0, "CALL"),
                                   Of(Kind::kTold, 2, 0, "NOTE")};
  CHECK(EndOf(facts, "first-response") == end);
  CHECK(EndOf(facts, "first-feedback") == "open");
  CHECK(PlanIn(Plans({Received(Channel::kHotline), facts[2]}), "first-response").end->reason == "CallReported ANSWERED");
}

TEST_CASE("A call that was answered before its complaint was received answers it at once", "[plans]") {
  CHECK(EndOf({Received(Channel::kHotline), Of(Kind::kSpoken, -0.1, 0, "CALL")}, "first-response") == "0 stop");
  CHECK(EndOf({Received(Channel::kChat), Of(Kind::kSpoken, -1, 0, "TURN"), Of(Kind::kTold, 3, 0, "NOTE")}, "first-response") ==
        "0 stop");
}

TEST_CASE("Only the acknowledgement acknowledges; a person who tells the customer does as well", "[plans]") {
  CHECK(EndOf({Received(), Of(Kind::kNoticed, 1, kNoticeProgress, "progress-1")}, "first-response") == "open");
  CHECK(EndOf({Received(), Of(Kind::kTold, 2, 0, "CALL")}, "first-response") == "2 stop");
}

TEST_CASE("First feedback is the later of checklist and word, each for the first time", "[plans]") {
  const std::vector<Fact> both = {Received(), Of(Kind::kChecked, 3), Of(Kind::kChecked, 9), Of(Kind::kTold, 2, 0, "NOTE"),
                                  Of(Kind::kTold, 5, 0, "PLAN")};
  CHECK(EndOf(both, "first-feedback") == "3 stop");
  CHECK(EndOf({Received(), Of(Kind::kChecked, 3)}, "first-feedback") == "open");
  CHECK(EndOf({Received(), Of(Kind::kTold, 3, 0, "NOTE")}, "first-feedback") == "open");
  CHECK(EndOf({Received(), Of(Kind::kChecked, 1), Of(Kind::kTold, 4, 0, "NOTE")}, "first-feedback") == "4 stop");
  CHECK(EndOf({Received(), Of(Kind::kIntentSolved, 1)}, "first-feedback") == "1 stop");
  CHECK(EndOf({Received(), Of(Kind::kIntentSolved, 1)}, "resolution") == "1 stop");
}

TEST_CASE("Execution or a refusal resolves; a note does not", "[plans]") {
  CHECK(EndOf({Received(), Of(Kind::kExecuted, 7)}, "resolution") == "7 stop");
  CHECK(EndOf({Received(), Of(Kind::kTold, 5, 0, "REJECTION"), Of(Kind::kClosed, 6, kClosedRejected)}, "resolution") == "5 stop");
  CHECK(EndOf({Received(), Of(Kind::kTold, 5, 0, "NOTE")}, "resolution") == "open");
}

TEST_CASE("The end of a case stops what is left; as no complaint it cancels; what stopped before stays stopped", "[plans]") {
  const std::vector<Fact> facts = {Received(), Of(Kind::kAccepted, 1), Of(Kind::kTaskAssigned, 2, 0, "t1")};
  for (const char* id : {"first-response", "first-feedback", "resolution"}) {
    for (const auto& [how, end] :
         {std::pair(kClosedDone, "5 stop"), {kClosedRejected, "5 stop"}, {kClosedNoComplaint, "5 cancel"}}) {
      std::vector<Fact> closed = facts;
      closed.push_back(Of(Kind::kClosed, 5, how));
      CHECK(EndOf(closed, id) == end);
      CHECK(EndOf(closed, "acceptance") == "1 stop");
      CHECK(EndOf(closed, "task-t1") == "5 cancel");
    }
  }
}

TEST_CASE("What was granted is owed until it is given, whatever becomes of the case", "[plans]") {
  const std::vector<Fact> facts = {Received(), Of(Kind::kGranted, 3, static_cast<int>(ClockKind::kRefund), "g1"),
                                   Of(Kind::kGranted, 3, static_cast<int>(ClockKind::kReship), "g2"), Of(Kind::kMerged, 4),
                                   Of(Kind::kClosed, 5, kClosedNoComplaint)};
  CHECK(EndOf(facts, "refund-g1") == "open");
  CHECK(PlanIn(Plans(facts), "refund-g1").aways.empty());
  const auto with = [&](Fact fact) {
    std::vector<Fact> more = facts;
    more.push_back(std::move(fact));
    return more;
  };
  CHECK(EndOf(with(Of(Kind::kGrantEnded, 9, 1, "g1")), "refund-g1") == "9 stop");
  CHECK(EndOf(with(Of(Kind::kGrantEnded, 9, 0, "g1")), "refund-g1") == "9 cancel");
  CHECK(EndOf(with(Of(Kind::kGrantEnded, 9, 1, "g1")), "reship-g2") == "open");
}

TEST_CASE("Tasks, evidence and approvals are stopped by their answers, and lapse by silence", "[plans]") {
  using Row = std::tuple<Kind, Kind, std::string>;
  const auto [asked, answered, id] = GENERATE(table<Kind, Kind, std::string>({
      Row{Kind::kTaskAssigned, Kind::kTaskAnswered, "task-x1"},
      Row{Kind::kEvidenceRequested, Kind::kEvidenceEnded, "evidence-x1"},
      Row{Kind::kApprovalRequested, Kind::kApprovalEnded, "approval-x1"},
  }));
  CHECK(EndOf({Received(), Of(asked, 1, 0, "x1")}, id) == "open");
  CHECK(EndOf({Received(), Of(asked, 1, 0, "x1"), Of(answered, 2, 0, "x2")}, id) == "open");
  CHECK(EndOf({Received(), Of(asked, 1, 0, "x1"), Of(answered, 2, 0, "x1")}, id) == "2 stop");
  CHECK(EndOf({Received(), Of(asked, 1, 0, "x1"), Of(answered, 2, 1, "x1")}, id) == "2 lapse");
}

TEST_CASE("What the customer is asked for is a pause and no clock: until the answer, or 72 hours", "[plans]") {
  std::vector<Fact> facts = {Received(), Of(Kind::kEvidenceRequested, 1, 1, "e1"), Of(Kind::kEvidenceRequested, 2, 0, "e2")};
  CHECK(EndOf(facts, "evidence-e1") == "none");
  CHECK(EndOf(facts, "evidence-e2") == "open");
  auto pauses = PlanIn(Plans(facts), "resolution").pauses;
  REQUIRE(pauses.size() == 1);
  CHECK(pauses[0].from == Hour(1));
  CHECK(pauses[0].to == Hour(73));
  facts.push_back(Of(Kind::kEvidenceEnded, 9, 0, "e1"));
  pauses = PlanIn(Plans(facts), "resolution").pauses;
  CHECK(pauses[0].to == Hour(9));
}

TEST_CASE("Each reopening is a round: resolution and callback begin anew, from then", "[plans]") {
  const std::vector<Fact> facts = {Received(),
                                   Of(Kind::kExecuted, 10),
                                   Of(Kind::kCallbackDue, 10),
                                   Of(Kind::kCallbackMade, 12, 0),
                                   Of(Kind::kCallbackMade, 14, 1),
                                   Of(Kind::kClosed, 15, kClosedDone),
                                   Of(Kind::kReopened, 20),
                                   Of(Kind::kExecuted, 25),
                                   Of(Kind::kCallbackDue, 26),
                                   Of(Kind::kClosed, 30, kClosedDone),
                                   Of(Kind::kReopened, 40)};
  CHECK(EndOf(facts, "resolution") == "10 stop");
  CHECK(EndOf(facts, "callback") == "14 stop");
  CHECK(EndOf(facts, "resolution-2") == "25 stop");
  CHECK(EndOf(facts, "callback-2") == "30 stop");
  CHECK(EndOf(facts, "resolution-3") == "open");
  CHECK(EndOf(facts, "callback-3") == "none");
  CHECK(PlanIn(Plans(facts), "resolution-2").start == Hour(20));
  CHECK(PlanIn(Plans(facts), "resolution-3").start_reason == "CaseReopened");
  CHECK(EndOf(facts, "acceptance") == "15 stop");  // at the first end of the case
}

TEST_CASE("A reopening ends what came before it, even if nobody said that it had ended", "[plans]") {
  CHECK(EndOf({Received(), Of(Kind::kReopened, 20)}, "resolution") == "20 stop");
  // At the very moment: the end belongs to what came before.
  const std::vector<Fact> at_once = {Received(), Of(Kind::kClosed, 20, kClosedNoComplaint), Of(Kind::kReopened, 20)};
  CHECK(EndOf(at_once, "resolution-2") == "open");
}

TEST_CASE("A merge is a time away until it is undone", "[plans]") {
  std::vector<Fact> facts = {Received(), Of(Kind::kMerged, 5)};
  CHECK_FALSE(PlanIn(Plans(facts), "acceptance").aways[0].to.has_value());
  facts.push_back(Of(Kind::kUnmerged, 8));
  CHECK(PlanIn(Plans(facts), "acceptance").aways[0].to == Hour(8));
}

TEST_CASE("The regulator's case is critical from the start; of all severities each is a step", "[plans]") {
  CHECK(PlanIn(Plans({Received(Channel::kRegulator)}), "acceptance").severities[0].severity == Severity::kCritical);
  const std::vector<Fact> facts = {Received(), Of(Kind::kSeverity, 3, 2), Of(Kind::kSeverity, 1, 1)};
  const auto steps = PlanIn(Plans(facts), "acceptance").severities;
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].time == Hour(1));
  CHECK(steps[1].severity == Severity::kUrgent);
}

TEST_CASE("A case of delay is owed a notice after each notice, until it is resolved or is something else", "[plans]") {
  std::vector<Fact> facts = {Received(), Of(Kind::kNoticed, 1, kNoticeAccepted, "accepted"),
                             Of(Kind::kNoticed, 20, kNoticeProgress, "progress-1")};
  CHECK(EndOf(facts, "progress-accepted") == "none");
  facts.push_back(Of(Kind::kTagged, 2, 0, "LOGISTICS/DELAYED"));
  CHECK(EndOf(facts, "progress-accepted") == "20 stop");
  CHECK(PlanIn(Plans(facts), "progress-accepted").start == Hour(2));
  CHECK(EndOf(facts, "progress-1") == "open");
  SECTION("resolved") {
    facts.push_back(Of(Kind::kExecuted, 30));
    CHECK(EndOf(facts, "progress-1") == "30 stop");
    facts.push_back(Of(Kind::kNoticed, 40, kNoticeProgress, "progress-2"));
    CHECK(EndOf(facts, "progress-2") == "none");
  }
  SECTION("another tag, then delay again") {
    facts.push_back(Of(Kind::kTagged, 25, 0, "LOGISTICS/LOST"));
    CHECK(EndOf(facts, "progress-1") == "25 cancel");
    facts.push_back(Of(Kind::kTagged, 10, 0, "LOGISTICS/DELAYED"));
    CHECK(EndOf(facts, "progress-accepted") == "20 stop");
    CHECK(PlanIn(Plans(facts), "progress-accepted").start == Hour(2));
  }
  SECTION("reopened") {
    facts.push_back(Of(Kind::kExecuted, 30));
    facts.push_back(Of(Kind::kReopened, 50));
    facts.push_back(Of(Kind::kNoticed, 55, kNoticeProgress, "progress-2"));
    CHECK(EndOf(facts, "progress-2") == "open");
    CHECK(PlanIn(Plans(facts), "progress-2").start == Hour(55));
  }
}

TEST_CASE("The order of the facts does not matter", "[plans]") {
  std::vector<Fact> facts = {Received(),
                             Of(Kind::kAccepted, 1),
                             Of(Kind::kTold, 2, 0, "NOTE"),
                             Of(Kind::kChecked, 3),
                             Of(Kind::kSeverity, 1, 2),
                             Of(Kind::kReopened, 9),
                             Of(Kind::kExecuted, 8)};
  const auto key = [](const std::vector<Fact>& of) {
    std::string text;
    for (const ClockPlan& plan : Plans(of)) absl::StrAppend(&text, plan.id, plan.start.micros(), EndOf(of, plan.id), " ");
    return text;
  };
  const std::string before = key(facts);
  std::reverse(facts.begin(), facts.end());
  CHECK(key(facts) == before);
}

}  // namespace
}  // namespace redress::sla
