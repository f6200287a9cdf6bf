// What each kind of notice tells, and when: facts that are over, plans, questions, results, the progress of delays.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/component/outreach_fixture.h"

namespace redress::test {
namespace {

using out::NoticeState;
using Kind = out::News::Kind;

TEST_CASE("A fact that is over before it is told is not told", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.DeliverAll();
  desk.Hear(desk.Of(Kind::kPlanProposed, "1"));
  desk.Hear(desk.Of(Kind::kPlanAnswered, "1"));
  CHECK(desk.Get("plan-offered-1").reason == "SUPERSEDED");
  CHECK(desk.Said("NoticeEnded") == 1);
  // It is not known to be over until casework says so.
  desk.Hear(desk.Of(Kind::kPlanProposed, "2"));
  desk.sources.file.plan = 3;
  desk.sources.file.offered = true;
  desk.DeliverAll();
  CHECK(desk.Get("plan-offered-2").reason == "SUPERSEDED");
  CHECK(desk.sms.messages().size() == 1);
}

TEST_CASE("A plan is offered with its steps and a link of casework's, a question with its own", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.sources.file.plan = 1;
  desk.sources.file.offered = true;
  desk.sources.file.steps = {{"全额退款", kMorning + absl::Hours(24)}};
  desk.sources.file.asked = {{"e1", "请提供开箱照片", "按未破损处理", kMorning + absl::Hours(72), true}};
  desk.Hear(desk.Of(Kind::kPlanProposed, "1"));
  out::News asked = desk.Of(Kind::kEvidenceAsked, "e1");
  asked.due_time = kMorning + absl::Hours(72);
  desk.Hear(asked);
  desk.DeliverAll();
  REQUIRE(desk.sources.wishes.size() == 2);
  std::string all;
  for (const out::Message& message : desk.sms.messages()) all += message.text;
  CHECK(absl::StrContains(all, "1. 全额退款（2026-11-28 10:00 前）"));
  CHECK(absl::StrContains(all, "https://help.example.com/answer#token-ANSWER_PLAN"));
  CHECK(absl::StrContains(all, "请提供开箱照片"));
  CHECK(absl::StrContains(all, "按未破损处理"));
  CHECK(desk.Get("information-requested-e1").useless_after == asked.due_time);
}

TEST_CASE("The result tells the coupon's code, once for each time that a case is done", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  out::Given given{"g-1", kNumber, 6, {5'000, Currency::Cny()}, "CPN-42", kMorning};
  desk.HearGiven(given);
  desk.HearGiven(given);
  out::News done = desk.Of(Kind::kMoved);
  done.phase = out::CasePhase::kDone;
  desk.Hear(done);
  desk.DeliverAll();
  CHECK(desk.Get("result-1").state == NoticeState::kSent);
  const std::string text = desk.sms.messages().back().short_text;
  CHECK(absl::StrContains(text, "优惠券 ¥50.00，CPN-42"));
}

TEST_CASE("Progress of a delay is told before a day is over and not at night, with where the parcel is", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  out::News tagged = desk.Of(Kind::kTagged);
  tagged.tag = "LOGISTICS/DELAYED";
  desk.Hear(tagged);
  desk.sources.orders = {{"o-1", "customers/u-1", false, true, {{"W1", "sf", "in_transit", absl::nullopt}}}};
  desk.DeliverAll();
  CHECK(out::MakeProgress(*desk.context).value() == 0);
  const absl::Duration told[] = {absl::Hours(23), absl::Hours(46), absl::Hours(59)};  // 09:00, 08:00, and 21:00: 07:00 is night
  for (int day = 1; day <= 3; ++day) {
    desk.time.Set(kMorning + told[day - 1]);
    CHECK(out::MakeProgress(*desk.context).value() == 1);
    CHECK(out::MakeProgress(*desk.context).value() == 0);
    desk.DeliverAll();
    CHECK(desk.Get(absl::StrCat("progress-", day)).state == NoticeState::kSent);
    CHECK(desk.Get(absl::StrCat("progress-", day)).create_time == kMorning + told[day - 1]);
  }
  CHECK(absl::StrContains(desk.sms.messages().back().text, "运单 W1（sf）：运输途中"));
  // Nobody was there for two days: the last one is told, not both.
  desk.time.Advance(absl::Hours(46));
  while (out::MakeProgress(*desk.context).value() > 0) continue;
  desk.DeliverAll();
  CHECK(desk.Get("progress-4").state == NoticeState::kUseless);
  CHECK(desk.Get("progress-5").state == NoticeState::kSent);
  out::News closed = desk.Of(Kind::kClosed);
  desk.Hear(closed);
  desk.time.Advance(absl::Hours(48));
  CHECK(out::MakeProgress(*desk.context).value() == 0);
}

TEST_CASE("The pace tells what is due and what comes next, and not what waits for somebody else", "[outreach]") {
  OutreachDesk desk;
  CHECK_FALSE(out::ReadPace(*desk.context)->next_due.has_value());
  desk.Complain();
  CHECK(out::ReadPace(*desk.context)->pending.size() == 1);
  desk.DeliverAll();
  CHECK(out::ReadPace(*desk.context)->pending.empty());
  out::News tagged = desk.Of(Kind::kTagged);
  tagged.tag = "LOGISTICS/DELAYED";
  desk.Hear(tagged);
  CHECK(out::ReadPace(*desk.context)->next_due == kMorning + absl::Hours(23));
  desk.Hear(desk.Of(Kind::kUnreached, "1"));
  CHECK(out::ReadPace(*desk.context)->next_due == kMorning);
  desk.sms.answer = [](const out::Message&) { return out::Outcome::kLater; };
  for (int i = 0; i < 4; ++i) desk.Deliver();
  CHECK(out::ReadPace(*desk.context)->pending.empty());
  CHECK(out::ReadPace(*desk.context)->next_due == kMorning + absl::Hours(23));
  desk.time.Advance(absl::Hours(24));
  CHECK(out::ReadPace(*desk.context)->pending.size() == 1);
}

TEST_CASE("Four replicas make each progress once", "[outreach]") {
  OutreachDesk desk;
  constexpr int kCases = 20;
  for (int i = 0; i < kCases; ++i) {
    const std::string number = absl::StrCat("261122-", 10'000'000 + i, "-11");
    desk.Complain(number);
    out::News tagged = desk.Of(Kind::kTagged);
    tagged.case_number = number;
    tagged.tag = "LOGISTICS/DELAYED";
    desk.Hear(tagged);
  }
  desk.time.Advance(absl::Hours(24));
  std::atomic<int> made{0};
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { made += out::MakeProgress(*desk.context).value_or(0); });
  for (std::thread& thread : threads) thread.join();
  CHECK(made == kCases);
  CHECK(desk.Ask("SELECT count(*) FROM notice WHERE kind = 'PROGRESS'") == absl::StrCat(kCases));
}

}  // namespace
}  // namespace redress::test
