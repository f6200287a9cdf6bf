// What customers say back: surveys, judgements of answers, opt-outs; each once, each its own.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "tests/component/outreach_fixture.h"

namespace redress::test {
namespace {

using out::NoticeState;
using Kind = out::News::Kind;

void Close(OutreachDesk& desk, const std::string& number = kNumber) {
  out::News closed = desk.Of(Kind::kClosed);
  closed.case_number = number;
  closed.survey = true;
  desk.Hear(closed);
}

// Closed, and the day after.
void Survey(OutreachDesk& desk, const std::string& number = kNumber) {
  Close(desk, number);
  desk.time.Advance(absl::Hours(24));
  desk.DeliverAll();
}

out::AnswerSurveyCommand Answer(int score, const std::string& comment = "", const std::string& number = kNumber) {
  return {number, 1, score, comment};
}

TEST_CASE("A survey follows the closing by a day, outside quiet hours, with a link of its own", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.DeliverAll();
  desk.time.Set(BusinessTime::ParseRfc3339("2026-11-27T23:00:00+08:00").value());
  Close(desk);
  CHECK(desk.Get("survey-1").send_after == BusinessTime::ParseRfc3339("2026-11-29T08:00:00+08:00").value());
  desk.time.Set(desk.Get("survey-1").send_after);
  desk.DeliverAll();
  CHECK(desk.Get("survey-1").state == NoticeState::kSent);
  CHECK(absl::StrContains(desk.sms.messages().back().text, absl::StrCat("#links/", kNumber, "/ANSWER_SURVEY/1/")));
  CHECK(absl::StrContains(desk.sms.messages().back().text, "/SET_PREFERENCE/-/"));
}

TEST_CASE("One survey a customer in thirty days; another customer gets its own, and so does the same one later", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.Complain(kOther);
  desk.Complain("261122-00000001-11", std::string(32, 'b'));
  Survey(desk);
  Survey(desk, kOther);
  Survey(desk, "261122-00000001-11");
  CHECK(desk.Get("survey-1").state == NoticeState::kSent);
  CHECK(desk.Get("survey-1", kOther).reason == "SURVEYED_LATELY");
  CHECK(desk.Get("survey-1", "261122-00000001-11").state == NoticeState::kSent);
  // The next closing of the second case, after the month.
  out::News reopened = desk.Of(Kind::kReopened);
  reopened.case_number = kOther;
  desk.Hear(reopened);
  desk.time.Advance(absl::Hours(24 * 31));
  Survey(desk, kOther);
  CHECK(desk.Get("survey-2", kOther).state == NoticeState::kSent);
}

TEST_CASE("Cases of one customer that end together are asked about once, whoever sends", "[outreach]") {
  OutreachDesk desk;
  constexpr int kCases = 24;
  std::vector<std::string> numbers;
  for (int i = 0; i < kCases; ++i) {
    const std::string number = absl::StrCat("261122-", 10'000'000 + i, "-11");
    desk.Complain(number);
    Close(desk, number);
  }
  desk.DeliverAll();
  desk.time.Advance(absl::Hours(24));
  std::vector<std::thread> threads;
  threads.reserve(6);
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      while (out::DeliverRound(*desk.context, [] { return false; }).value_or(out::Round()).taken > 0) continue;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(desk.Ask("SELECT count(*) FROM notice WHERE kind = 'SURVEY' AND state = 'SENT'") == "1");
  CHECK(desk.Ask("SELECT count(*) FROM survey") == "1");
}

TEST_CASE("A survey that is not asked yet goes when the case reopens", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.DeliverAll();
  Close(desk);
  desk.Hear(desk.Of(Kind::kReopened));
  CHECK(desk.Get("survey-1").reason == "SUPERSEDED");
}

TEST_CASE("The first answer to a survey stays, also when two come at once", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  CHECK(ReasonOf(out::AnswerSurvey(*desk.context, desk.NewRequest(), Answer(5)).status()) == "SURVEY_NOT_FOUND");
  Survey(desk);
  const out::Request request = desk.NewRequest();
  const auto first = out::AnswerSurvey(*desk.context, request, Answer(2, "等了很久"));
  REQUIRE(first.ok());
  CHECK(first->survey.commented);
  // The same request again is answered again.
  CHECK(out::AnswerSurvey(*desk.context, request, Answer(2, "等了很久"))->survey.score == 2);
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const auto second = out::AnswerSurvey(*desk.context, desk.NewRequest(), Answer(5));
      if (ReasonOf(second.status()) == "SURVEY_ANSWERED") ++refused;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(refused == 8);
  CHECK(desk.Ask("SELECT score FROM survey") == "2");
  CHECK(desk.Said("SurveyAnswered") == 1);
  CHECK(out::AnswerSurvey(*desk.context, desk.NewRequest(), Answer(5, "", kOther)).status().code() ==
        absl::StatusCode::kNotFound);
}

TEST_CASE("What a customer writes is sealed, and nowhere else", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  Survey(desk);
  REQUIRE(out::AnswerSurvey(*desk.context, desk.NewRequest(), Answer(4, "请回电 13900139000")).ok());
  CHECK_FALSE(absl::StrContains(desk.Everything(), "13900139000"));
  CHECK(desk.Ask("SELECT length(comment) > 40 FROM survey") == "t");
}

TEST_CASE("A simple question is answered from the platform, then judged once", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.sources.orders = {{"o-1", "", false, true, {{"W1", "sf", "in_transit", absl::nullopt}}}};
  CHECK(ReasonOf(out::JudgeIntent(*desk.context, desk.NewRequest(), kNumber, true).status()) == "NOTHING_TO_JUDGE");
  out::News predicted = desk.Of(Kind::kPredicted);
  predicted.intent = "order_status";
  desk.Hear(predicted);
  desk.Hear(predicted);
  desk.DeliverAll();
  CHECK(desk.Get("intent-answered").state == NoticeState::kSent);
  CHECK(absl::StrContains(desk.sms.messages().back().text, "运单 W1（sf）：运输途中"));
  CHECK(absl::StrContains(desk.sms.messages().back().text, "/JUDGE_INTENT/-/"));
  CHECK(desk.Said("IntentAnswered") == 1);
  const out::Request request = desk.NewRequest();
  CHECK(out::JudgeIntent(*desk.context, request, kNumber, false)->state.judge_time.has_value());
  CHECK(out::JudgeIntent(*desk.context, request, kNumber, false).ok());
  CHECK(ReasonOf(out::JudgeIntent(*desk.context, desk.NewRequest(), kNumber, true).status()) == "INTENT_JUDGED");
  CHECK(desk.Said("IntentJudged") == 1);
  CHECK(ReasonOf(out::JudgeIntent(*desk.context, desk.NewRequest(), kOther, true).status()) == "CASE_NOT_FOUND");
}

TEST_CASE("Where the platform knows no order, a person has to look", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  out::News predicted = desk.Of(Kind::kPredicted);
  predicted.intent = "address_change";
  desk.Hear(predicted);
  desk.sources.orders_fault = absl::UnavailableError("down");
  desk.Deliver();
  CHECK(desk.Get("intent-answered").state == NoticeState::kPending);
  desk.sources.orders_fault = absl::OkStatus();
  desk.DeliverAll();
  CHECK(desk.Get("intent-answered").reason == "NOTHING_TO_TELL");
  CHECK(desk.Said("IntentAnswered") == 0);
}

TEST_CASE("A receipt that is quicker than the provider's answer counts as the answer", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.sources.orders = {{"o-1", "", false, false, {}}};
  out::News predicted = desk.Of(Kind::kPredicted);
  predicted.intent = "address_change";
  desk.Hear(predicted);
  desk.sms.answer = [&desk](const out::Message& message) {
    CHECK(desk.HearReceipt(message.message_id, true).ok());
    return out::Outcome::kTaken;
  };
  desk.DeliverAll();
  CHECK(desk.Get("intent-answered").state == NoticeState::kDelivered);
  CHECK(desk.Said("NoticeSent") == 2);
  CHECK(desk.Said("NoticeEnded") == 2);
  CHECK(desk.Said("IntentAnswered") == 1);
  CHECK(desk.sms.messages().size() == 2);
}

TEST_CASE("Who opted out of a kind or a way is not told so, in any case of the same customer", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.Complain(kOther);
  desk.DeliverAll();
  const out::Request request = desk.NewRequest();
  out::SetPreferenceCommand command{kNumber, {{out::NoticeKind::kUnreached}, {out::NoticeWay::kSms}}};
  const auto set = out::SetPreference(*desk.context, request, command);
  REQUIRE(set.ok());
  CHECK(out::SetPreference(*desk.context, request, command)->etag == set->etag);
  out::News unreached = desk.Of(Kind::kUnreached, "1");
  unreached.case_number = kOther;
  desk.Hear(unreached);
  desk.DeliverAll();
  CHECK(desk.Get("unreached-1", kOther).reason == "OPTED_OUT");
  // The other kinds go by another way.
  const size_t before = desk.sms.messages().size();
  desk.sources.file.rejection_reason = "超过期限";
  out::News rejected = desk.Of(Kind::kClosed);
  rejected.rejected = true;
  desk.Hear(rejected);
  desk.DeliverAll();
  CHECK(desk.Get("rejected-1").way == out::NoticeWay::kEmail);
  CHECK(desk.sms.messages().size() == before);
  CHECK(desk.sources.wishes.back().action == "APPEAL");
  // Wanted again.
  REQUIRE(out::SetPreference(*desk.context, desk.NewRequest(), {kNumber, {}}).ok());
  desk.Hear(desk.Of(Kind::kUnreached, "2"));
  desk.DeliverAll();
  CHECK(desk.Get("unreached-2").state == NoticeState::kSent);
  CHECK(ReasonOf(out::SetPreference(*desk.context, desk.NewRequest(), {"261122-00000009-11", {}}).status()) == "CASE_NOT_FOUND");
}

TEST_CASE("An anonymous customer's wish is for its case alone", "[outreach]") {
  OutreachDesk desk;
  desk.Complain(kNumber, "");
  desk.Complain(kOther, "");
  REQUIRE(out::SetPreference(*desk.context, desk.NewRequest(), {kNumber, {{out::NoticeKind::kAccepted}, {}}}).ok());
  desk.DeliverAll();
  CHECK(desk.Get("accepted").reason == "OPTED_OUT");
  CHECK(desk.Get("accepted", kOther).state == NoticeState::kSent);
}

TEST_CASE("A preview is masked, has no link that does anything, and sends nothing", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.DeliverAll();
  const size_t before = desk.sms.messages().size();
  for (const out::NoticeKind kind : out::kNoticeKinds) {
    const auto preview = out::PreviewOf(*desk.context, {kNumber, kind, ""});
    REQUIRE(preview.ok());
    CHECK(preview->way == out::NoticeWay::kSms);
    for (const std::string& text : {preview->subject, preview->text, preview->short_text}) {
      CHECK_FALSE(absl::StrContains(text, kPersonalName));
      CHECK_FALSE(absl::StrContains(text, "links/"));
      CHECK_FALSE(absl::StrContains(text, "token-"));
    }
    CHECK(absl::StrContains(preview->text, "张**"));
  }
  CHECK(out::PreviewOf(*desk.context, {kNumber, out::NoticeKind::kSurvey, "en"})->template_name == "survey/en@1");
  CHECK(desk.sms.messages().size() == before);
  CHECK(ReasonOf(out::PreviewOf(*desk.context, {kOther, out::NoticeKind::kSurvey, ""}).status()) == "CASE_NOT_FOUND");
}

}  // namespace
}  // namespace redress::test
