#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "services/outreach/providers/signature.h"
#include "services/outreach/providers/smtp.h"
#include "services/outreach/providers/webhook.h"

namespace redress::outreach {
namespace {

TEST_CASE("A signature is the one that a receiver computes", "[outreach]") {
  // HMAC-SHA-256("secret", "1764000000.{}"), computed elsewhere.
  const std::string signature = SignatureOf("secret", "{}", BusinessTime::FromUnixMicros(1'764'000'000'999'999));
  CHECK(signature == "t=1764000000,v1=b691197929ebc73b102d12f9a4689644cb2d1a38c9f2d1883b9f478077313f85");
  CHECK(SignatureOf("secret", "{ }", BusinessTime::FromUnixMicros(1'764'000'000'999'999)) != signature);
}

TEST_CASE("What a status means", "[outreach]") {
  const auto [status, outcome] = GENERATE(table<int, Outcome>({
      {200, Outcome::kTaken},
      {202, Outcome::kTaken},
      {409, Outcome::kTaken},
      {400, Outcome::kRefused},
      {422, Outcome::kRefused},
      {410, Outcome::kRefused},
      {401, Outcome::kLater},
      {403, Outcome::kLater},
      {404, Outcome::kLater},
      {408, Outcome::kLater},
      {429, Outcome::kLater},
      {503, Outcome::kLater},
      {500, Outcome::kUnknown},
      {502, Outcome::kUnknown},
      {504, Outcome::kUnknown},
      {302, Outcome::kUnknown},
  }));
  INFO(status);
  CHECK(OutcomeOfStatus(status) == outcome);
}

TEST_CASE("What the end of an SMTP transaction means", "[outreach]") {
  CHECK(OutcomeOfEnd({true, 250, true}) == Outcome::kTaken);
  CHECK(OutcomeOfEnd({false, 550, false}) == Outcome::kRefused);
  CHECK(OutcomeOfEnd({false, 554, true}) == Outcome::kRefused);
  CHECK(OutcomeOfEnd({false, 535, false}) == Outcome::kLater);
  CHECK(OutcomeOfEnd({false, 421, false}) == Outcome::kLater);
  CHECK(OutcomeOfEnd({false, 451, true}) == Outcome::kLater);
  CHECK(OutcomeOfEnd({false, 220, false}) == Outcome::kLater);
  CHECK(OutcomeOfEnd({false, 354, true}) == Outcome::kUnknown);
  CHECK(OutcomeOfEnd({false, 0, true}) == Outcome::kUnknown);
}

TEST_CASE("A webhook's body names everything once", "[outreach]") {
  Message message;
  message.message_id = "cases/1/notices/accepted/sms";
  message.notice = "cases/1/notices/accepted";
  message.to = "+8613800000000";
  message.language = "zh-CN";
  message.subject = "标题";
  message.short_text = "您好\n\"引号\" \xff";
  const auto body = nlohmann::json::parse(WebhookBody(message));
  CHECK(body["message_id"] == message.message_id);
  CHECK(body["to"] == message.to);
  CHECK(body["title"] == "标题");
  CHECK(body.size() == 6);
}

}  // namespace
}  // namespace redress::outreach
