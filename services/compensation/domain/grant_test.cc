#include "services/compensation/domain/grant.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::compensation {
namespace {

constexpr Currency kCny = Currency::Cny();
const BusinessTime kNow = BusinessTime::ParseRfc3339("2026-11-22T12:00:00Z").value();

Terms TheTerms() {
  Terms terms;
  terms.currency = kCny;
  terms.specialist_max = 10'000;
  terms.supervisor_max = 100'000;
  terms.goodwill_case_max = 10'000;
  terms.goodwill_customer_max = 20'000;
  terms.agent_day_max = 30'000;
  terms.budgets_month = {{"refund", 1'000'000}, {"goods", 1'000'000}, {"goodwill", 50'000}, {"damages", 1'000'000}};
  return terms;
}

Option AnOption(RemedyKind kind, int64_t amount, int32_t quantity = 0) {
  Option option;
  option.id = "1";
  option.kind = kind;
  option.order = "orders/1";
  option.line = "1";
  option.amount = {amount, kCny};
  option.quantity = quantity;
  option.line_paid = 200'000;
  option.line_quantity = 3;
  option.order_paid = 300'000;
  return option;
}

Quotation Of(const Option& option) {
  Quotation quotation;
  quotation.id = "q";
  quotation.case_number = "c";
  quotation.options = {option};
  quotation.expire_time = kNow + absl::Hours(1);
  return quotation;
}

GrantCommand Ask(int64_t case_total) {
  GrantCommand command;
  command.option = "1";
  command.proposer = "a-li";
  command.plan_hash = "plan";
  command.case_total = {case_total, kCny};
  return command;
}

GrantCommand Approved(int64_t case_total, Authority authority) {
  GrantCommand command = Ask(case_total);
  command.approval = Approval{"s-wang", authority, "plan", kNow};
  return command;
}

Standing Nothing() {
  Standing standing;
  standing.budget_used = 0;
  return standing;
}

std::string ReasonFor(const Option& option, const GrantCommand& command, const Standing& standing) {
  return ReasonOf(DecideGrant(TheTerms(), Of(option), command, standing, kNow).status());
}

TEST_CASE("A grant carries what was decided, by whom and when", "[compensation]") {
  Standing standing = Nothing();
  standing.occurrences = 2;
  const Grant grant = DecideGrant(TheTerms(), Of(AnOption(RemedyKind::kRefund, 5'000)), Ask(5'000), standing, kNow).value();
  CHECK(grant.state == GrantState::kCommitted);
  CHECK(grant.occurrence == 3);
  CHECK(grant.alone);
  CHECK(grant.proposer == "a-li");
  CHECK(grant.case_number == "c");
  CHECK(grant.commit_time == kNow);
  CHECK(grant.option.amount.minor == 5'000);
}

TEST_CASE("The authority is measured by everything the customer gets in the case", "[compensation]") {
  const Option option = AnOption(RemedyKind::kRefund, 5'000);
  Standing standing = Nothing();
  CHECK(RequiredFor(option, Ask(5'000), standing, TheTerms()) == Authority::kSpecialist);
  CHECK(RequiredFor(option, Ask(10'001), standing, TheTerms()) == Authority::kSupervisor);
  CHECK(RequiredFor(option, Ask(100'001), standing, TheTerms()) == Authority::kManager);
  standing.case_total = 5'001;  // whatever casework says
  CHECK(RequiredFor(option, Ask(5'000), standing, TheTerms()) == Authority::kSupervisor);
  standing.case_total = 95'001;
  CHECK(RequiredFor(option, Ask(5'000), standing, TheTerms()) == Authority::kManager);
  CHECK(RequiredFor(AnOption(RemedyKind::kDamages, 1), Ask(1), Nothing(), TheTerms()) == Authority::kLegal);
  Option flagged = option;
  flagged.required = Authority::kSupervisor;  // whatever the amount
  CHECK(RequiredFor(flagged, Ask(5'000), Nothing(), TheTerms()) == Authority::kSupervisor);
  CHECK(RequiredFor(flagged, Ask(100'001), Nothing(), TheTerms()) == Authority::kManager);
}

TEST_CASE("An approval is there, by somebody else, of this plan, and high enough", "[compensation]") {
  CHECK(CheckApproval(Ask(1), Authority::kSpecialist).ok());
  CHECK(ReasonOf(CheckApproval(Ask(1), Authority::kSupervisor)) == "APPROVAL_MISSING");
  GrantCommand command = Approved(1, Authority::kSupervisor);
  CHECK(CheckApproval(command, Authority::kSupervisor).ok());
  CHECK(ReasonOf(CheckApproval(command, Authority::kManager)) == "APPROVAL_TOO_LOW");
  command.approval->plan_hash = "other";
  CHECK(ReasonOf(CheckApproval(command, Authority::kSupervisor)) == "APPROVAL_OF_ANOTHER_PLAN");
  command = Approved(1, Authority::kLegal);
  command.approval->approver = command.proposer;
  CHECK(ReasonOf(CheckApproval(command, Authority::kSupervisor)) == "APPROVAL_SELF_GIVEN");
}

TEST_CASE("Each authority covers exactly itself and what is below it, and only legal covers damages", "[compensation]") {
  const auto all = {Authority::kSpecialist, Authority::kSupervisor, Authority::kManager, Authority::kLegal};
  for (const Authority given : all) {
    for (const Authority required : all) {
      const bool good = CheckApproval(Approved(1, given), required).ok();
      CHECK(good == (required == Authority::kSpecialist || given >= required));
    }
    const bool damages = ReasonFor(AnOption(RemedyKind::kDamages, 50'000), Approved(50'000, given), Nothing()).empty();
    CHECK(damages == (given == Authority::kLegal));
  }
}

TEST_CASE("Nothing is given on an expired quotation, for an unknown option, or for an apology", "[compensation]") {
  const Option option = AnOption(RemedyKind::kRefund, 5'000);
  Quotation quotation = Of(option);
  quotation.expire_time = kNow;
  CHECK(ReasonOf(DecideGrant(TheTerms(), quotation, Ask(5'000), Nothing(), kNow).status()) == "QUOTATION_EXPIRED");
  GrantCommand other = Ask(5'000);
  other.option = "2";
  CHECK(ReasonFor(option, other, Nothing()) == "OPTION_NOT_FOUND");
  CHECK(ReasonFor(AnOption(RemedyKind::kApology, 0), Ask(0), Nothing()) == "NOTHING_TO_GRANT");
  CHECK(ReasonFor(option, Ask(4'999), Nothing()) == "INVALID_FIELDS");
  GrantCommand dollars = Ask(5'000);
  dollars.case_total.currency = Currency::Parse("USD").value();
  CHECK(ReasonFor(option, dollars, Nothing()) == "INVALID_FIELDS");
}

TEST_CASE("An entitlement is given once at a time", "[compensation]") {
  Standing standing = Nothing();
  standing.taken_by = "g1";
  const auto refused = DecideGrant(TheTerms(), Of(AnOption(RemedyKind::kRefund, 5'000)), Ask(5'000), standing, kNow).status();
  CHECK(ReasonOf(refused) == "ENTITLEMENT_TAKEN");
  CHECK(std::string(refused.message()).find("grants/g1") != std::string::npos);
}

TEST_CASE("Every limit holds to the last fen and refuses the next", "[compensation]") {
  struct Limit {
    const char* reason;
    RemedyKind kind;
    int64_t limit;
    int64_t Standing::*used;
  };
  const Limit limit = GENERATE(Limit{"OVER_PAID_AMOUNT", RemedyKind::kRefund, 200'000, &Standing::line_money},
                               Limit{"OVER_PAID_AMOUNT", RemedyKind::kDifference, 200'000, &Standing::line_money},
                               Limit{"OVER_PAID_AMOUNT", RemedyKind::kRefund, 300'000, &Standing::order_money},
                               Limit{"OVER_CASE_LIMIT", RemedyKind::kCoupon, 10'000, &Standing::case_goodwill},
                               Limit{"OVER_CUSTOMER_LIMIT", RemedyKind::kCoupon, 20'000, &Standing::customer_goodwill},
                               Limit{"OVER_AGENT_LIMIT", RemedyKind::kCoupon, 30'000, &Standing::agent_day},
                               Limit{"OVER_AGENT_LIMIT", RemedyKind::kReship, 30'000, &Standing::agent_day});
  INFO(limit.reason);
  const Option option = AnOption(limit.kind, 3'000, IsGoods(limit.kind) ? 1 : 0);
  Standing standing = Nothing();
  standing.*limit.used = limit.limit - 3'000;
  CHECK(ReasonFor(option, Ask(3'000), standing).empty());
  standing.*limit.used += 1;
  CHECK(ReasonFor(option, Ask(3'000), standing) == limit.reason);
}

TEST_CASE("Goods of a line stay within its pieces, whatever they cost", "[compensation]") {
  Standing standing = Nothing();
  standing.line_pieces = 1;
  CHECK(ReasonFor(AnOption(RemedyKind::kReship, 100, 2), Ask(100), standing).empty());
  CHECK(ReasonFor(AnOption(RemedyKind::kExchange, 100, 3), Ask(100), standing) == "OVER_QUANTITY");
}

TEST_CASE("A budget holds to the last fen, and without one nothing is given", "[compensation]") {
  const Option option = AnOption(RemedyKind::kCoupon, 3'000);
  Standing standing = Nothing();
  standing.budget_used = 47'000;
  CHECK(ReasonFor(option, Ask(3'000), standing).empty());
  standing.budget_used = 47'001;
  CHECK(ReasonFor(option, Ask(3'000), standing) == "OVER_BUDGET");
  standing.budget_used = absl::nullopt;
  CHECK(ReasonFor(option, Ask(3'000), standing) == "NO_BUDGET");
}

TEST_CASE("Goodwill limits do not touch what makes good, and an approval lifts the agent's own", "[compensation]") {
  Standing standing = Nothing();
  standing.case_goodwill = standing.customer_goodwill = 1'000'000;
  CHECK(ReasonFor(AnOption(RemedyKind::kRefund, 3'000), Ask(3'000), standing).empty());
  standing = Nothing();
  standing.agent_day = 1'000'000;
  CHECK(ReasonFor(AnOption(RemedyKind::kRefund, 3'000), Approved(3'000, Authority::kSupervisor), standing).empty());
}

TEST_CASE("A grant moves with its time and its word, and not otherwise", "[compensation]") {
  Grant grant = DecideGrant(TheTerms(), Of(AnOption(RemedyKind::kRefund, 5'000)), Ask(5'000), Nothing(), kNow).value();
  CHECK(ReasonOf(Move(grant, GrantEvent::kSucceed, "r1", kNow).status()) == "ILLEGAL_TRANSITION");
  grant = Move(grant, GrantEvent::kAsk, "", kNow).value();
  const Grant failed = Move(grant, GrantEvent::kFail, "OUT_OF_STOCK", kNow).value();
  CHECK(failed.failure_reason == "OUT_OF_STOCK");
  CHECK(failed.fail_time == kNow);
  const Grant paid = Move(grant, GrantEvent::kSucceed, "r1", kNow).value();
  CHECK(paid.result_reference == "r1");
  CHECK(paid.pay_time == kNow);
  CHECK(paid.version == 3);
  const Grant reversed = Move(paid, GrantEvent::kReverse, "double", kNow + absl::Hours(1)).value();
  CHECK(reversed.state == GrantState::kReversed);
  CHECK(reversed.reverse_reason == "double");
  CHECK(reversed.reverse_time == kNow + absl::Hours(1));
}

}  // namespace
}  // namespace redress::compensation
