// Submission: stored once, numbered, answered; idempotent by request and by message; bad input refused with every field named.
#include <catch2/catch.hpp>
#include <functional>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "libs/base/complaint_number.h"
#include "libs/events/envelope.h"
#include "libs/events/publisher.h"
#include "libs/events/redis_client.h"
#include "libs/events/stream_reader.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "tests/component/intake_fixture.h"

namespace redress::intake::test {
namespace {

using google::protobuf::util::MessageDifferencer;
using Stub = v1::IntakeService::Stub;

v1::SubmitComplaintRequest Full() {
  v1::SubmitComplaintRequest request = Good("买的冰箱不制冷，要求换货");
  v1::Complaint& complaint = *request.mutable_complaint();
  v1::Customer& customer = *complaint.mutable_customer();
  customer.set_id("u-12345678");
  customer.set_display_name("张小明");
  customer.set_phone("+8613812345678");
  customer.set_email("zhang@example.com");
  customer.set_address("人民路 1 号");
  customer.set_vip_level(2);
  complaint.set_remedy_sought("换货");
  complaint.add_orders("4822824042113");
  complaint.add_orders("4822824042114");
  complaint.mutable_amount_paid()->set_currency_code("CNY");
  complaint.mutable_amount_paid()->set_amount_minor(319'900);
  complaint.set_product("p-1");
  complaint.set_seller("s-1");
  complaint.set_language_code("zh-CN");
  complaint.set_source("app-ios");
  complaint.set_source_message_id("m-123456789");
  for (const char* key : {"1", "2"}) {
    v1::Evidence& evidence = *complaint.add_evidence();
    evidence.set_uri(absl::StrCat("s3://bucket/", key));
    evidence.set_media_type("image/jpeg");
    evidence.set_size_bytes(1'000);
    evidence.set_sha256(std::string(63, 'a') + key);
  }
  return request;
}

TEST_CASE("A complaint is stored, numbered and answered as a later read shows it", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest request = Full();
  const int64_t seconds = intake.time().Now().micros() / 1'000'000;
  request.mutable_complaint()->mutable_received_time()->set_seconds(seconds - 60);
  request.mutable_complaint()->mutable_event_time()->set_seconds(seconds - 3'600);
  const auto stored = intake.Submit(request);
  REQUIRE(stored.ok());

  const auto number = ComplaintNumber::Parse(stored->name().substr(stored->name().find('/') + 1));
  REQUIRE(number.ok());
  CHECK(stored->case_() == "cases/" + number->ToString());
  CHECK(stored->text().empty());
  CHECK(stored->customer().phone() == "138****5678");
  CHECK(stored->customer().display_name() == "张**");
  CHECK(stored->customer().vip_level() == 2);
  CHECK(stored->orders(0) == "***113");
  CHECK(stored->evidence_size() == 2);
  CHECK(stored->evidence(0).uri().empty());
  CHECK(stored->missing_information().empty());
  CHECK(stored->submitter() == "backends/shop");
  CHECK_FALSE(stored->same_matter());
  CHECK_FALSE(stored->etag().empty());

  const auto read = intake.Get(stored->name());
  REQUIRE(read.ok());
  INFO(stored->ShortDebugString() << "\n" << read->ShortDebugString());
  CHECK(MessageDifferencer::Equals(*stored, *read));
}

TEST_CASE("What was stored is said once, without personal data", "[intake]") {
  Intake intake;
  const auto stored = intake.Submit(Full());
  REQUIRE(stored.ok());
  const std::vector<events::Event> said = intake.Events();
  REQUIRE(said.size() == 1);
  CHECK(said[0].type == "redress.intake.v1.ComplaintReceived");
  CHECK(said[0].subject == stored->case_());
  CHECK(said[0].partition == stored->partition());
  CHECK(said[0].sequence == 1);
  CHECK_FALSE(said[0].traceparent.empty());
  v1::ComplaintReceived event;
  REQUIRE(event.ParseFromString(said[0].data));
  CHECK(event.complaint() == stored->name());
  CHECK(event.case_() == stored->case_());
  CHECK(event.customer().size() == 32);
  CHECK(event.vip_level() == 2);
  CHECK(event.amount_paid().amount_minor() == 319'900);
  CHECK(event.evidence_count() == 2);
  CHECK(event.product() == "p-1");
  CHECK_FALSE(event.same_matter());
  events::RedisClient redis({.address = Redis().address()});
  CHECK(redress::test::Eventually(absl::Seconds(30), [&] {
    const auto length = redis.Run({"XLEN", events::StreamKey("intake", said[0].epoch, said[0].partition)});
    return length.ok() && (*length)->integer == 1;
  }));
}

TEST_CASE("Submissions are published as the log has them, whatever became of them", "[intake]") {
  Intake intake;
  const auto again = Full();
  v1::SubmitComplaintRequest same_matter = Full();
  same_matter.set_request_id(NewId());
  same_matter.mutable_complaint()->set_source_message_id("m-2");
  for (int round = 0; round < 2; ++round) {
    for (const auto& request : {Good(), again, Good(), same_matter, Good()}) REQUIRE(intake.Submit(request).ok());
  }
  const std::vector<events::Event> said = intake.Events();
  CHECK(said.size() == 8);
  std::vector<events::StreamPlace> places;
  for (int partition = 0; partition < 64; ++partition) places.push_back({"intake", said.front().epoch, partition, 0});
  events::StreamReader reader({.address = Redis().address()});
  const auto sorted = [](const std::vector<events::Event>& events) {
    std::set<std::string> bytes;
    for (const events::Event& event : events) bytes.insert(events::Encode(event));
    return bytes;
  };
  CHECK(redress::test::Eventually(absl::Seconds(30), [&] {
    const auto published = reader.Read(places, 100, absl::ZeroDuration());
    return published.ok() && published->size() == said.size() && sorted(*published) == sorted(said);
  }));
}

TEST_CASE("The number begins with the day of receipt in intake's zone", "[intake]") {
  Intake intake;
  intake.time().Set(BusinessTime::ParseRfc3339("2026-11-22T17:00:00Z").value());
  const auto stored = intake.Submit(Good());
  REQUIRE(stored.ok());
  CHECK(stored->name().substr(0, 18) == "complaints/261123-");
}

TEST_CASE("The same request gives the first answer, with another body it is refused", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest request = Full();
  const auto first = intake.Submit(request);
  REQUIRE(first.ok());
  intake.time().Advance(absl::Hours(1));
  const auto again = intake.Submit(request);
  REQUIRE(again.ok());
  CHECK(MessageDifferencer::Equals(*first, *again));
  CHECK(intake.Count("complaint") == 1);

  request.mutable_complaint()->set_text("别的");
  const auto reused = intake.Submit(request);
  CHECK(reused.status().code() == absl::StatusCode::kAlreadyExists);
  CHECK(ReasonOf(reused.status()) == "REQUEST_ID_REUSED");
  // Ids of different callers do not meet.
  request.mutable_complaint()->clear_source_message_id();
  const auto other = intake.Submit(request, kOtherShop);
  REQUIRE(other.ok());
  CHECK(other->name() != first->name());
}

TEST_CASE("The same request fifty times at once, on two replicas, is one complaint", "[intake]") {
  Intake intake;
  Replica& second = intake.AddReplica();
  const v1::SubmitComplaintRequest request = Full();
  std::vector<absl::StatusOr<v1::Complaint>> answers(50, absl::UnknownError(""));
  std::vector<std::thread> threads;
  for (size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&, i] { answers[i] = intake.Submit(request, kShop, i % 2 == 0 ? nullptr : &second); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& answer : answers) {
    REQUIRE(answer.ok());
    CHECK(MessageDifferencer::Equals(*answer, *answers[0]));
  }
  CHECK(intake.Count("complaint") == 1);
  CHECK(intake.Count("event") == 1);
  CHECK(intake.Count("evidence") == 2);
}

TEST_CASE("The same message is one complaint whatever the request", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest request = Full();
  const auto first = intake.Submit(request);
  REQUIRE(first.ok());
  const auto send = [&](const std::function<void(v1::Complaint&)>& change, const As& as = kShop) {
    v1::SubmitComplaintRequest other = request;
    other.set_request_id(NewId());
    change(*other.mutable_complaint());
    return intake.Submit(other, as);
  };
  SECTION("another request id") {
    const auto again = send([](v1::Complaint&) {});
    REQUIRE(again.ok());
    CHECK(MessageDifferencer::Equals(*first, *again));
    CHECK(intake.Count("complaint") == 1);
    CHECK(intake.Count("event") == 1);
  }
  SECTION("another text") {
    const auto again = send([](v1::Complaint& c) { c.set_text("edited"); });
    REQUIRE(again.ok());
    CHECK(again->name() == first->name());
  }
  SECTION("staff may hear of it") {
    const auto again = send([](v1::Complaint&) {}, kAgent);
    REQUIRE(again.ok());
    CHECK(again->name() == first->name());
  }
  SECTION("another back end is not shown what it may not see") {
    const auto again = send([](v1::Complaint&) {}, kOtherShop);
    CHECK(ReasonOf(again.status()) == "MESSAGE_ALREADY_RECEIVED");
    CHECK(intake.Count("complaint") == 1);
  }
  SECTION("another channel or source is another message") {
    CHECK(send([](v1::Complaint& c) { c.set_channel(type::v1::CHANNEL_WEB); })->name() != first->name());
    CHECK(send([](v1::Complaint& c) { c.set_source("app-android"); })->name() != first->name());
    CHECK(intake.Count("complaint") == 3);
  }
}

TEST_CASE("The repeat of a repeat's request gives the first complaint too", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest request = Full();
  const auto first = intake.Submit(request);
  request.set_request_id(NewId());
  REQUIRE(intake.Submit(request).ok());
  const auto again = intake.Submit(request);
  REQUIRE(again.ok());
  CHECK(again->name() == first->name());
  request.mutable_complaint()->set_text("x");
  CHECK(ReasonOf(intake.Submit(request).status()) == "REQUEST_ID_REUSED");
}

TEST_CASE("A batch answers each item by itself, in order", "[intake]") {
  Intake intake;
  v1::BatchSubmitComplaintsRequest request;
  const v1::SubmitComplaintRequest repeated = Full();
  *request.add_requests() = Good();
  *request.add_requests() = repeated;
  *request.add_requests() = Good("\xff");
  *request.add_requests() = repeated;
  v1::SubmitComplaintRequest bad = Good();
  bad.mutable_complaint()->set_channel(static_cast<type::v1::Channel>(77));
  bad.set_request_id("x");
  *request.add_requests() = bad;
  const auto response = intake.Call(kShop, &Stub::BatchSubmitComplaints, request);
  REQUIRE(response.ok());
  REQUIRE(response->results_size() == 5);
  CHECK(response->results(0).has_complaint());
  CHECK(response->results(1).has_complaint());
  CHECK(MessageDifferencer::Equals(response->results(1), response->results(3)));
  CHECK(FieldsOf(rpc::FromRpcStatus(response->results(2).error())) == std::vector<std::string>{"complaint.text"});
  CHECK(FieldsOf(rpc::FromRpcStatus(response->results(4).error())) ==
        std::vector<std::string>{"request_id", "complaint.channel"});
  CHECK(intake.Count("complaint") == 2);
}

TEST_CASE("A batch has 1 to 500 items", "[intake]") {
  Intake intake;
  v1::BatchSubmitComplaintsRequest request;
  CHECK(FieldsOf(intake.Call(kShop, &Stub::BatchSubmitComplaints, request).status()) == std::vector<std::string>{"requests"});
  for (int i = 0; i < 501; ++i) *request.add_requests() = Good();
  CHECK(FieldsOf(intake.Call(kShop, &Stub::BatchSubmitComplaints, request).status()) == std::vector<std::string>{"requests"});
  request.mutable_requests()->RemoveLast();
  const auto response = intake.Call(kShop, &Stub::BatchSubmitComplaints, request);
  REQUIRE(response.ok());
  std::set<std::string> names;
  for (const auto& result : response->results()) names.insert(result.complaint().name());
  CHECK(names.size() == 500);
  CHECK(intake.Count("event") == 500);
}

TEST_CASE("Checking only stores nothing", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest request = Good();
  request.set_validate_only(true);
  const auto preview = intake.Submit(request);
  REQUIRE(preview.ok());
  CHECK(preview->name().empty());
  CHECK(preview->missing_information_size() > 0);
  request.mutable_complaint()->set_text("");
  CHECK(FieldsOf(intake.Submit(request).status()) == std::vector<std::string>{"complaint.text"});
  CHECK(intake.Count("complaint") == 0);
  CHECK(intake.Count("request") == 0);
}

TEST_CASE("Bad input is refused with the field named, and nothing is stored", "[intake]") {
  Intake intake;
  using Spoil = std::function<void(v1::SubmitComplaintRequest&)>;
  const int64_t seconds = intake.time().Now().micros() / 1'000'000;
  const std::vector<std::pair<std::string, Spoil>> cases = {
      {"request_id", [](auto& r) { r.clear_request_id(); }},
      {"request_id", [](auto& r) { r.set_request_id("not-a-uuid"); }},
      {"complaint.channel", [](auto& r) { r.mutable_complaint()->clear_channel(); }},
      {"complaint.channel", [](auto& r) { r.mutable_complaint()->set_channel(static_cast<type::v1::Channel>(99)); }},
      {"complaint.text", [](auto& r) { r.mutable_complaint()->clear_text(); }},
      {"complaint.text", [](auto& r) { r.mutable_complaint()->set_text("\xc3\x28 broken"); }},
      {"complaint.text", [](auto& r) { r.mutable_complaint()->set_text(std::string(10'000'000, 'x')); }},
      {"complaint.received_time", [&](auto& r) { r.mutable_complaint()->mutable_received_time()->set_seconds(seconds + 600); }},
      {"complaint.event_time", [&](auto& r) { r.mutable_complaint()->mutable_event_time()->set_seconds(seconds + 600); }},
      {"complaint.amount_paid.amount_minor",
       [](auto& r) {
         r.mutable_complaint()->mutable_amount_paid()->set_currency_code("CNY");
         r.mutable_complaint()->mutable_amount_paid()->set_amount_minor(-1);
       }},
      {"complaint.amount_paid.currency_code",
       [](auto& r) { r.mutable_complaint()->mutable_amount_paid()->set_currency_code("rmb"); }},
      {"complaint.orders",
       [](auto& r) {
         for (int i = 0; i < 21; ++i) r.mutable_complaint()->add_orders(absl::StrCat("o-", i));
       }},
      {"complaint.orders[1]",
       [](auto& r) {
         for (int i = 0; i < 2; ++i) r.mutable_complaint()->add_orders("o-1");
       }},
      {"complaint.customer.phone", [](auto& r) { r.mutable_complaint()->mutable_customer()->set_phone("call me"); }},
      {"complaint.customer.email", [](auto& r) { r.mutable_complaint()->mutable_customer()->set_email("at home"); }},
      {"complaint.evidence[0].sha256",
       [](auto& r) {
         v1::Evidence& evidence = *r.mutable_complaint()->add_evidence();
         evidence.set_uri("s3://b/k");
         evidence.set_media_type("image/png");
         evidence.set_size_bytes(1);
         evidence.set_sha256("123");
       }},
      {"reply_token", [](auto& r) { r.set_reply_token("made-up"); }},
  };
  for (const auto& [field, spoil] : cases) {
    v1::SubmitComplaintRequest request = Good();
    spoil(request);
    const absl::Status status = intake.Submit(request).status();
    INFO(field << " " << status);
    CHECK(status.code() == absl::StatusCode::kInvalidArgument);
    CHECK(ReasonOf(status) == "INVALID_FIELDS");
    CHECK(FieldsOf(status) == std::vector<std::string>{field});
  }
  CHECK(intake.Count("complaint") == 0);
  CHECK(intake.Count("request") == 0);
  CHECK(intake.Count("event") == 0);
  CHECK(intake.Count("data_key") == 0);
}

TEST_CASE("All bad fields are named at once, bad UTF-8 among them", "[intake]") {
  Intake intake;
  v1::SubmitComplaintRequest request;
  request.mutable_complaint()->set_text("\xff");
  request.mutable_complaint()->mutable_customer()->set_display_name("\xff");
  request.mutable_complaint()->mutable_customer()->set_vip_level(9);
  const std::vector<std::string> fields = FieldsOf(intake.Submit(request).status());
  CHECK(std::set<std::string>(fields.begin(), fields.end()) ==
        std::set<std::string>{"request_id", "complaint.channel", "complaint.text", "complaint.customer.display_name",
                              "complaint.customer.vip_level"});
  CHECK(fields.size() == 5);
}

TEST_CASE("A mistyped number is told from one that does not exist", "[intake]") {
  Intake intake;
  CHECK(ReasonOf(intake.Get("complaints/261122-00012345-00").status()) == "WRONG_CHECK_DIGITS");
  CHECK(intake.Get("complaints/261122-00012345-00").status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(intake.Get("complaints/abc").status()) == "MALFORMED_NAME");
  const auto number = ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), 12'345).value();
  const absl::Status missing = intake.Get("complaints/" + number.ToString()).status();
  CHECK(missing.code() == absl::StatusCode::kNotFound);
  CHECK(ReasonOf(missing) == "COMPLAINT_NOT_FOUND");
}

}  // namespace
}  // namespace redress::intake::test
