// Bad input of each kind through the gateway: the right code, the field named, nothing stored.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "tests/e2e/suite.h"

namespace redress::e2e {
namespace {

using Json = nlohmann::json;

Json Good() {
  return {{"requestId", Uuid::Random().ToString()},
          {"complaint", {{"channel", "CHANNEL_APP"}, {"text", "快递没到"}, {"customer", {{"id", "u-bad-input"}}}}}};
}

Json With(const std::string& pointer, Json value) {
  Json body = Good();
  body[Json::json_pointer(pointer)] = std::move(value);
  return body;
}

struct Bad {
  std::string what;
  std::string body;
  int http_status;
  std::string named;  // in the answer: the field, or what is wrong where the gateway cannot read the body
};

std::vector<Bad> BadBodies() {
  const std::string future = (SystemTimeSource().Now() + absl::Hours(2)).ToRfc3339();
  const Json evidence = {{{"uri", "s3://a/b"}, {"mediaType", "image/png"}, {"sizeBytes", "1"}, {"sha256", "xyz"}}};
  return {
      {"malformed JSON", "{\"complaint\": {", 400, ""},
      {"invalid UTF-8",
       "{\"requestId\": \"" + Uuid::Random().ToString() +
           "\", \"complaint\": {\"channel\": \"CHANNEL_APP\", \"text\": \"\xC3\x28\"}}",
       400, "UTF-8"},
      {"10 MB of text", With("/complaint/text", std::string(10 << 20, 'x')).dump(), 413, ""},
      {"text longer than allowed", With("/complaint/text", std::string(20'001, 'x')).dump(), 400, "complaint.text"},
      {"no text", With("/complaint/text", "").dump(), 400, "complaint.text"},
      {"negative money", With("/complaint/amountPaid", {{"currencyCode", "CNY"}, {"amountMinor", "-1"}}).dump(), 400,
       "complaint.amount_paid"},
      {"a currency that is none", With("/complaint/amountPaid", {{"currencyCode", "yuan"}, {"amountMinor", "1"}}).dump(), 400,
       "complaint.amount_paid"},
      {"an unknown channel", With("/complaint/channel", "CHANNEL_FAX").dump(), 400, "channel"},
      {"a channel by unknown number", With("/complaint/channel", 99).dump(), 400, "complaint.channel"},
      {"no channel", With("/complaint/channel", "CHANNEL_UNSPECIFIED").dump(), 400, "complaint.channel"},
      {"a time in the future", With("/complaint/receivedTime", future).dump(), 400, "complaint.received_time"},
      {"a time that is none", With("/complaint/receivedTime", "yesterday").dump(), 400, "received"},
      {"a phone number that is none", With("/complaint/customer/phone", "call me").dump(), 400, "complaint.customer.phone"},
      {"an address that is no e-mail", With("/complaint/customer/email", "nobody").dump(), 400, "complaint.customer.email"},
      {"a VIP level out of range", With("/complaint/customer/vipLevel", 4).dump(), 400, "complaint.customer.vip_level"},
      {"the same order twice", With("/complaint/orders", {"o-1", "o-1"}).dump(), 400, "complaint.orders"},
      {"a checksum that is none", With("/complaint/evidence", evidence).dump(), 400, "complaint.evidence[0].sha256"},
      {"no request id", With("/requestId", "").dump(), 400, "request_id"},
      {"a request id that is no UUID", With("/requestId", "42").dump(), 400, "request_id"},
  };
}

}  // namespace

TEST_CASE("Bad input is answered with the right code and the field, and nothing is stored", "[e2e]") {
  Suite& suite = Suite::Get();
  const int64_t before = suite.EventCount("intake");
  client::HttpClient http;
  for (const Bad& bad : BadBodies()) {
    INFO(bad.what);
    const auto answer =
        http.Send({"POST", suite.gateway() + "/v1/complaints", suite.session().TokenOf("BACKEND").value(), bad.body});
    REQUIRE(answer.status() == absl::OkStatus());
    INFO(answer->body.substr(0, 600));
    CHECK(answer->status == bad.http_status);
    CHECK(absl::StartsWith(answer->content_type, "application/json"));
    const Json status = Json::parse(answer->body, nullptr, false);
    REQUIRE(status.is_object());
    CHECK(status["code"] == 3);
    CHECK(status["message"].is_string());
    if (!bad.named.empty()) CHECK(absl::StrContains(answer->body, bad.named));
  }
  CHECK(suite.EventCount("intake") == before);
}

TEST_CASE("Every bad field is named at once", "[e2e]") {
  Json body = With("/complaint/customer/phone", "x");
  body["complaint"]["customer"]["email"] = "x";
  body["complaint"]["text"] = "";
  body["complaint"]["orders"] = {"a b"};
  client::HttpClient http;
  const auto answer = http.Send(
      {"POST", Suite::Get().gateway() + "/v1/complaints", Suite::Get().session().TokenOf("BACKEND").value(), body.dump()});
  REQUIRE(answer.ok());
  for (const char* field : {"complaint.customer.phone", "complaint.customer.email", "complaint.text", "complaint.orders[0]"}) {
    CHECK(absl::StrContains(answer->body, field));
  }
  CHECK(absl::StrContains(answer->body, "INVALID_FIELDS"));
}

TEST_CASE("Invalid UTF-8 by gRPC is refused by name", "[e2e]") {
  intake::v1::SubmitComplaintRequest request = NewSubmission("\xC3\x28");
  intake::v1::Complaint answer;
  const absl::Status status = Suite::Get().session().Call("redress.intake.v1.IntakeService.SubmitComplaint", request, &answer);
  REQUIRE(absl::IsInvalidArgument(status));
  REQUIRE(ViolationsOf(status).size() == 1);
  CHECK(ViolationsOf(status)[0].field == "complaint.text");
}

TEST_CASE("A mistyped complaint number is told apart from an unknown one", "[e2e]") {
  Suite& suite = Suite::Get();
  std::string name = Submit(NewSubmission("快递没到")).name();
  client::HttpClient http;
  const std::string token = suite.session().TokenOf("SUPERVISOR").value();
  CHECK(http.Send({"GET", absl::StrCat(suite.gateway(), "/v1/", name), token})->status == 200);
  name.back() = name.back() == '9' ? '0' : static_cast<char>(name.back() + 1);
  const auto mistyped = http.Send({"GET", absl::StrCat(suite.gateway(), "/v1/", name), token});
  REQUIRE(mistyped.ok());
  CHECK(mistyped->status == 400);
  CHECK(absl::StrContains(mistyped->body, "WRONG_CHECK_DIGITS"));
}

}  // namespace redress::e2e
