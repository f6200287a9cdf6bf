#include "services/compensation/domain/rule_policy.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::compensation {
namespace {

Terms GoodTerms() {
  Terms terms;
  terms.version = "1";
  terms.currency = Currency::Cny();
  terms.specialist_max = 1;
  terms.supervisor_max = 2;
  terms.goodwill_case_max = 1;
  terms.goodwill_customer_max = 1;
  terms.goodwill_customer_window = absl::Hours(1);
  terms.agent_day_max = 1;
  terms.quotation_ttl = absl::Hours(1);
  terms.coupon_valid_days = 1;
  terms.budgets_month = {{"refund", 0}, {"goods", 0}, {"goodwill", 0}, {"damages", 0}};
  return terms;
}

Rule GoodRule(const std::string& id) {
  Rule rule;
  rule.id = id;
  rule.when = {{"l1", ParseUnaryTest("LOGISTICS").value()}};
  rule.give = RemedyKind::kCoupon;
  rule.amount.fixed = 500;
  rule.within = absl::Hours(1);
  rule.reason_zh = "晚到";
  rule.reason_en = "late";
  return rule;
}

std::vector<std::string> FaultsOf(const Terms& terms, const std::vector<RuleTable>& tables) {
  std::vector<std::string> fields;
  for (const auto& violation : ViolationsOf(RulePolicy::Make(terms, tables).status())) fields.push_back(violation.field);
  return fields;
}

std::vector<Offer> Decide(const Rule& rule, const FactMap& facts) {
  return RulePolicy::Make(GoodTerms(), {{"goodwill", {rule}}}).value().Decide(facts).value();
}

TEST_CASE("A rule fires when all of its conditions hold, and an absent fact holds none", "[compensation]") {
  Rule rule = GoodRule("late");
  rule.when.push_back({"hours_late", ParseUnaryTest("> 48").value()});
  CHECK(Decide(rule, {{"l1", std::string("LOGISTICS")}, {"hours_late", int64_t{49}}}).size() == 1);
  CHECK(Decide(rule, {{"l1", std::string("LOGISTICS")}, {"hours_late", int64_t{48}}}).empty());
  CHECK(Decide(rule, {{"l1", std::string("LOGISTICS")}}).empty());
  rule.when[1].test = ParseUnaryTest("not(1)").value();
  CHECK(Decide(rule, {{"l1", std::string("LOGISTICS")}}).empty());
}

TEST_CASE("An amount is a share of a fact, down to whole fen, between its bounds", "[compensation]") {
  Rule rule = GoodRule("late");
  rule.amount = {.of = "order_paid", .percent = 10, .at_least = 100, .at_most = 5'000};
  const auto [paid, amount] =
      GENERATE(table<int64_t, int64_t>({{0, 100}, {1'000, 100}, {1'999, 199}, {50'000, 5'000}, {50'009, 5'000}}));
  const auto offers = Decide(rule, {{"l1", std::string("LOGISTICS")}, {"order_paid", paid}});
  REQUIRE(offers.size() == 1);
  CHECK(offers[0].amount == amount);
  CHECK(offers[0].rule == "goodwill/late");
}

TEST_CASE("An amount of a fact that is absent is nothing", "[compensation]") {
  Rule rule = GoodRule("late");
  rule.amount = {.of = "order_paid", .at_least = 100, .at_most = {}};
  CHECK(Decide(rule, {{"l1", std::string("LOGISTICS")}})[0].amount == 0);
}

TEST_CASE("An amount that does not fit is an error, not a wrong amount", "[compensation]") {
  Rule rule = GoodRule("late");
  rule.amount = {.of = "order_paid", .percent = 300, .at_least = {}, .at_most = {}};
  const auto policy = RulePolicy::Make(GoodTerms(), {{"goodwill", {rule}}}).value();
  const FactMap facts = {{"l1", std::string("LOGISTICS")}, {"order_paid", std::numeric_limits<int64_t>::max()}};
  CHECK(ReasonOf(policy.Decide(facts).status()) == "MONEY_OVERFLOW");
}

TEST_CASE("A good policy is taken", "[compensation]") {
  CHECK(RulePolicy::Make(GoodTerms(), {{"goodwill", {GoodRule("a"), GoodRule("b")}}}).ok());
}

TEST_CASE("Every fault of the terms is named", "[compensation]") {
  CHECK(FaultsOf(Terms(), {{"goodwill", {GoodRule("a")}}}) ==
        std::vector<std::string>{"terms.version", "terms.currency", "terms.specialist_max", "terms.supervisor_max",
                                 "terms.goodwill_case_max", "terms.goodwill_customer_days", "terms.agent_day_max",
                                 "terms.quotation_valid_hours", "terms.coupon_valid_days", "terms.budgets_month.refund",
                                 "terms.budgets_month.goods", "terms.budgets_month.goodwill", "terms.budgets_month.damages"});
  Terms terms = GoodTerms();
  terms.goodwill_customer_max = 0;
  terms.budgets_month["gifts"] = 1;
  CHECK(FaultsOf(terms, {{"goodwill", {GoodRule("a")}}}) ==
        std::vector<std::string>{"terms.goodwill_customer_max", "terms.budgets_month"});
}

TEST_CASE("Every fault of a rule is named", "[compensation]") {
  Rule rule = GoodRule("a");
  rule.when.push_back({"phase_of_moon", ParseUnaryTest("1").value()});
  rule.amount = {.of = "category", .percent = 0, .at_least = 5, .at_most = 4};
  rule.reason_zh.clear();
  rule.reason_en.clear();
  rule.within = absl::ZeroDuration();
  rule.ground = "COUNTERFEIT";
  CHECK(FaultsOf(GoodTerms(), {{"t", {rule}}}) == std::vector<std::string>{"t/a.when.phase_of_moon", "t/a.amount.of",
                                                                           "t/a.amount.percent", "t/a.amount", "t/a.reason_zh",
                                                                           "t/a.reason_en", "t/a.within_hours", "t/a.ground"});
}

TEST_CASE("Ids are well formed and unique, tables are not empty", "[compensation]") {
  CHECK(FaultsOf(GoodTerms(), {{"t", {GoodRule("a"), GoodRule("a")}}}) == std::vector<std::string>{"t/a"});
  CHECK(FaultsOf(GoodTerms(), {{"t", {GoodRule("A b")}}}) == std::vector<std::string>{"t/A b"});
  CHECK(FaultsOf(GoodTerms(), {{"t", {}}}) == std::vector<std::string>{"t"});
  CHECK(FaultsOf(GoodTerms(), {}) == std::vector<std::string>{"tables"});
}

TEST_CASE("Everything but an apology costs something, damages say their ground", "[compensation]") {
  Rule rule = GoodRule("a");
  rule.amount.fixed = 0;
  CHECK(FaultsOf(GoodTerms(), {{"t", {rule}}}) == std::vector<std::string>{"t/a.amount"});
  rule.give = RemedyKind::kApology;
  CHECK(FaultsOf(GoodTerms(), {{"t", {rule}}}).empty());
  rule = GoodRule("a");
  rule.give = RemedyKind::kDamages;
  CHECK(FaultsOf(GoodTerms(), {{"t", {rule}}}) == std::vector<std::string>{"t/a.ground"});
}

}  // namespace
}  // namespace redress::compensation
