// Domain.md §7, row by row, against the policy that comes with this build.
#include "services/compensation/app/policy_file.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "absl/strings/str_replace.h"
#include "libs/base/error.h"
#include "services/compensation/domain/options.h"

namespace redress::compensation {
namespace {

constexpr Currency kCny = Currency::Cny();
const BusinessTime kNow = BusinessTime::ParseRfc3339("2026-11-22T12:00:00Z").value();
using Amounts = std::vector<std::pair<RemedyKind, int64_t>>;
using K = RemedyKind;

// One line of ¥80 in an order of ¥120, delivered 3 days ago, 60 hours late.
Order AnOrder() {
  Order order;
  order.name = "orders/1";
  order.pay_time = kNow - absl::Hours(24 * 10);
  order.lines = {
      {.id = "1", .quantity = 2, .paid = {8'000, kCny}, .price_now = Money{6'500, kCny}, .gift_value = Money{900, kCny}}};
  order.parcels = {{.lines = {"1"}, .promised_time = kNow - absl::Hours(132), .deliver_time = kNow - absl::Hours(72)}};
  order.paid = {12'009, kCny};
  order.refunded = {0, kCny};
  return order;
}

std::vector<Option> Offered(const Claim& claim, const Order& order = AnOrder()) {
  const RulePolicy policy = LoadPolicyFile("").value();
  return OptionsOf(policy, SubjectsOf(claim, {order}, kCny, kNow).value()).value();
}

Claim Of(Tag cause, std::vector<std::string> findings = {}) {
  return {std::move(cause), std::move(findings), {{"orders/1", "1", 0}}, Money{1'200, kCny}};
}

Amounts AmountsOf(const std::vector<Option>& options) {
  Amounts amounts;
  for (const Option& option : options) amounts.emplace_back(option.kind, option.amount.minor);
  return amounts;
}

TEST_CASE("Each row of the table offers exactly what it says", "[compensation]") {
  using Row = std::tuple<Tag, Amounts>;
  const Amounts quality = {{K::kReship, 8'000}, {K::kRefund, 8'000}, {K::kExchange, 8'000}, {K::kCoupon, 5'000}};
  const Amounts lost = {{K::kReship, 8'000}, {K::kRefund, 8'000}, {K::kCoupon, 3'000}};
  const auto [cause, amounts] = GENERATE_REF(table<Tag, Amounts>(
      {Row{{"PRODUCT_QUALITY", "DAMAGED"}, quality}, Row{{"PRODUCT_QUALITY", "NOT_AS_DESCRIBED"}, quality},
       Row{{"PRODUCT_QUALITY", "DEFECTIVE"}, quality}, Row{{"PRODUCT_QUALITY", ""}, quality},
       Row{{"PRODUCT_QUALITY", "EXPIRED"}, {{K::kRefund, 8'000}, {K::kCoupon, 10'000}}},
       Row{{"LOGISTICS", "DELAYED"}, {{K::kCoupon, 1'200}}}, Row{{"LOGISTICS", "LOST"}, lost},
       Row{{"LOGISTICS", "WRONG_ITEM"}, lost}, Row{{"LOGISTICS", "DAMAGED_IN_TRANSIT"}, lost},
       Row{{"LOGISTICS", "COURIER_CONDUCT"}, {}}, Row{{"ORDER_PROCESSING", "MISSING_ITEM"}, lost},
       Row{{"ORDER_PROCESSING", "WRONG_ORDER"}, lost}, Row{{"ORDER_PROCESSING", "NOT_SHIPPED"}, {}},
       Row{{"SERVICE_ATTITUDE", "RUDE"}, {{K::kCoupon, 3'000}, {K::kApology, 0}}},
       Row{{"PRICE_DISPUTE", "PRICE_DROP"}, {{K::kDifference, 1'500}}},
       Row{{"PRICE_DISPUTE", "OVERCHARGED"}, {{K::kDifference, 1'200}}}, Row{{"MARKETING", "GIFT_MISSING"}, {{K::kGift, 900}}},
       Row{{"SYSTEM_FAILURE", "PAYMENT"}, {}}, Row{{"OTHER", "ENQUIRY"}, {}}}));
  INFO(cause.l1 << "/" << cause.l2);
  CHECK(AmountsOf(Offered(Of(cause))) == amounts);
}

TEST_CASE("Counterfeits are paid three times the price, at least 500 yuan, and legal approves", "[compensation]") {
  const auto [paid, damages] =
      GENERATE(table<int64_t, int64_t>({{8'000, 50'000}, {16'666, 50'000}, {16'667, 50'001}, {90'000, 270'000}}));
  Order order = AnOrder();
  order.lines[0].paid.minor = order.paid.minor = paid;
  const auto options = Offered(Of({"MARKETING", "FALSE_PROMOTION"}, {"counterfeit"}), order);
  CHECK(AmountsOf(options) == Amounts{{K::kRefund, paid}, {K::kDamages, damages}});
  CHECK(options[1].required == Authority::kLegal);
  CHECK(options[1].ground == "COUNTERFEIT");
}

TEST_CASE("Unsafe food is paid ten times the price, at least 1,000 yuan, and legal approves", "[compensation]") {
  const auto [paid, damages] = GENERATE(table<int64_t, int64_t>({{1'000, 100'000}, {10'000, 100'000}, {10'001, 100'010}}));
  Order order = AnOrder();
  order.lines[0].paid.minor = order.paid.minor = paid;
  const auto options = Offered(Of({"MARKETING", "FALSE_PROMOTION"}, {"unsafe_food"}), order);
  CHECK(AmountsOf(options) == Amounts{{K::kRefund, paid}, {K::kDamages, damages}});
  CHECK(options[1].required == Authority::kLegal);
  CHECK(options[1].ground == "UNSAFE_FOOD");
}

TEST_CASE("A return within seven days is refunded without a reason", "[compensation]") {
  Order order = AnOrder();
  const auto [hours, refunded] = GENERATE(table<int, bool>({{0, true}, {168, true}, {169, false}}));
  order.parcels[0].deliver_time = kNow - absl::Hours(hours);
  CHECK(Offered(Of({"AFTER_SALES", "RETURN_EXCHANGE"}, {"seven_day_return"}), order).size() == (refunded ? 1 : 0));
}

TEST_CASE("Lateness counts from more than two days on, and its coupon ends at 50 yuan", "[compensation]") {
  Order order = AnOrder();
  const auto [late, paid, coupon] = GENERATE(table<int, int64_t, int64_t>(
      {{48, 12'000, 0}, {49, 12'000, 1'200}, {49, 50'009, 5'000}, {49, 90'000, 5'000}, {49, 19, 1}}));
  order.parcels[0].deliver_time = *order.parcels[0].promised_time + absl::Hours(late);
  order.paid.minor = paid;
  const auto options = Offered(Of({"LOGISTICS", "DELAYED"}), order);
  CHECK(AmountsOf(options) == (coupon == 0 ? Amounts{} : Amounts{{K::kCoupon, coupon}}));
}

TEST_CASE("A price drop counts for 15 days", "[compensation]") {
  Order order = AnOrder();
  const auto [hours, offered] = GENERATE(table<int, bool>({{360, true}, {361, false}}));
  order.pay_time = kNow - absl::Hours(hours);
  CHECK(Offered(Of({"PRICE_DISPUTE", "PRICE_DROP"}), order).empty() != offered);
}

TEST_CASE("What was never sent is refunded", "[compensation]") {
  Order order = AnOrder();
  order.parcels.clear();
  CHECK(AmountsOf(Offered(Of({"ORDER_PROCESSING", "NOT_SHIPPED"}), order)) == Amounts{{K::kRefund, 8'000}});
}

TEST_CASE("The default policy has the bands and limits of the domain", "[compensation]") {
  const RulePolicy policy = LoadPolicyFile("").value();
  CHECK(BandOf(10'000, policy.terms()) == Authority::kSpecialist);
  CHECK(BandOf(100'000, policy.terms()) == Authority::kSupervisor);
  CHECK(BandOf(100'001, policy.terms()) == Authority::kManager);
  CHECK(policy.terms().goodwill_case_max == 10'000);
  CHECK(policy.terms().goodwill_customer_max == 20'000);
  CHECK(policy.terms().goodwill_customer_window == absl::Hours(24 * 90));
  CHECK(DayOf(BusinessTime::ParseRfc3339("2026-11-22T16:00:00Z").value(), policy.terms()) == "2026-11-23");
}

TEST_CASE("A policy that is wrong is refused", "[compensation]") {
  const auto [from, to] =
      GENERATE(table<const char*, const char*>({{"give: GIFT", "give: HUG"},
                                                {"l2: GIFT_MISSING", "l2: gift"},
                                                {"of: gift_value", "off: gift_value"},
                                                {"of: gift_value", "of: moon"},
                                                {"l2: GIFT_MISSING", "l9: GIFT_MISSING"},
                                                {"\"+08:00\"", "Shanghai"},
                                                {"currency: CNY", "currency: yuan"},
                                                {"specialist_max: 10000", "specialist_max: lots"},
                                                {"terms:", "therms:"},
                                                {"id: gift-value", "id: overcharged"},
                                                {"amount: {fixed: 3000}", "amount: {fixed: 3000, of: claimed}"},
                                                {"within_hours: 72", "within_hours: 0"}}));
  const std::string yaml = absl::StrReplaceAll(kDefaultPolicy, {{from, to}});
  REQUIRE(yaml != kDefaultPolicy);
  INFO(from << " -> " << to);
  CHECK(ParsePolicy(yaml).status().code() == absl::StatusCode::kInvalidArgument);
}

TEST_CASE("What is no YAML, or no file, is refused", "[compensation]") {
  CHECK(ReasonOf(ParsePolicy("{").status()) == "INVALID_POLICY");
  CHECK(ReasonOf(ParsePolicy("").status()) == "INVALID_POLICY");
  CHECK(ReasonOf(LoadPolicyFile("/nonexistent/policy.yaml").status()) == "POLICY_FILE");
}

}  // namespace
}  // namespace redress::compensation
