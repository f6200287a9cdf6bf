#include "tools/demo_client/complaint_line.h"

#include <catch2/catch.hpp>

#include "libs/base/uuid.h"

namespace redress::demo {
namespace {

ComplaintLine Read(const std::string& json, int number = 1) {
  return ReadComplaintLine({number, json, nlohmann::json::parse(json), ""}, "f.jsonl");
}

}  // namespace

TEST_CASE("Every field of a line lands in the complaint", "[demo]") {
  const ComplaintLine line = Read(R"({"channel": "PLATFORM_ENTRY", "text": "没到", "received_time": "2026-11-22T08:00:00.5+08:00",
      "customer": {"id": "u-1", "name": "王", "phone": "123456", "email": "a@example.cn", "vip_level": 2}, "orders": ["o-1", "o-2"],
      "amount_paid_minor": 1299, "remedy_sought": "退款", "source_message_id": "m-1",
      "evidence": [{"uri": "s3://a/b", "media_type": "image/png", "size_bytes": 9, "sha256": "ab"}],
      "gold": {"l1": "LOGISTICS", "l2": "LOST", "severity": "URGENT", "also": ["AFTER_SALES/REFUND"], "is_complaint": true}})");
  CHECK(line.problems.empty());
  const intake::v1::Complaint& c = line.complaint;
  CHECK(c.channel() == type::v1::CHANNEL_PLATFORM_ENTRY);
  CHECK(c.text() == "没到");
  CHECK(c.received_time().seconds() == 1795305600);
  CHECK(c.received_time().nanos() == 500'000'000);
  CHECK(c.customer().display_name() == "王");
  CHECK(c.customer().vip_level() == 2);
  CHECK(c.orders_size() == 2);
  CHECK(c.amount_paid().amount_minor() == 1299);
  CHECK(c.amount_paid().currency_code() == "CNY");
  CHECK(c.evidence(0).size_bytes() == 9);
  CHECK(line.gold.severity == "URGENT");
  CHECK(line.gold.also == std::vector<std::string>{"AFTER_SALES/REFUND"});
}

TEST_CASE("Every bad field is named at once, by the name that it has in the file", "[demo]") {
  const ComplaintLine line =
      Read(R"({"channel": "FAX", "text": 5, "received_time": "yesterday", "customer": {"vip_level": "gold", "id": 7},
      "orders": "o-1", "amount_paid_minor": 12.5, "evidence": [1, {"size_bytes": "big"}], "gold": {"is_complaint": "perhaps"}})");
  std::vector<std::string> fields;
  for (const FieldViolation& problem : line.problems) fields.push_back(problem.field);
  CHECK(fields == std::vector<std::string>{"channel", "text", "received_time", "customer.id", "customer.vip_level", "orders",
                                           "amount_paid_minor", "evidence[0]", "evidence[1].size_bytes", "gold.is_complaint"});
}

TEST_CASE("A line without channel and text says that both are required", "[demo]") {
  const ComplaintLine line = Read("{}");
  REQUIRE(line.problems.size() == 2);
  CHECK(line.problems[0].field == "channel");
  CHECK(line.problems[0].description.find("APP, WEB, PLATFORM_ENTRY") != std::string::npos);
  CHECK(line.problems[1].field == "text");
}

TEST_CASE("The same line of the same file has the same request id, any other another one", "[demo]") {
  const std::string json = R"({"channel": "APP", "text": "a"})";
  const ComplaintLine line = Read(json);
  CHECK(Uuid::Parse(line.request_id).ok());
  CHECK(Read(json).request_id == line.request_id);
  CHECK(Read(json, 2).request_id != line.request_id);
  CHECK(Read(R"({"channel": "APP", "text": "b"})").request_id != line.request_id);
  CHECK(ReadComplaintLine({1, json, nlohmann::json::parse(json), ""}, "g.jsonl").request_id != line.request_id);
}

TEST_CASE("The server's fields get the names that they have in the file", "[demo]") {
  CHECK(FieldInFile("complaint.text") == "text");
  CHECK(FieldInFile("complaint.customer.display_name") == "customer.name");
  CHECK(FieldInFile("complaint.amount_paid.amount_minor") == "amount_paid_minor");
  CHECK(FieldInFile("complaint.amount_paid.currency_code") == "currency_code");
  CHECK(FieldInFile("complaint.orders[1]") == "orders[1]");
}

}  // namespace redress::demo
