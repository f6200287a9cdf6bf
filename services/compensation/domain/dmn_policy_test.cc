// Domain.md §7, row by row, against the policy that comes with this build.
#include "services/compensation/domain/dmn_policy.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>

#include "absl/strings/str_replace.h"
#include "libs/base/error.h"
#include "services/compensation/app/built_in_policy.h"
#include "services/compensation/domain/options.h"

namespace redress::compensation {
namespace {

constexpr Currency kCny = Currency::Cny();
const BusinessTime kNow = BusinessTime::ParseRfc3339("2026-11-22T12:00:00Z").value();
using Amounts = std::vector<std::pair<RemedyKind, int64_t>>;
using K = RemedyKind;

const DmnPolicy& BuiltIn() {
  static const auto* const policy = new DmnPolicy(DmnPolicy::Make("1", BuiltInPolicy()).value());
  return *policy;
}

// The built-in policy with every `from` in it replaced.
PolicyFiles Changed(const std::string& from, const std::string& to) {
  PolicyFiles files = BuiltInPolicy();
  bool found = false;
  for (PolicyFile& file : files) {
    const std::string text = absl::StrReplaceAll(file.text, {{from, to}});
    found = found || text != file.text;
    file.text = text;
  }
  if (!found) throw std::runtime_error("the policy does not say " + from);
  return files;
}

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
  return OptionsOf(BuiltIn(), SubjectsOf(claim, {order}, kCny, kNow).value()).value().options;
}

Claim Of(Tag cause, std::vector<std::string> findings = {}) {
  Claim claim;
  claim.cause = std::move(cause);
  claim.findings = std::move(findings);
  claim.lines = {{"orders/1", "1", 0}};
  claim.claimed = Money{1'200, kCny};
  return claim;
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
  const DmnPolicy& policy = BuiltIn();
  CHECK(BandOf(10'000, policy.terms()) == Authority::kSpecialist);
  CHECK(BandOf(100'000, policy.terms()) == Authority::kSupervisor);
  CHECK(BandOf(100'001, policy.terms()) == Authority::kManager);
  CHECK(policy.terms().goodwill_case_max == 10'000);
  CHECK(policy.terms().goodwill_customer_max == 20'000);
  CHECK(policy.terms().goodwill_customer_window == absl::Hours(24 * 90));
  CHECK(DayOf(BusinessTime::ParseRfc3339("2026-11-22T16:00:00Z").value(), policy.terms()) == "2026-11-23");
}

TEST_CASE("The built-in policy has no finding at all", "[compensation]") {
  for (const PolicyFinding& finding : CheckPolicy(BuiltInPolicy())) {
    FAIL_CHECK(finding.kind << " " << finding.file << ":" << finding.line << " " << finding.table << ": " << finding.message);
  }
}

TEST_CASE("Without an order there is an apology at most, and an enquiry is no complaint", "[compensation]") {
  Claim claim = Of({"SERVICE_ATTITUDE", "RUDE"}, {"counterfeit"});
  claim.lines.clear();
  CHECK(AmountsOf(Offered(claim)) == Amounts{{K::kApology, 0}});
  CHECK(Offered(Of({"OTHER", "ENQUIRY"})).empty());
  CHECK(Offered(Of({"OTHER", "ENQUIRY"}, {"counterfeit"})).size() == 2);
}

TEST_CASE("A decision tells what it looked at and which rule fired", "[compensation]") {
  const auto subjects = SubjectsOf(Of({"LOGISTICS", "DELAYED"}), {AnOrder()}, kCny, kNow).value();
  const auto made = OptionsOf(BuiltIn(), subjects).value().decisions;
  const auto named = [&](const std::string& name) {
    return *std::find_if(made.begin(), made.end(), [&](const Explained& e) { return e.decision == name; });
  };
  const Explained goodwill = named("goodwill");
  CHECK(goodwill.subject == "orders/1/lines/1");
  CHECK(goodwill.facts == NamedFacts{{"hours_late", "60"}, {"l1", "LOGISTICS"}, {"l2", "DELAYED"}, {"order_paid", "12009"}});
  REQUIRE(goodwill.rules.size() == 1);
  CHECK(goodwill.rules[0].rule == "late");
  CHECK(goodwill.rules[0].says[1] == std::pair<std::string, std::string>{"amount", "1200"});
  CHECK(goodwill.rules[0].says[4].second == "A coupon for a delay of more than two days");
  CHECK(named("eligibility").rules[0].rule == "complaint");
  CHECK(named("authority").subject == "options/1");
  CHECK(named("authority").rules[0].rule == "specialist");
  CHECK(named("make-good").rules.empty());
}

TEST_CASE("What is kept of a quotation makes the same options again, bit for bit", "[compensation]") {
  Order order = AnOrder();
  order.lines.push_back({.id = "10", .quantity = 3, .paid = {4'000, kCny}, .refunded = 1'500, .price_now = {}, .gift_value = {}});
  order.lines.push_back({.id = "2", .quantity = 1, .paid = {9, kCny}, .price_now = {}, .gift_value = {}});
  Claim claim = Of({"PRODUCT_QUALITY", ""}, {"unsafe_food"});
  claim.lines = {{"orders/1", "2", 0}, {"orders/1", "10", 2}, {"orders/1", "1", 1}};
  claim.region = "CN_31";
  const auto subjects = SubjectsOf(claim, {order}, kCny, kNow).value();
  const auto again = SubjectsFrom(NamedFactsOf(subjects), kCny).value();
  Quotation was, is;
  const auto fill = [](const std::vector<Subject>& of, Quotation* quotation) {
    auto offered = OptionsOf(BuiltIn(), of).value();
    quotation->options = std::move(offered.options);
    quotation->decisions = std::move(offered.decisions);
  };
  fill(subjects, &was);
  fill(again, &is);
  CHECK(was.options.size() > 6);
  CHECK(HashOf(was) == HashOf(is));
  CHECK(was.decisions == is.decisions);
}

TEST_CASE("An amount that does not fit is an error, not a wrong amount", "[compensation]") {
  const FactMap facts = {{"l1", std::string("LOGISTICS")},
                         {"l2", std::string("")},
                         {"has_order", true},
                         {"counterfeit", true},
                         {"unsafe_food", false},
                         {"seven_day_return", false},
                         {"line_paid", std::numeric_limits<int64_t>::max()}};
  CHECK(ReasonOf(BuiltIn().Decide(facts).status()) == "MONEY_OVERFLOW");
}

TEST_CASE("An amount of a fact that is absent is nothing", "[compensation]") {
  const FactMap facts = {{"l1", std::string("PRICE_DISPUTE")},
                         {"l2", std::string("PRICE_DROP")},
                         {"has_order", true},
                         {"hours_since_paid", int64_t{1}}};
  const Verdict verdict = BuiltIn().Decide(facts).value();
  REQUIRE(verdict.offers.size() == 1);
  CHECK(verdict.offers[0].amount == 0);
}

TEST_CASE("Other figures under the same rules", "[compensation]") {
  const DmnPolicy other = BuiltIn().With([](Terms* terms) { terms->agent_day_max = 7; });
  CHECK(other.terms().agent_day_max == 7);
  CHECK(BuiltIn().terms().agent_day_max == 300'000);
}

TEST_CASE("A policy that is wrong is refused, with the place", "[compensation]") {
  const auto [from, to, what] = GENERATE(table<const char*, const char*, const char*>({
      {"\"GIFT\"</text>", "\"HUG\"</text>", "remedy must be the word of a remedy"},
      {"name=\"gift_value\"", "name=\"moon\"", "`moon` is no fact"},
      {"<text>gift_value</text>", "<text>gift_valu</text>", ""},
      {"name=\"hours_late\" typeRef=\"number\"", "name=\"hours_late\" typeRef=\"string\"", ""},
      {"\"+08:00\"", "\"Shanghai\"", "`time zone` must be an offset"},
      {"\"CNY\"", "\"yuan\"", ""},
      {"<text>500000000</text>", "<text>\"lots\"</text>", "must be a whole number"},
      {"<decision id=\"goodwill\" name=\"goodwill\"", "<decision id=\"goodwill\" name=\"good\"", "no file has this decision"},
      {"<description>gift-value", "<description>overcharged", "once in its table"},
      {"<description>gift-value", "<description>Gift Value", "[a-z0-9-]"},
      {"<text>24</text>", "<text>0</text>", "within_hours must be a positive number"},
      {"<text>5000</text>", "<text>0</text>", "amount must be positive"},
      {"<text>\"COUNTERFEIT\"</text>", "<text></text>", "ground must be there for damages"},
      {"<text>min(5000", "<text>min(today(), 5000", "knows no time but its facts"},
      {"<text>&lt;= 10000</text>", "<text>&lt;= 10001</text>", "both rules match"},
      {"<text>90</text>", "<text>0</text>", "must be positive"},
      {"<text>20000</text>", "<text>1</text>", "must be at least goodwill_case_max"},
  }));
  INFO(from << " -> " << to);
  const std::vector<PolicyFinding> findings = CheckPolicy(Changed(from, to));
  CHECK(ReasonOf(ErrorOf(findings)) == "INVALID_POLICY");
  CHECK(std::any_of(findings.begin(), findings.end(), [&, what = what](const PolicyFinding& finding) {
    return finding.error && finding.message.find(what) != std::string::npos;
  }));
}

TEST_CASE("A gap is told with an input as an example, and does not keep a policy away", "[compensation]") {
  const auto findings = CheckPolicy(Changed("not(\"OTHER\")", "not(\"OTHER\", \"MARKETING\")"));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].kind == "GAP");
  CHECK(findings[0].table == "eligibility");
  CHECK(findings[0].line > 1);
  CHECK_FALSE(findings[0].error);
  CHECK(findings[0].example[1] == std::pair<std::string, std::string>{"kind of complaint", "\"MARKETING\""});
}

TEST_CASE("A gap where somebody has to say yes is an error", "[compensation]") {
  CHECK(ReasonOf(ErrorOf(CheckPolicy(Changed("<text>&gt; 100000</text>", "<text>&gt; 100001</text>")))) == "INVALID_POLICY");
}

TEST_CASE("What is no DMN, or nothing at all, is refused", "[compensation]") {
  CHECK(ReasonOf(DmnPolicy::Make("2", {}).status()) == "INVALID_POLICY");
  PolicyFiles files = BuiltInPolicy();
  files[0].text = "<a>";
  CHECK(ReasonOf(DmnPolicy::Make("2", files).status()) == "INVALID_POLICY");
}

}  // namespace
}  // namespace redress::compensation
