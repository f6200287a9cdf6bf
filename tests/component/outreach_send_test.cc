// Notices from the fact to the customer: each once, whoever is killed, whatever providers do, at the right time, by the right
// way.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "services/outreach/domain/mail.h"
#include "services/outreach/store/notice_store.h"
#include "tests/component/outreach_fixture.h"

namespace redress::test {
namespace {

using out::NoticeState;
using out::NoticeWay;
using out::Outcome;
using Kind = out::News::Kind;

constexpr char kAcceptedSms[] = "cases/261122-00012345-21/notices/accepted/sms";

TEST_CASE("A complaint is acknowledged once, however often it is heard", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.Complain();
  desk.DeliverAll();
  REQUIRE(desk.sms.messages().size() == 1);
  const out::Message message = desk.sms.messages()[0];
  CHECK(message.message_id == kAcceptedSms);
  CHECK(message.to == kPersonalPhone);
  CHECK(absl::StrContains(message.short_text, kNumber));
  CHECK(absl::StrContains(message.text, kPersonalName));
  CHECK(desk.Get("accepted").state == NoticeState::kSent);
  CHECK(desk.Get("accepted").template_name == "accepted/zh-CN@1");
  CHECK(desk.Said("NoticeSent") == 1);
}

TEST_CASE("What is missing is asked in the acknowledgement, and the same matter again asks for nothing", "[outreach]") {
  OutreachDesk desk;
  out::News first = desk.Of(Kind::kReceived);
  first.complaint = kNumber;
  first.missing = {"order_numbers", "contact"};
  desk.Hear(first);
  out::News again = first;
  again.complaint = kOther;
  again.same_matter = true;
  desk.Hear(again);
  desk.DeliverAll();
  REQUIRE(desk.sms.messages().size() == 2);
  int asked = 0;
  for (const out::Message& message : desk.sms.messages()) asked += absl::StrContains(message.text, "订单号、联系方式") ? 1 : 0;
  CHECK(asked == 1);
  CHECK(desk.Get(absl::StrCat("accepted-", kOther)).state == NoticeState::kSent);
}

TEST_CASE("Two replicas with many threads send each notice once", "[outreach]") {
  OutreachDesk desk;
  constexpr int kCases = 120;
  for (int i = 0; i < kCases; ++i) desk.Complain(absl::StrCat("261122-", 10'000'000 + i, "-11"));
  const auto other = ReplicaOf(desk, {{NoticeWay::kSms, &desk.sms}});
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      while (true) {
        const auto round = out::DeliverRound(i % 2 == 0 ? *desk.context : *other, [] { return false; });
        if (!round.ok() || round->taken == 0) return;
        taken += round->taken;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(taken == kCases);
  CHECK(desk.sms.counts().size() == kCases);
  CHECK(desk.sms.messages().size() == kCases);
  CHECK(desk.Ask("SELECT count(*) FROM notice WHERE state = 'SENT'") == absl::StrCat(kCases));
}

TEST_CASE("A thread takes more as long as nothing is to be handed over, and gives back what is beyond its batch", "[outreach]") {
  OutreachDesk desk;
  constexpr int kCases = 10;
  for (int i = 0; i < kCases; ++i) desk.Complain(absl::StrCat("261122-", 10'000'000 + i, "-11"));
  const int batch = desk.context->sending.batch;
  REQUIRE(batch < kCases);
  const auto first = out::DeliverRound(*desk.context, 64, [] { return false; });
  REQUIRE(first.ok());
  CHECK(first->taken == kCases);
  CHECK(first->to_hand_over == kCases);
  CHECK(desk.sms.messages().size() == static_cast<size_t>(batch));
  const auto second = out::DeliverRound(*desk.context, 64, [] { return false; });
  REQUIRE(second.ok());
  CHECK(second->taken == kCases - batch);  // due at once, whatever the lease was
  while (out::DeliverRound(*desk.context, [] { return false; }).value_or(out::Round()).taken > 0) continue;
  CHECK(desk.sms.messages().size() == kCases);
  CHECK(desk.sms.counts().size() == kCases);

  out::Round round;
  round.taken = 4;
  CHECK(out::NextTake(round, 4, 4) == 8);
  CHECK(out::NextTake(round, 8, 4) == 4);  // there was no more
  round.taken = 64;
  CHECK(out::NextTake(round, 64, 4) == 64);
  round.to_hand_over = 1;
  CHECK(out::NextTake(round, 64, 4) == 4);
}

TEST_CASE("Killed between hand-over and commit, it is handed over again under the same id", "[outreach]") {
  const bool by_mail = GENERATE(false, true);
  OutreachDesk desk;
  desk.sources.who.by_mail = by_mail;
  desk.Complain();
  FakeProvider& provider = by_mail ? desk.mail : desk.sms;
  provider.answer = [](const out::Message&) -> Outcome { throw std::runtime_error("killed"); };
  CHECK_THROWS(desk.Deliver());
  CHECK(desk.Get("accepted").state == NoticeState::kSending);
  provider.answer = nullptr;
  // Nobody takes it while the lease of the dead lasts.
  CHECK(out::DeliverRound(*desk.context, [] { return false; })->taken == 0);
  desk.DeliverAll();
  const std::vector<out::Message> messages = provider.messages();
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].message_id == messages[1].message_id);
  CHECK(out::MessageIdFor(messages[0].notice, "a@b") == out::MessageIdFor(messages[1].notice, "a@b"));
  const out::Notice sent = desk.Get("accepted");
  CHECK(sent.state == NoticeState::kSent);
  CHECK(sent.attempts == 2);
  CHECK(sent.possible_duplicate == by_mail);
}

TEST_CASE("An unknown outcome is tried with the same id until it is known, or of no use", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.sms.answer = [](const out::Message&) { return Outcome::kUnknown; };
  for (int i = 0; i < 3; ++i) desk.Deliver();
  CHECK(desk.Get("accepted").state == NoticeState::kSending);
  CHECK(desk.sms.counts().size() == 1);
  CHECK(desk.mail.messages().empty());
  desk.time.Advance(absl::Hours(25));
  desk.DeliverAll();
  CHECK(desk.Get("accepted").state == NoticeState::kUnknown);
  CHECK(desk.Said("NoticeEnded") == 1);
  // The receipt tells, late.
  CHECK(desk.HearReceipt(kAcceptedSms, true)->state == NoticeState::kDelivered);
}

TEST_CASE("A provider that is down is waited for; what is of no use by then is not sent", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.sms.answer = [](const out::Message&) { return Outcome::kLater; };
  desk.Deliver();
  CHECK(desk.Get("accepted").state == NoticeState::kPending);
  CHECK(desk.Get("accepted").pauses == 1);
  desk.sms.answer = nullptr;
  desk.DeliverAll();
  CHECK(desk.Get("accepted").state == NoticeState::kSent);
  CHECK_FALSE(desk.Get("accepted").possible_duplicate);

  desk.Complain(kOther);
  desk.sms.answer = [](const out::Message&) { return Outcome::kLater; };
  desk.Deliver();
  desk.time.Advance(absl::Hours(24));
  desk.DeliverAll();
  CHECK(desk.Get("accepted", kOther).state == NoticeState::kUseless);
  CHECK(desk.Get("accepted", kOther).reason == "PROVIDER_DOWN");
}

TEST_CASE("A way that refuses, or did not bring it, is followed by the next", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.sms.answer = [](const out::Message&) { return Outcome::kRefused; };
  desk.DeliverAll();
  CHECK(desk.Get("accepted").way == NoticeWay::kEmail);
  CHECK(desk.Get("accepted").state == NoticeState::kSent);
  REQUIRE(desk.mail.messages().size() == 1);
  CHECK(desk.mail.messages()[0].to == kPersonalMail);

  desk.sms.answer = nullptr;
  desk.Complain(kOther);
  desk.DeliverAll();
  const std::string id = absl::StrCat("cases/", kOther, "/notices/accepted/sms");
  REQUIRE(desk.HearReceipt(id, false).ok());
  desk.DeliverAll();
  CHECK(desk.Get("accepted", kOther).way == NoticeWay::kEmail);
  REQUIRE(desk.HearReceipt(absl::StrCat("cases/", kOther, "/notices/accepted/email"), false).ok());
  desk.DeliverAll();
  CHECK(desk.Get("accepted", kOther).state == NoticeState::kFailed);
  CHECK(desk.Get("accepted", kOther).reason == "NOT_DELIVERED");
}

TEST_CASE("Receipts come twice, late, of nothing that was sent", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  CHECK(ReasonOf(desk.HearReceipt(kAcceptedSms, true).status()) == "NOTICE_NOT_FOUND");
  desk.DeliverAll();
  CHECK(desk.HearReceipt(kAcceptedSms, true)->state == NoticeState::kDelivered);
  CHECK(desk.HearReceipt(kAcceptedSms, true)->state == NoticeState::kDelivered);
  CHECK(desk.HearReceipt(kAcceptedSms, false)->state == NoticeState::kDelivered);
  CHECK(desk.Said("NoticeEnded") == 1);
  CHECK(ReasonOf(desk.HearReceipt("cases/261122-00012345-21/notices/accepted/email", true).status()) == "NOTICE_NOT_FOUND");
  CHECK(ReasonOf(desk.HearReceipt("cases/261122-00012345-21/notices/survey-1/sms", true).status()) == "NOTICE_NOT_FOUND");
  CHECK(desk.Deliver().taken == 0);
}

TEST_CASE("Nobody to tell, and nobody who carries, is said so", "[outreach]") {
  OutreachDesk desk;
  desk.sources.who = {kPersonalName, "", "no address\r\nBcc: x@y", "", false, false};
  desk.Complain();
  desk.DeliverAll();
  CHECK(desk.Get("accepted").state == NoticeState::kSuppressed);
  CHECK(desk.Get("accepted").reason == "NO_ADDRESS");
  desk.sources.who.phone = kPersonalPhone;
  desk.context->providers.clear();
  desk.Complain(kOther);
  desk.DeliverAll();
  CHECK(desk.Get("accepted", kOther).reason == "NO_PROVIDER");
  CHECK(desk.Said("NoticeEnded") == 2);
}

TEST_CASE("The app is reached by the platform's own name of the customer, else by SMS", "[outreach]") {
  OutreachDesk desk;
  desk.sources.who.by_app = true;
  desk.Complain();
  desk.DeliverAll();
  CHECK(desk.sms.messages().size() == 1);
  desk.sources.orders = {{"o-1", "customers/u-1", false, true, {}}};
  desk.Complain(kOther);
  desk.DeliverAll();
  REQUIRE(desk.push.messages().size() == 1);
  CHECK(desk.push.messages()[0].to == "customers/u-1");
}

TEST_CASE("Languages: Chinese unless English was said", "[outreach]") {
  OutreachDesk desk;
  desk.sources.who.language_code = "en-GB";
  desk.Complain();
  desk.DeliverAll();
  CHECK(absl::StrContains(desk.sms.messages()[0].short_text, "We have received your complaint"));
  CHECK(desk.Get("accepted").template_name == "accepted/en@1");
}

TEST_CASE("Who cannot be asked now is asked later; who is erased is told nothing", "[outreach]") {
  OutreachDesk desk;
  desk.sources.recipient_fault = absl::UnavailableError("down");
  desk.Complain();
  desk.Deliver();
  CHECK(desk.Get("accepted").state == NoticeState::kPending);
  desk.sources.recipient_fault = Error(absl::StatusCode::kNotFound, "CUSTOMER_ERASED", "nobody");
  desk.DeliverAll();
  CHECK(desk.Get("accepted").reason == "CUSTOMER_ERASED");
}

TEST_CASE("At night one waits until eight, but for critical cases and what answers the customer's own message", "[outreach]") {
  OutreachDesk desk;
  desk.context->sending.acknowledge_at_night = GENERATE(true, false);
  const BusinessTime night = BusinessTime::ParseRfc3339("2026-11-27T22:00:00+08:00").value();
  const BusinessTime eight = BusinessTime::ParseRfc3339("2026-11-28T08:00:00+08:00").value();
  desk.time.Set(night);
  desk.Complain();
  desk.Hear(desk.Of(Kind::kUnreached, "1"));
  CHECK(desk.Get("unreached-1").send_after == eight);
  desk.DeliverAll();
  CHECK(desk.sms.messages().size() == (desk.context->sending.acknowledge_at_night ? 1 : 0));
  // Critical from now on: at once, whatever was thought when it was written.
  out::News critical = desk.Of(Kind::kPredicted);
  critical.severity = out::Severity::kCritical;
  desk.Hear(critical);
  desk.Hear(desk.Of(Kind::kUnreached, "2"));
  CHECK(desk.Get("unreached-2").send_after == night);
  desk.DeliverAll();
  CHECK(desk.Get("unreached-2").state == NoticeState::kSent);
  CHECK(desk.Get("unreached-1").state == NoticeState::kPending);
  desk.time.Set(eight - absl::Microseconds(1));
  CHECK(desk.Deliver().taken == 0);
  desk.time.Set(eight);
  desk.DeliverAll();
  CHECK(desk.Get("unreached-1").state == NoticeState::kSent);
}

TEST_CASE("What waited for a provider into the night waits for the morning", "[outreach]") {
  OutreachDesk desk;
  desk.time.Set(BusinessTime::ParseRfc3339("2026-11-27T21:59:00+08:00").value());
  desk.Complain();
  desk.Hear(desk.Of(Kind::kUnreached, "1"));
  desk.sms.answer = [](const out::Message&) { return Outcome::kLater; };
  desk.Deliver();
  desk.sms.answer = nullptr;
  desk.time.Advance(absl::Minutes(2));
  desk.DeliverAll();
  CHECK(desk.Get("unreached-1").state == NoticeState::kPending);
  CHECK(desk.Get("unreached-1").send_after == BusinessTime::ParseRfc3339("2026-11-28T08:00:00+08:00").value());
}

TEST_CASE("What is owed is found by its index, in a table of much that is not", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.Exec(
      "INSERT INTO notice SELECT case_number, 'x' || n, kind, subject, complaint, asks, partition, critical, 'SUPPRESSED', way, "
      "tried,"
      " template, create_us, send_after_us, useless_after_us, send_us, attempts, pauses, doubtful, possible_duplicate, trouble,"
      " 'OPTED_OUT', version, try_after FROM notice, generate_series(1, 20000) n");
  desk.Exec("ANALYZE notice");
  std::string plan;
  REQUIRE(desk.pool
              ->Read([&](pqxx::transaction_base& transaction) {
                const std::string sql = absl::StrCat("EXPLAIN ", out::kTakeDueSql, "n.id");
                for (const pqxx::row& row : transaction.exec_params(sql, desk.time.Now().micros(), 16, 60'000)) {
                  absl::StrAppend(&plan, row[0].c_str(), "\n");
                }
                return absl::OkStatus();
              })
              .ok());
  INFO(plan);
  CHECK(absl::StrContains(plan, "notice_due"));
  CHECK_FALSE(absl::StrContains(plan, "Seq Scan on notice"));
}

TEST_CASE("No name, number, address or text is stored or said", "[outreach]") {
  OutreachDesk desk;
  desk.Complain();
  desk.sources.file.plan = 1;
  desk.sources.file.offered = true;
  desk.sources.file.steps = {{"全额退款到招商银行卡", kMorning}};
  desk.Hear(desk.Of(Kind::kPlanProposed, "1"));
  desk.sms.answer = [](const out::Message& message) {
    return absl::StrContains(message.notice, "plan") ? Outcome::kRefused : Outcome::kTaken;
  };
  desk.DeliverAll();
  const std::string everything = desk.Everything();
  REQUIRE(absl::StrContains(everything, "plan-offered-1"));
  for (const char* personal :
       {kPersonalName, kPersonalPhone, "13800138000", kPersonalMail, "招商银行", "token-", "help.example.com"}) {
    INFO(personal);
    CHECK_FALSE(absl::StrContains(everything, personal));
  }
}

}  // namespace
}  // namespace redress::test
