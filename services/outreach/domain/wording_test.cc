#include "services/outreach/domain/wording.h"

#include <catch2/catch.hpp>

namespace redress::outreach {
namespace {

const std::map<std::string, std::string> kWords = {
    {"missing.contact", "contact"},
    {"missing.order_numbers", "order"},
    {"delivery.in_transit", "on its way"},
    {"delivery.lost", "lost"},
    {"delivery.not_shipped", "{order} not shipped"},
    {"delivery.cancelled", "{order} cancelled"},
    {"delivery.parcel", "{waybill}[[ ({carrier})]]: {state}[[, {promised}]]"},
    {"delivery.promised", "by {time}"},
    {"remedy.coupon", "Coupon"},
    {"result.line", "{what}[[ {amount}]][[, {reference}]]"},
    {"step.line", "{count}. {what} ({due})"},
    {"address.open", "{order} open"},
    {"address.closed", "{order} closed"},
    {"list.separator", ", "},
};
const BusinessTime kTime = BusinessTime::ParseRfc3339("2026-11-27T10:30:00Z").value();

Values Of(NoticeKind kind, const MessageFacts& facts) {
  return ValuesOf(kind, facts, {kWords, absl::FixedTimeZone(8 * 3600)});
}

TEST_CASE("What is missing is named in words; what has none is left out", "[outreach]") {
  MessageFacts facts;
  facts.asks = {"contact", "shoe_size", "order_numbers"};
  CHECK(Of(NoticeKind::kAccepted, facts)["missing"] == "contact, order");
  CHECK(Of(NoticeKind::kAccepted, facts)["hours"] == "24");
}

TEST_CASE("A plan is told step by step with its due times", "[outreach]") {
  MessageFacts facts;
  facts.steps = {{"refund", kTime}, {"apology", kTime + absl::Hours(1)}};
  CHECK(Of(NoticeKind::kPlanOffered, facts)["steps"] == "1. refund (2026-11-27 18:30)\n2. apology (2026-11-27 19:30)");
}

TEST_CASE("A result tells what was given, and what else was done", "[outreach]") {
  MessageFacts facts;
  facts.given = {{"coupon", {5'000, Currency::Cny()}, "C-1"}};
  facts.steps = {
      {"goodwill", kTime, true, true, "C-1"}, {"address changed", kTime, true, false, ""}, {"open", kTime, false, false, ""}};
  CHECK(Of(NoticeKind::kResult, facts)["result"] == "Coupon ¥50.00, C-1\naddress changed");
  facts.given.clear();
  CHECK(Of(NoticeKind::kResult, facts)["result"] == "goodwill, C-1\naddress changed");
}

TEST_CASE("Tracking names each parcel, and each order that has none", "[outreach]") {
  MessageFacts facts;
  OrderFacts sent{"o-1", "", false, true, {{"W1", "sf", "in_transit", kTime}, {"W2", "", "lost", kTime}}};
  facts.orders = {sent, {"o-2", "", false, false, {}}, {"o-3", "", true, false, {}}};
  CHECK(Of(NoticeKind::kProgress, facts)["tracking"] ==
        "W1 (sf): on its way, by 2026-11-27 18:30\nW2: lost\no-2 not shipped\no-3 cancelled");
  facts.intent = "order_status";
  CHECK(Of(NoticeKind::kIntentAnswered, facts)["answer"] == Of(NoticeKind::kProgress, facts)["tracking"]);
  facts.intent = "address_change";
  CHECK(Of(NoticeKind::kIntentAnswered, facts)["answer"] == "o-1 closed\no-2 open\no-3 closed");
}

TEST_CASE("Amounts are written out", "[outreach]") {
  CHECK(AmountText({5, Currency::Cny()}) == "¥0.05");
  CHECK(AmountText({123'456, Currency::Parse("USD").value()}) == "USD 1234.56");
}

}  // namespace
}  // namespace redress::outreach
