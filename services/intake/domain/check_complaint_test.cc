#include "services/intake/domain/check_complaint.h"

#include <catch2/catch.hpp>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"

namespace redress::intake {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'795'336'000'000'000);

ComplaintDraft Good() {
  ComplaintDraft draft;
  draft.channel = 1;
  draft.said.text = Secret("包裹丢了");
  draft.said.customer.id = Secret("u-1");
  draft.said.orders = {Secret("o-1"), Secret("o-2")};
  draft.amount_paid = DraftMoney{"CNY", 100};
  return draft;
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

TEST_CASE("A good complaint passes, received now where it does not say when", "[intake]") {
  const absl::StatusOr<Submission> said = CheckComplaint(Good(), kNow);
  REQUIRE(said.ok());
  CHECK(said->channel == Channel::kApp);
  CHECK(said->received_time == kNow);
  CHECK(said->amount_paid->minor == 100);
  CHECK(said->orders.size() == 2);
}

TEST_CASE("Each bad field is refused under its path", "[intake]") {
  using Spoil = std::function<void(ComplaintDraft&)>;
  const auto [field, spoil] = GENERATE(table<std::string, Spoil>({
      {"complaint.channel", [](ComplaintDraft& d) { d.channel = 0; }},
      {"complaint.channel", [](ComplaintDraft& d) { d.channel = 10; }},
      {"complaint.channel", [](ComplaintDraft& d) { d.channel = -1; }},
      {"complaint.received_time",
       [](ComplaintDraft& d) {
         d.received_time = DraftTime{1'795'336'200, 0};
       }},
      {"complaint.event_time",
       [](ComplaintDraft& d) {
         d.event_time = DraftTime{1'795'336'001, 0};
       }},
      {"complaint.text", [](ComplaintDraft& d) { d.said.text = Secret(); }},
      {"complaint.text", [](ComplaintDraft& d) { d.said.text = Secret("  "); }},
      {"complaint.text", [](ComplaintDraft& d) { d.said.text = Secret("\xc3\x28"); }},
      {"complaint.text", [](ComplaintDraft& d) { d.said.text = Secret(std::string(20'001, 'a')); }},
      {"complaint.text", [](ComplaintDraft& d) { d.said.text = Secret(std::string(10'000'000, 'a')); }},
      {"complaint.customer.id", [](ComplaintDraft& d) { d.said.customer.id = Secret("u 1"); }},
      {"complaint.customer.id", [](ComplaintDraft& d) { d.said.customer.id = Secret(std::string(65, 'u')); }},
      {"complaint.customer.display_name",
       [](ComplaintDraft& d) { d.said.customer.display_name = Secret(std::string(101, 'n')); }},
      {"complaint.customer.phone", [](ComplaintDraft& d) { d.said.customer.phone = Secret("abc"); }},
      {"complaint.customer.email", [](ComplaintDraft& d) { d.said.customer.email = Secret("abc"); }},
      {"complaint.customer.address", [](ComplaintDraft& d) { d.said.customer.address = Secret(std::string(501, 'n')); }},
      {"complaint.customer.device", [](ComplaintDraft& d) { d.said.customer.device = Secret(std::string(129, 'n')); }},
      {"complaint.customer.vip_level", [](ComplaintDraft& d) { d.said.customer.vip_level = 4; }},
      {"complaint.customer.vip_level", [](ComplaintDraft& d) { d.said.customer.vip_level = -1; }},
      {"complaint.remedy_sought", [](ComplaintDraft& d) { d.said.remedy_sought = Secret(std::string(2'001, 'r')); }},
      {"complaint.orders", [](ComplaintDraft& d) { d.said.orders.resize(21, Secret("o")); }},
      {"complaint.orders[1]", [](ComplaintDraft& d) { d.said.orders[1] = Secret("o-1"); }},
      {"complaint.orders[0]", [](ComplaintDraft& d) { d.said.orders[0] = Secret(""); }},
      {"complaint.orders[1]", [](ComplaintDraft& d) { d.said.orders[1] = Secret("订单"); }},
      {"complaint.amount_paid.amount_minor", [](ComplaintDraft& d) { d.amount_paid = DraftMoney{"CNY", -1}; }},
      {"complaint.amount_paid.currency_code", [](ComplaintDraft& d) { d.amount_paid = DraftMoney{"RMB¥", 1}; }},
      {"complaint.amount_paid.currency_code", [](ComplaintDraft& d) { d.amount_paid = DraftMoney{"", 1}; }},
      {"complaint.product", [](ComplaintDraft& d) { d.said.product = "a/b"; }},
      {"complaint.seller", [](ComplaintDraft& d) { d.said.seller = std::string(65, 's'); }},
      {"complaint.evidence", [](ComplaintDraft& d) { d.said.evidence.resize(21); }},
      {"complaint.evidence[0].sha256",
       [](ComplaintDraft& d) { d.said.evidence = {{Secret("s3://b/k"), "image/png", 1, "abc"}}; }},
      {"complaint.language_code", [](ComplaintDraft& d) { d.said.language_code = "chinese!"; }},
      {"complaint.source", [](ComplaintDraft& d) { d.said.source = "mail shop"; }},
      {"complaint.source_message_id", [](ComplaintDraft& d) { d.said.source_message_id = Secret(std::string(257, 'm')); }},
      {"complaint.author_handle", [](ComplaintDraft& d) { d.said.author_handle = Secret(std::string(201, 'h')); }},
      {"complaint.permalink", [](ComplaintDraft& d) { d.said.permalink = Secret("weibo"); }},
  }));
  ComplaintDraft draft = Good();
  spoil(draft);
  const absl::Status status = CheckComplaint(std::move(draft), kNow).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(status) == "INVALID_FIELDS");
  CHECK(FieldsOf(status) == std::vector<std::string>{field});
}

TEST_CASE("All bad fields are named at once, those of the request beside them", "[intake]") {
  ComplaintDraft draft;
  draft.said.customer.phone = Secret("x");
  draft.amount_paid = DraftMoney{"?", -1};
  Violations violations;
  violations.Add("request_id", "required");
  const absl::Status status = CheckComplaint(std::move(draft), kNow, violations).status();
  CHECK(FieldsOf(status) == std::vector<std::string>{"request_id", "complaint.channel", "complaint.text",
                                                     "complaint.customer.phone", "complaint.amount_paid.currency_code",
                                                     "complaint.amount_paid.amount_minor"});
}

TEST_CASE("No violation repeats what was sent", "[intake]") {
  ComplaintDraft draft = Good();
  draft.said.customer.phone = Secret("CANARY");
  draft.said.customer.email = Secret("CANARY");
  draft.said.orders.emplace_back("CANARY 1");
  const absl::Status status = CheckComplaint(std::move(draft), kNow).status();
  CHECK(status.message().find("CANARY") == absl::string_view::npos);
  for (const FieldViolation& violation : ViolationsOf(status)) {
    CHECK(violation.description.find("CANARY") == std::string::npos);
  }
}

TEST_CASE("The same evidence sent twice is one", "[intake]") {
  ComplaintDraft draft = Good();
  draft.said.evidence = {{Secret("s3://b/1"), "image/png", 1, std::string(64, 'a')},
                         {Secret("s3://b/2"), "image/png", 1, std::string(64, 'A')},
                         {Secret("s3://b/3"), "image/png", 1, std::string(64, 'b')}};
  const absl::StatusOr<Submission> said = CheckComplaint(std::move(draft), kNow);
  REQUIRE(said.ok());
  CHECK(said->evidence.size() == 2);
}

}  // namespace
}  // namespace redress::intake
