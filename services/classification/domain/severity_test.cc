#include "services/classification/domain/severity.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::classification {
namespace {

SeverityRule Rule() {
  SeverityRule rule;
  rule.version = "1";
  rule.vip_level_min = 3;
  rule.amount_min = {200'000, Currency::Cny()};
  rule.levels = {
      {Severity::kCritical, {"safety", "channel_regulator", "media_with_reach"}},
      {Severity::kUrgent, {"emotion_furious", "vip", "urgent_goods", "payment_blocked", "amount", "escalation_risk_high"}},
      {Severity::kOrdinary, {}}};
  rule.non_complaint_raised_by = {"safety", "channel_regulator"};
  return rule;
}

SeverityFacts With(const std::string& kind, const std::string& value) {
  SeverityFacts facts;
  facts.signals = {{kind, value, {}}};
  return facts;
}
SeverityFacts Regulator() {
  SeverityFacts facts;
  facts.channel_regulator = true;
  return facts;
}
SeverityFacts Vip(int level) {
  SeverityFacts facts;
  facts.vip_level = level;
  return facts;
}
SeverityFacts Paid(int64_t minor, const std::string& currency) {
  SeverityFacts facts;
  facts.amount_paid = Money{minor, Currency::Parse(currency).value()};
  return facts;
}

TEST_CASE("each condition gives its level", "[classification]") {
  using Reasons = std::vector<std::string>;
  const auto [facts, severity, reasons] = GENERATE(table<SeverityFacts, Severity, Reasons>({
      {SeverityFacts{}, Severity::kOrdinary, {}},
      {With("safety", "fire"), Severity::kCritical, {"safety"}},
      {With("safety", "injury"), Severity::kCritical, {"safety"}},
      {With("safety", "child"), Severity::kCritical, {"safety"}},
      {With("safety", "food_safety"), Severity::kCritical, {"safety"}},
      {Regulator(), Severity::kCritical, {"channel_regulator"}},
      {With("escalation_risk", "reach"), Severity::kCritical, {"media_with_reach"}},
      {With("escalation_risk", "media"), Severity::kUrgent, {"escalation_risk_high"}},
      {With("escalation_risk", "high"), Severity::kUrgent, {"escalation_risk_high"}},
      {With("emotion", "furious"), Severity::kUrgent, {"emotion_furious"}},
      {With("emotion", "upset"), Severity::kOrdinary, {}},
      {With("emotion", "calm"), Severity::kOrdinary, {}},
      {With("urgent_goods", "medical"), Severity::kUrgent, {"urgent_goods"}},
      {With("urgent_goods", "perishable"), Severity::kUrgent, {"urgent_goods"}},
      {With("urgent_goods", "dated_gift"), Severity::kUrgent, {"urgent_goods"}},
      {With("payment_blocked", "blocked"), Severity::kUrgent, {"payment_blocked"}},
      {With("malicious_risk", "suspected"), Severity::kOrdinary, {}},
      {With("counterfeit_claim", "claimed"), Severity::kOrdinary, {}},
      {With("intent", "invoice"), Severity::kOrdinary, {}},
      {Vip(2), Severity::kOrdinary, {}},
      {Vip(3), Severity::kUrgent, {"vip"}},
      {Paid(199'999, "CNY"), Severity::kOrdinary, {}},
      {Paid(200'000, "CNY"), Severity::kUrgent, {"amount"}},
      {Paid(900'000, "JPY"), Severity::kOrdinary, {}},  // another currency does not count
  }));
  CHECK(DecideSeverity(Rule(), facts) == SeverityDecision{severity, reasons});
}

TEST_CASE("all conditions of the level that holds are told, none of lower ones", "[classification]") {
  SeverityFacts facts = Vip(3);
  facts.signals = {{"emotion", "furious", {}}};
  CHECK(DecideSeverity(Rule(), facts).reasons == std::vector<std::string>{"emotion_furious", "vip"});
  facts.channel_regulator = true;
  CHECK(DecideSeverity(Rule(), facts) == SeverityDecision{Severity::kCritical, {"channel_regulator"}});
}

TEST_CASE("what is no complaint is ordinary, unless it is dangerous", "[classification]") {
  SeverityFacts facts = Vip(3);
  facts.is_complaint = false;
  CHECK(DecideSeverity(Rule(), facts) == SeverityDecision{});
  facts.signals = {{"safety", "fire", {}}};
  CHECK(DecideSeverity(Rule(), facts) == SeverityDecision{Severity::kCritical, {"safety"}});
}

TEST_CASE("a condition that the rule does not name does not count", "[classification]") {
  SeverityRule rule = Rule();
  rule.levels[0].any = {"channel_regulator"};
  CHECK(DecideSeverity(rule, With("safety", "fire")) == SeverityDecision{});
}

TEST_CASE("every condition has a name that the rule may use", "[classification]") {
  SeverityRule rule = Rule();
  for (const absl::string_view name : SeverityConditions()) rule.levels[2].any.emplace_back(name);
  CHECK(CheckSeverityRule(rule).ok());
}

TEST_CASE("a rule that is wrong is refused", "[classification]") {
  SeverityRule rule = Rule();
  SECTION("no version") {
    rule.version = "";
  }
  SECTION("an unknown condition") {
    rule.levels[1].any.push_back("weather");
  }
  SECTION("an unknown condition for non-complaints") {
    rule.non_complaint_raised_by = {"weather"};
  }
  SECTION("levels upside down") {
    std::swap(rule.levels[0], rule.levels[1]);
  }
  SECTION("a level twice") {
    rule.levels.push_back(rule.levels[2]);
  }
  SECTION("no levels") {
    rule.levels.clear();
  }
  SECTION("no amount") {
    rule.amount_min.minor = 0;
  }
  SECTION("a VIP level that nobody lacks") {
    rule.vip_level_min = 0;
  }
  CHECK(ReasonOf(CheckSeverityRule(rule)) == "INVALID_SEVERITY_RULE");
}

TEST_CASE("severities have names", "[classification]") {
  for (const Severity severity : {Severity::kOrdinary, Severity::kUrgent, Severity::kCritical}) {
    CHECK(SeverityOf(SeverityName(severity)) == severity);
  }
  CHECK_FALSE(SeverityOf("mild").has_value());
}

}  // namespace
}  // namespace redress::classification
