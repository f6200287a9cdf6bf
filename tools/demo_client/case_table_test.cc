#include "tools/demo_client/case_table.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "tools/demo_client/test_results.h"

namespace redress::demo {
namespace {

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::map<std::string, CaseOutcome> SomeCases() {
  std::map<std::string, CaseOutcome> cases;
  cases["cases/261122-00000001-23"] = ClosedOutcome("cases/261122-00000001-23");
  CaseOutcome& open = cases["cases/261122-00000002-20"];
  open.known = true;
  open.one.set_state(casework::v1::Case::STATE_EXECUTING);
  open.one.set_reopen_count(1);
  open.remains = "EXECUTING: Do step s1, by agents/a-li";
  compensation::v1::Grant& failed = open.grants.emplace_back();
  failed.set_kind(compensation::v1::REMEDY_KIND_COUPON);
  failed.set_state(compensation::v1::Grant::STATE_FAILED);
  failed.set_failure_reason("ORDER_NOT_FOUND");
  failed.mutable_amount()->set_currency_code("CNY");
  failed.mutable_amount()->set_amount_minor(5'000);
  return cases;
}

std::string Totals(const Books& books) {
  std::ostringstream out;
  PrintCaseTotals(out, SomeCases(), books, /*colours=*/false);
  return out.str();
}

}  // namespace

TEST_CASE("A case shows what it gave, who approved it, and what remains of one that is not over", "[demo]") {
  std::ostringstream out;
  PrintCases(out, SomeCases(), {});
  const std::string text = out.str();
  CHECK(Has(text, "REFUND CNY 120.00"));
  CHECK(Has(text, "a-guo-jiahao (SUPERVISOR)"));
  CaseOutcome twice = ClosedOutcome("cases/1");
  twice.grants.push_back(twice.grants[0]);
  CHECK(RemediesText(twice) == "REFUND 2× CNY 240.00");
  CHECK(Has(text, "[COUPON CNY 50.00 ORDER_NOT_FOUND]"));
  CHECK(Has(text, "EXECUTING ↻"));
  CHECK(Has(text, "Not over yet\n  261122-00000002-20  EXECUTING: Do step s1, by agents/a-li\n"));
}

TEST_CASE("What people did is shown where nothing was granted", "[demo]") {
  CaseOutcome outcome;
  casework::v1::Plan& plan = *outcome.one.mutable_plan();
  for (const auto kind :
       {casework::v1::PlanStep::KIND_APOLOGY, casework::v1::PlanStep::KIND_REMEDY, casework::v1::PlanStep::KIND_PERSON}) {
    casework::v1::PlanStep& step = *plan.add_steps();
    step.set_kind(kind);
    step.set_state(casework::v1::PlanStep::STATE_DONE);
  }
  CHECK(RemediesText(outcome) == "APOLOGY, PERSON");
  CHECK(ApprovedBy(outcome.one).empty());
  plan.set_answer(casework::v1::Plan::ANSWER_ACCEPTED);
  plan.set_required_authority(compensation::v1::AUTHORITY_SPECIALIST);
  CHECK(ApprovedBy(outcome.one) == "own authority");
}

TEST_CASE("The totals count cases and sum what was given, without what failed", "[demo]") {
  Books books{compensation::v1::VerifyLedgerResponse(), casework::v1::VerifyAuditResponse()};
  books.ledger->set_entry_count(2);
  books.audit->set_entry_count(30);
  books.audit->set_case_count(2);
  CHECK(books.Verdict().ok());
  const std::string text = Totals(books);
  CHECK(Has(text, "2: 1 CLOSED, 1 EXECUTING"));
  CHECK(Has(text, "1 by somebody else than their proposer; reopened (↻): 1"));
  CHECK(Has(text, "REFUND        1       ·  CNY 120.00"));
  CHECK(Has(text, "ALL           1       1  CNY 120.00"));
  CHECK(Has(text, "30 entries of 2 cases, every hash recomputed ✓"));
}

TEST_CASE("A fault in the books or the trail is named and ends the demo badly", "[demo]") {
  Books books{compensation::v1::VerifyLedgerResponse(), casework::v1::VerifyAuditResponse()};
  books.audit->add_broken("cases/1/timeline/3");
  CHECK(ReasonOf(books.Verdict()) == "AUDIT_BROKEN");
  auto& fault = *books.ledger->add_faults();
  fault.set_reason("UNBALANCED");
  fault.set_subject("accounts/paid");
  CHECK(ReasonOf(books.Verdict()) == "LEDGER_FAULTS");
  CHECK(Has(Totals(books), "UNBALANCED accounts/paid"));
  CHECK(Has(Totals(books), "changed: cases/1/timeline/3"));
  books.ledger = absl::UnavailableError("away");
  CHECK(absl::IsUnavailable(books.Verdict()));
  CHECK(Has(Totals(books), "could not be checked: away"));
}

}  // namespace redress::demo
