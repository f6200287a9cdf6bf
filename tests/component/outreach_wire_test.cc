// What the providers of outreach make of real servers that refuse, hang, and break off before or after they took a message.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/outreach/providers/signature.h"
#include "services/outreach/providers/smtp.h"
#include "services/outreach/providers/webhook.h"
#include "tests/component/outreach_providers.h"
#include "tests/support/child_process.h"

namespace redress::test {
namespace {

using outreach::Message;
using outreach::Outcome;
using outreach::Smtp;
using outreach::SmtpOptions;
using outreach::Webhook;

constexpr absl::Duration kTimeout = absl::Seconds(1);

Message Any() {
  Message message;
  message.message_id = "cases/261122-00012345-21/notices/accepted/sms";
  message.notice = "cases/261122-00012345-21/notices/accepted";
  message.to = "+8613800138000";
  message.language = "zh-CN";
  message.subject = "您的反馈已收到";
  message.text = "您好：\n.\n我们已经收到。";
  message.short_text = "已收到";
  message.time = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
  return message;
}

TEST_CASE("A webhook gets one signed object under the message's own key", "[outreach]") {
  TestWebhook server;
  Webhook webhook({server.url(), "secret", kTimeout});
  CHECK(webhook.Send(Any()) == Outcome::kTaken);
  REQUIRE(server.posts().size() == 1);
  const TestWebhook::Post post = server.posts()[0];
  CHECK(post.headers.at("idempotency-key") == Any().message_id);
  CHECK(post.headers.at("content-type") == "application/json");
  const std::string signature = post.headers.at("redress-signature");
  int64_t seconds = 0;
  REQUIRE(absl::SimpleAtoi(signature.substr(2, signature.find(',') - 2), &seconds));
  CHECK(signature == outreach::SignatureOf("secret", post.body, BusinessTime::FromUnixMicros(seconds * 1'000'000)));
  CHECK(nlohmann::json::parse(post.body)["text"] == "已收到");
}

TEST_CASE("What a webhook's fault means", "[outreach]") {
  const auto [fault, outcome] = GENERATE(table<WireFault, Outcome>({
      {WireFault::kRefuse, Outcome::kRefused},
      {WireFault::kLater, Outcome::kLater},
      {WireFault::kDropBefore, Outcome::kUnknown},
      {WireFault::kDropAfter, Outcome::kUnknown},
      {WireFault::kSlow, Outcome::kUnknown},
  }));
  TestWebhook server;
  server.SetFault(fault);
  Webhook webhook({server.url(), "secret", kTimeout});
  CHECK(webhook.Send(Any()) == outcome);
}

TEST_CASE("What a webhook took before is taken, with whatever text it comes again", "[outreach]") {
  TestWebhook server;
  server.SetFault(WireFault::kDropAfter);
  Webhook webhook({server.url(), "secret", kTimeout});
  CHECK(webhook.Send(Any()) == Outcome::kUnknown);
  server.SetFault(WireFault::kNone);
  Message again = Any();
  again.short_text = "已收到，链接不同";
  CHECK(webhook.Send(again) == Outcome::kTaken);
  CHECK(server.posts().size() == 2);
  CHECK(server.taken().size() == 1);
}

TEST_CASE("Nobody listens: later", "[outreach]") {
  const int port = FreePort();
  CHECK(Webhook({absl::StrCat("http://127.0.0.1:", port, "/"), "s", kTimeout}).Send(Any()) == Outcome::kLater);
  CHECK(Smtp({absl::StrCat("smtp://127.0.0.1:", port), "a@b.example", "", "", kTimeout}).Send(Any()) == Outcome::kLater);
}

Message Mail() {
  Message message = Any();
  message.to = "li@example.com";
  return message;
}

TEST_CASE("A mail arrives whole under the notice's Message-ID", "[outreach]") {
  TestMailBox box;
  Smtp smtp({box.url(), "redress@shop.example", "", "", kTimeout});
  CHECK(smtp.Send(Mail()) == Outcome::kTaken);
  REQUIRE(box.mails().size() == 1);
  const std::string mail = box.mails()[0];
  CHECK(absl::StrContains(mail, "Message-ID: <cases/261122-00012345-21/notices/accepted@shop.example>\r\n"));
  CHECK(absl::StrContains(mail, "To: <li@example.com>\r\n"));
}

TEST_CASE("What a mail server's fault means", "[outreach]") {
  const auto [fault, outcome] = GENERATE(table<WireFault, Outcome>({
      {WireFault::kRefuse, Outcome::kRefused},
      {WireFault::kLater, Outcome::kLater},
      {WireFault::kDropBefore, Outcome::kLater},
      {WireFault::kDropAfter, Outcome::kUnknown},
      {WireFault::kSlow, Outcome::kUnknown},
  }));
  TestMailBox box;
  box.SetFault(fault);
  Smtp smtp({box.url(), "redress@shop.example", "", "", kTimeout});
  CHECK(smtp.Send(Mail()) == outcome);
}

}  // namespace
}  // namespace redress::test
