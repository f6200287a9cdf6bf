#include "tools/redressctl/case_view.h"

#include <catch2/catch.hpp>
#include <sstream>

namespace redress::ctl {
namespace {

namespace v1 = casework::v1;

v1::Case Planned() {
  v1::Case one;
  one.set_name("cases/261122-00000001-23");
  one.set_state(v1::Case::STATE_APPROVAL_PENDING);
  one.add_next_states(v1::Case::STATE_INVESTIGATING);
  one.add_next_states(v1::Case::STATE_EXECUTING);
  one.mutable_tag()->set_l1("LOGISTICS");
  one.mutable_tag()->set_l2("LOST");
  one.set_tag_confirmed(true);
  one.set_owner("agents/a-wang-lei");
  v1::ChecklistItem& item = *one.add_checklist();
  item.set_kind("ORDER");
  item.set_result(v1::ChecklistItem::RESULT_CONFIRMED);
  item.set_finding("1 order found");
  one.add_checklist()->set_kind("PRODUCT_STATE");
  v1::EvidenceRequest& asked = *one.add_evidence_requests();
  asked.set_id("e1");
  asked.set_party(v1::PARTY_CARRIER);
  asked.set_state(v1::EvidenceRequest::STATE_DEFAULTED);
  asked.set_question("where is it?");
  asked.set_default_on_silence("it is lost");
  v1::Plan& plan = *one.mutable_plan();
  plan.set_number(2);
  plan.set_proposer("agents/a-wang-lei");
  plan.set_hash("abc");
  plan.set_answer(v1::Plan::ANSWER_ACCEPTED);
  plan.set_required_authority(compensation::v1::AUTHORITY_SUPERVISOR);
  type::v1::Money& total = *plan.add_totals();
  total.set_currency_code("CNY");
  total.set_amount_minor(12'345);
  v1::PlanStep& step = *plan.add_steps();
  step.set_id("s1");
  step.set_kind(v1::PlanStep::KIND_REMEDY);
  step.set_state(v1::PlanStep::STATE_PENDING);
  step.set_quotation("quotations/q-1");
  step.set_option("2");
  v1::ApprovalRequest& approval = *one.mutable_approval();
  approval.set_id("a1");
  approval.set_state(v1::ApprovalRequest::STATE_PENDING);
  approval.set_required_authority(compensation::v1::AUTHORITY_SUPERVISOR);
  return one;
}

std::string Shown(const v1::Case& one, const v1::NextStep* next) {
  std::ostringstream out;
  ShowCase(out, one, next, /*colours=*/false);
  return out.str();
}

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("A case shows where it stands, where it may go and what is next", "[redressctl]") {
  v1::NextStep next;
  next.set_en("Decide on the plan");
  next.set_who("SUPERVISOR");
  const std::string text = Shown(Planned(), &next);
  CHECK(Has(text, "APPROVAL_PENDING  → INVESTIGATING, EXECUTING\n"));
  CHECK(Has(text, "Decide on the plan  by SUPERVISOR\n"));
  CHECK(Has(text, "LOGISTICS/LOST  (confirmed)\n"));
  CHECK(Has(text, "ORDER          CONFIRMED  1 order found"));
  CHECK(Has(text, "PRODUCT_STATE  open"));
  CHECK(Has(text, "silence: it is lost"));
}

TEST_CASE("A case shows its plan with what it gives, and who has to say yes", "[redressctl]") {
  const std::string text = Shown(Planned(), nullptr);
  CHECK(Has(text, "Plan 2 by a-wang-lei, CNY 123.45 in all, needs SUPERVISOR: ACCEPTED"));
  CHECK(Has(text, "q-1/2"));
  CHECK(Has(text, "Approval a1: PENDING"));
  CHECK_FALSE(Has(text, "next step"));
}

TEST_CASE("A case that is over shows how it ended", "[redressctl]") {
  v1::Case one;
  one.set_state(v1::Case::STATE_CLOSED);
  v1::Closing& closing = *one.mutable_closing();
  closing.set_finding(v1::Closing::FINDING_PARTLY);
  closing.set_responsible_party(v1::PARTY_CARRIER);
  closing.set_root_cause("PARCEL_LOST");
  closing.add_remedies_granted(compensation::v1::REMEDY_KIND_REFUND);
  closing.add_remedies_granted(compensation::v1::REMEDY_KIND_COUPON);
  closing.set_review_due(true);
  const std::string text = Shown(one, nullptr);
  CHECK(Has(text, "Closed\n"));
  CHECK(Has(text, "PARTLY"));
  CHECK(Has(text, "REFUND, COUPON"));
  CHECK(Has(text, "due\n"));
  one.mutable_closing()->set_rejection_reason("订单不存在");
  CHECK(Has(Shown(one, nullptr), "Rejected\n"));
}

}  // namespace redress::ctl
