#include "services/outreach/domain/sending.h"

#include <catch2/catch.hpp>

namespace redress::outreach {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

Notice Fresh() {
  Notice notice;
  notice.case_number = "261122-00012345-21";
  notice.id = "accepted";
  return notice;
}

Notice Handed(NoticeWay way) {
  return HandOver(Fresh(), way, "accepted/zh-CN@1").value();
}

TEST_CASE("What a provider takes is SENT, and arrives by its receipt", "[outreach]") {
  const Notice sent = Settle(Handed(NoticeWay::kSms), Outcome::kTaken, kNow).value();
  CHECK(sent.state == NoticeState::kSent);
  CHECK(sent.send_time == kNow);
  CHECK(sent.attempts == 1);
  CHECK_FALSE(sent.possible_duplicate);
  const Notice there = Hear(sent, NoticeWay::kSms, true, kNow).value();
  CHECK(there.state == NoticeState::kDelivered);
  CHECK(Hear(there, NoticeWay::kSms, true, kNow)->version == there.version);
  CHECK(Hear(there, NoticeWay::kSms, false, kNow)->version == there.version);
}

TEST_CASE("A refusal leads to the next way, a bad moment back to the same one", "[outreach]") {
  const Notice refused = Settle(Handed(NoticeWay::kSms), Outcome::kRefused, kNow).value();
  CHECK(refused.state == NoticeState::kPending);
  CHECK(refused.tried == std::vector<NoticeWay>{NoticeWay::kSms});
  CHECK(refused.pauses == 0);
  CHECK(GiveUp(refused)->reason == "REFUSED");
  const Notice later = Settle(Handed(NoticeWay::kSms), Outcome::kLater, kNow).value();
  CHECK(later.state == NoticeState::kPending);
  CHECK(later.tried.empty());
  CHECK(later.pauses == 1);
  CHECK_FALSE(HandOver(later, NoticeWay::kEmail, "x")->possible_duplicate);
}

TEST_CASE("An outcome that nobody knows makes a mail a possible duplicate, and an SMS under its key not", "[outreach]") {
  for (const NoticeWay way : {NoticeWay::kSms, NoticeWay::kEmail}) {
    const Notice unknown = Settle(Handed(way), Outcome::kUnknown, kNow).value();
    CHECK(unknown.state == NoticeState::kSending);
    const Notice again = HandOver(unknown, way, "x").value();
    CHECK(again.attempts == 2);
    CHECK(again.doubtful);
    CHECK(again.possible_duplicate == (way == NoticeWay::kEmail));
    const Notice refused = Settle(again, Outcome::kRefused, kNow).value();
    CHECK(HandOver(refused, NoticeWay::kPush, "x")->possible_duplicate);
  }
}

TEST_CASE("A receipt of a failure leads to the next way, and one of a way that was left is no news", "[outreach]") {
  const Notice sent = Settle(Handed(NoticeWay::kSms), Outcome::kTaken, kNow).value();
  const Notice lost = Hear(sent, NoticeWay::kSms, false, kNow).value();
  CHECK(lost.state == NoticeState::kPending);
  CHECK(Hear(lost, NoticeWay::kSms, false, kNow)->version == lost.version);
  CHECK(GiveUp(lost)->reason == "NOT_DELIVERED");
  const Notice mailed = Settle(HandOver(lost, NoticeWay::kEmail, "x").value(), Outcome::kTaken, kNow).value();
  CHECK(Hear(mailed, NoticeWay::kSms, false, kNow)->version == mailed.version);
  // It did arrive, late.
  CHECK(Hear(mailed, NoticeWay::kSms, true, kNow)->state == NoticeState::kDelivered);
  CHECK(Hear(GiveUp(lost).value(), NoticeWay::kSms, true, kNow)->reason == "");
}

TEST_CASE("What is over in time is said as it is known", "[outreach]") {
  CHECK(Expire(Fresh())->state == NoticeState::kUseless);
  CHECK(Expire(Fresh())->reason == "TOO_LATE");
  CHECK(Expire(Settle(Handed(NoticeWay::kSms), Outcome::kLater, kNow).value())->reason == "PROVIDER_DOWN");
  CHECK(Expire(Settle(Handed(NoticeWay::kSms), Outcome::kRefused, kNow).value())->state == NoticeState::kFailed);
  CHECK(Expire(Settle(Handed(NoticeWay::kSms), Outcome::kUnknown, kNow).value())->state == NoticeState::kUnknown);
  CHECK(Suppress(Fresh(), "SUPERSEDED")->reason == "SUPERSEDED");
  CHECK(Suppress(Handed(NoticeWay::kSms), "SUPERSEDED")->state == NoticeState::kUnknown);
  CHECK(Suppress(Handed(NoticeWay::kSms), "SUPERSEDED")->reason == "OUTCOME_UNKNOWN");
}

TEST_CASE("Pauses double up to the longest", "[outreach]") {
  const Pauses pauses{absl::Seconds(2), absl::Minutes(1)};
  CHECK(PauseAfter(pauses, 0) == absl::Seconds(2));
  CHECK(PauseAfter(pauses, 1) == absl::Seconds(2));
  CHECK(PauseAfter(pauses, 2) == absl::Seconds(4));
  CHECK(PauseAfter(pauses, 6) == absl::Minutes(1));
  CHECK(PauseAfter(pauses, 1'000'000) == absl::Minutes(1));
}

TEST_CASE("Every change makes a version of its own", "[outreach]") {
  const Notice handed = Handed(NoticeWay::kSms);
  CHECK(handed.version == 2);
  for (const Outcome outcome : {Outcome::kTaken, Outcome::kRefused, Outcome::kLater, Outcome::kUnknown}) {
    CHECK(Settle(handed, outcome, kNow)->version == 3);
  }
}

}  // namespace
}  // namespace redress::outreach
