#include "services/compensation/domain/simulation.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/compensation/app/built_in_policy.h"
#include "services/compensation/domain/dmn_policy.h"

namespace redress::compensation {
namespace {

constexpr Currency kCny = Currency::Cny();
const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);

DmnPolicy Built(const std::string& from = "", const std::string& to = "") {
  PolicyFiles files = BuiltInPolicy();
  for (PolicyFile& file : files) {
    if (!from.empty()) file.text = absl::StrReplaceAll(file.text, {{from, to}});
  }
  return DmnPolicy::Make("2", files).value();
}

NamedFacts FactsOf(const Tag& cause) {
  Order order;
  order.name = "orders/1";
  order.pay_time = kNow - absl::Hours(240);
  order.lines = {{.id = "1", .quantity = 2, .paid = {8'000, kCny}, .price_now = {}, .gift_value = {}}};
  order.paid = {8'000, kCny};
  order.refunded = {0, kCny};
  Claim claim;
  claim.cause = cause;
  claim.lines = {{"orders/1", "1", 0}};
  claim.seller_tier = "GOLD";
  return NamedFactsOf(SubjectsOf(claim, {order}, kCny, kNow).value());
}

TEST_CASE("Of alternatives the dearest counts, of goodwill and damages each", "[compensation]") {
  const auto option = [](RemedyKind kind, const std::string& line, int64_t amount) {
    Option made;
    made.kind = kind;
    made.order = "orders/1";
    made.line = line;
    made.amount = {amount, kCny};
    return made;
  };
  CHECK(CostOf({}) == 0);
  CHECK(CostOf({option(RemedyKind::kRefund, "1", 80), option(RemedyKind::kReship, "1", 90), option(RemedyKind::kRefund, "2", 7),
                option(RemedyKind::kCoupon, "", 30), option(RemedyKind::kDamages, "1", 500),
                option(RemedyKind::kApology, "", 0)}) == 90 + 7 + 30 + 500);
}

TEST_CASE("A simulation counts who gains, who loses and whom it makes ask", "[compensation]") {
  const DmnPolicy baseline = Built();
  SimulationSums sums;
  // The coupon for a lost parcel doubles, and a specialist decides less alone.
  const DmnPolicy candidate = Built("<text>3000</text>", "<text>6000</text>");
  for (const Tag& cause : {Tag{"LOGISTICS", "LOST"}, Tag{"PRODUCT_QUALITY", "DAMAGED"}, Tag{"OTHER", "ENQUIRY"}}) {
    REQUIRE(Judge(candidate, baseline, FactsOf(cause), &sums).ok());
  }
  REQUIRE(Judge(baseline, candidate, FactsOf({"LOGISTICS", "LOST"}), &sums).ok());
  CHECK(sums.done == 4);
  CHECK(sums.candidate.quotations == 4);
  CHECK(sums.candidate.empty == 1);
  CHECK(sums.baseline.cost == 11'000 + 13'000 + 14'000);
  CHECK(sums.candidate.cost == 14'000 + 13'000 + 11'000);
  CHECK(sums.gain_count == 1);
  CHECK(sums.gain == 3'000);
  CHECK(sums.loss_count == 1);
  CHECK(sums.loss == 3'000);
  CHECK(sums.candidate.approvals == std::array<int64_t, 4>{3, 0, 0, 0});
  const GroupSums lost = sums.groups[{"LOGISTICS", "LOST", "GOLD"}];
  CHECK(lost.quotations == 2);
  CHECK(lost.changed == 2);
  CHECK(lost.difference == 0);
  CHECK(sums.groups[{"PRODUCT_QUALITY", "DAMAGED", "GOLD"}].changed == 0);
}

TEST_CASE("A simulation asks for the yes that a sign of abuse asked for, where a version still takes it for one",
          "[compensation]") {
  const DmnPolicy policy = Built();
  const int32_t allowed = policy.terms().abuse.of(AbuseSign::kRing).allowed;
  const DmnPolicy patient = policy.With([&](Terms* terms) { terms->abuse.of(AbuseSign::kRing).allowed = allowed + 1; });
  NamedFacts facts = FactsOf({"LOGISTICS", "LOST"});
  facts.emplace_back("abuse:RING", absl::StrCat(allowed + 1, " > ", allowed));
  SimulationSums sums;
  REQUIRE(Judge(patient, policy, facts, &sums).ok());
  const size_t supervisor = static_cast<size_t>(policy.terms().abuse.of(AbuseSign::kRing).least) - 1;
  REQUIRE(supervisor > 0);
  CHECK(sums.baseline.approvals[supervisor] == 1);
  CHECK(sums.candidate.approvals[0] == 1);
  CHECK(sums.groups[{"LOGISTICS", "LOST", "GOLD"}].changed == 1);
  CHECK(sums.gain_count + sums.loss_count == 0);
}

TEST_CASE("What too little was kept of is skipped, and sums of parts are the sum of all", "[compensation]") {
  const DmnPolicy policy = Built();
  SimulationSums one, two;
  REQUIRE(Judge(policy, policy, {{"orders/1/lines/1:l1", "LOGISTICS"}}, &one).ok());
  REQUIRE(Judge(policy, policy, FactsOf({"LOGISTICS", "LOST"}), &two).ok());
  one.Add(two);
  CHECK(one.done == 2);
  CHECK(one.skipped == 1);
  CHECK(one.candidate.quotations == 1);
  CHECK(one.groups.size() == 1);
}

}  // namespace
}  // namespace redress::compensation
