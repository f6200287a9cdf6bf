#include "tools/agents/next_move.h"

#include <catch2/catch.hpp>

#include "libs/proto/values.h"
#include "redress/casework/v1/casework_requests.pb.h"
#include "tools/agents/chance.h"
#include "tools/agents/outsiders.h"

namespace redress::agents {
namespace {

namespace v1 = casework::v1;
using Item = routing::v1::WorkItem;
using State = v1::Case;
const BusinessTime kNow = BusinessTime::FromUnixMicros(1'700'000'000'000'000);
constexpr char kMe[] = "agents/a-me";

// A name for which the chances are as the test wants them.
template <class Wanted>
std::string NameWhere(Wanted wanted) {
  for (int i = 0;; ++i) {
    std::string name = absl::StrCat("cases/", i);
    if (wanted(name)) return name;
  }
}

bool Plain(const std::string& name) {
  return !Chance(name, "evidence", 25) && !Chance(name, "task", 20) && AnswersByLink(name, 1) &&
         !Chance(name, "contradicted", 10) && !Chance(name, "approval-refused", 6);
}

v1::Case CaseIn(State::State state) {
  static const std::string name = NameWhere(Plain);
  v1::Case one;
  one.set_name(name);
  one.set_state(state);
  one.set_owner(kMe);
  one.mutable_tag()->set_l1("LOGISTICS");
  one.mutable_tag()->set_l2("LOST");
  one.set_tag_confirmed(true);
  one.set_severity(type::v1::SEVERITY_ORDINARY);
  for (const char* kind : {"ORDER", "TRANSACTION", "PRODUCT_STATE", "DELIVERY_RECORD"}) {
    v1::ChecklistItem& item = *one.add_checklist();
    item.set_kind(kind);
    item.set_result(v1::ChecklistItem::RESULT_CONFIRMED);
  }
  return one;
}

Reading Understood() {
  Reading reading;
  reading.tag.set_l1("LOGISTICS");
  reading.tag.set_l2("LOST");
  reading.is_complaint = true;
  reading.has_orders = true;
  return reading;
}

Move Next(const v1::Case& one, Item::Kind item = Item::KIND_HANDLE_CASE, const absl::optional<Reading>& reading = Understood(),
          bool supervisor = false) {
  return NextMove(item, {one, kMe, supervisor, reading, absl::nullopt, kNow, absl::nullopt});
}

v1::PlanStep& AddStep(v1::Case& one, v1::PlanStep::Kind kind, v1::PlanStep::State state) {
  v1::PlanStep& step = *one.mutable_plan()->add_steps();
  step.set_id(absl::StrCat("s", one.plan().steps_size()));
  step.set_kind(kind);
  step.set_state(state);
  step.set_owner(kMe);
  return step;
}

}  // namespace

TEST_CASE("A person goes from state to state as the work goes", "[agents]") {
  struct Row {
    State::State state;
    Move::Kind kind;
    const char* method;
  };
  const auto row = GENERATE(
      Row{State::STATE_OPEN, Move::Kind::kCall, "AdvanceCase"}, Row{State::STATE_VERIFYING, Move::Kind::kCall, "AdvanceCase"},
      Row{State::STATE_INVESTIGATING, Move::Kind::kQuote, ""}, Row{State::STATE_WAITING_CUSTOMER, Move::Kind::kWait, ""},
      Row{State::STATE_WAITING_SELLER, Move::Kind::kWait, ""}, Row{State::STATE_WAITING_THIRD_PARTY, Move::Kind::kWait, ""},
      Row{State::STATE_PLAN_PROPOSED, Move::Kind::kWait, ""}, Row{State::STATE_APPROVAL_PENDING, Move::Kind::kWait, ""},
      Row{State::STATE_EXECUTING, Move::Kind::kWait, ""}, Row{State::STATE_CALLBACK_DUE, Move::Kind::kWait, ""},
      Row{State::STATE_REOPENED, Move::Kind::kCall, "AdvanceCase"}, Row{State::STATE_CLOSED, Move::Kind::kDone, ""},
      Row{State::STATE_REJECTED, Move::Kind::kDone, ""}, Row{State::STATE_MERGED, Move::Kind::kDone, ""});
  const Move move = Next(CaseIn(row.state));
  INFO(State::State_Name(row.state));
  CHECK(move.kind == row.kind);
  CHECK(move.method == row.method);
}

TEST_CASE("Nobody acts on a case that is not theirs yet, nor before they have read the complaint", "[agents]") {
  v1::Case one = CaseIn(State::STATE_VERIFYING);
  CHECK(Next(one, Item::KIND_HANDLE_CASE, absl::nullopt).kind == Move::Kind::kReadComplaint);
  one.set_owner("agents/a-other");
  CHECK(Next(one).kind == Move::Kind::kWait);
  one.clear_owner();
  CHECK(Next(one).kind == Move::Kind::kWait);
}

TEST_CASE("The tag is confirmed or corrected before anything is verified, and a colleague's stands", "[agents]") {
  v1::Case one = CaseIn(State::STATE_VERIFYING);
  one.set_tag_confirmed(false);
  Move move = Next(one);
  REQUIRE(move.method == "SetTag");
  const auto& confirms = static_cast<const v1::SetTagRequest&>(*move.request);
  CHECK(confirms.tag().l2() == "LOST");
  CHECK(confirms.reason().empty());
  one.mutable_tag()->set_l2("DELAYED");
  move = Next(one);
  const auto& corrects = static_cast<const v1::SetTagRequest&>(*move.request);
  CHECK(corrects.tag().l2() == "LOST");
  CHECK_FALSE(corrects.reason().empty());
  one.set_tag_confirmed(true);
  CHECK(Next(one).method == "AdvanceCase");
}

TEST_CASE("The checklist is filled by the platform first, and what it cannot say by a person", "[agents]") {
  v1::Case one = CaseIn(State::STATE_VERIFYING);
  for (v1::ChecklistItem& item : *one.mutable_checklist()) item.clear_result();
  CHECK(Next(one).method == "FillChecklist");
  one.mutable_checklist(0)->set_result(v1::ChecklistItem::RESULT_CONFIRMED);
  one.mutable_checklist(1)->set_result(v1::ChecklistItem::RESULT_UNKNOWN);
  Move move = Next(one);
  REQUIRE(move.method == "CheckItem");
  CHECK(static_cast<const v1::CheckItemRequest&>(*move.request).kind() == "TRANSACTION");
  CHECK(static_cast<const v1::CheckItemRequest&>(*move.request).result() == v1::ChecklistItem::RESULT_CONFIRMED);
  Reading no_order = Understood();
  no_order.has_orders = false;
  move = Next(one, Item::KIND_HANDLE_CASE, no_order);
  CHECK(static_cast<const v1::CheckItemRequest&>(*move.request).result() == v1::ChecklistItem::RESULT_NOT_APPLICABLE);
}

TEST_CASE("What is no complaint is closed as such, once its tag says so", "[agents]") {
  Reading enquiry = Understood();
  enquiry.is_complaint = false;
  enquiry.tag.set_l1("OTHER");
  enquiry.tag.set_l2("ENQUIRY");
  v1::Case one = CaseIn(State::STATE_OPEN);
  CHECK(Next(one, Item::KIND_HANDLE_CASE, enquiry).method == "AdvanceCase");
  one.set_state(State::STATE_VERIFYING);
  one.set_tag_confirmed(false);
  CHECK(Next(one, Item::KIND_HANDLE_CASE, enquiry).method == "SetTag");
  *one.mutable_tag() = enquiry.tag;
  one.set_tag_confirmed(true);
  const Move move = Next(one, Item::KIND_HANDLE_CASE, enquiry);
  REQUIRE(move.method == "CloseCase");
  CHECK(static_cast<const v1::CloseCaseRequest&>(*move.request).closing().finding() == v1::Closing::FINDING_NOT_A_COMPLAINT);
  one.set_state(State::STATE_OPEN);
  CHECK(Next(one, Item::KIND_HANDLE_CASE, enquiry).method == "CloseCase");
}

TEST_CASE("Some ask for evidence or a department's help once, and wait for the department", "[agents]") {
  v1::Case one = CaseIn(State::STATE_INVESTIGATING);
  one.set_name(NameWhere([](const std::string& name) { return Chance(name, "evidence", 25) && Chance(name, "task", 20); }));
  const Move asked = Next(one);
  REQUIRE(asked.method == "RequestEvidence");
  const auto& request = static_cast<const v1::RequestEvidenceRequest&>(*asked.request).evidence_request();
  CHECK(request.party() == v1::PARTY_CARRIER);
  CHECK_FALSE(request.question().empty());
  CHECK_FALSE(request.default_on_silence().empty());
  CHECK_FALSE(request.has_due_time());
  one.add_evidence_requests()->set_state(v1::EvidenceRequest::STATE_ANSWERED);
  const Move given = Next(one);
  REQUIRE(given.method == "AssignTask");
  CHECK(static_cast<const v1::AssignTaskRequest&>(*given.request).task().department() == "LOGISTICS");
  v1::Task& task = *one.add_tasks();
  CHECK(Next(one).kind == Move::Kind::kWait);
  task.mutable_answer_time()->set_seconds(1);
  CHECK(Next(one).kind == Move::Kind::kQuote);
}

TEST_CASE("What contradicts the evidence may be refused, but not twice and not where somebody is in danger", "[agents]") {
  v1::Case one = CaseIn(State::STATE_INVESTIGATING);
  one.set_name(NameWhere([](const std::string& name) { return Plain(name) && Chance(name, "rejected", 50); }));
  CHECK(Next(one).kind == Move::Kind::kQuote);
  one.mutable_checklist(2)->set_result(v1::ChecklistItem::RESULT_CONTRADICTED);
  CHECK(Next(one).method == "RejectCase");
  one.set_severity(type::v1::SEVERITY_CRITICAL);
  CHECK(Next(one).method != "RejectCase");
  one.set_severity(type::v1::SEVERITY_ORDINARY);
  one.set_reopen_count(1);
  CHECK(Next(one).method != "RejectCase");
  one.set_reopen_count(0);
  type::v1::Signal& signal = *one.add_signals();
  signal.set_kind("malicious_risk");
  CHECK(Next(one).method != "RejectCase");
  CHECK(Next(one, Item::KIND_HANDLE_CASE, Understood(), /*supervisor=*/true).method == "RejectCase");
}

TEST_CASE("A plan follows the quotation; after a failed one the same quotation is looked at again", "[agents]") {
  v1::Case one = CaseIn(State::STATE_INVESTIGATING);
  CHECK(Next(one).kind == Move::Kind::kQuote);
  v1::PlanStep& failed = AddStep(one, v1::PlanStep::KIND_REMEDY, v1::PlanStep::STATE_FAILED);
  failed.set_quotation("quotations/q-1");
  failed.set_option("1");
  const Move again = Next(one);
  CHECK(again.kind == Move::Kind::kReadQuotation);
  CHECK(again.name == "quotations/q-1");
  compensation::v1::Quotation quotation;
  quotation.set_name("quotations/q-1");
  *quotation.mutable_expire_time() = ToProto(kNow + absl::Hours(1));
  const auto with = [&] { return NextMove(Item::KIND_HANDLE_CASE, {one, kMe, false, Understood(), quotation, kNow, {}}); };
  CHECK(with().method == "ProposePlan");
  *quotation.mutable_expire_time() = ToProto(kNow);
  CHECK(with().kind == Move::Kind::kQuote);
}

TEST_CASE("Every step of a plan has a person and a time, and one is done by a person", "[agents]") {
  v1::Case one = CaseIn(State::STATE_INVESTIGATING);
  const compensation::v1::Quotation nothing;
  const Move move = NextMove(Item::KIND_HANDLE_CASE, {one, kMe, false, Understood(), nothing, kNow, {}});
  REQUIRE(move.method == "ProposePlan");
  const auto& request = static_cast<const v1::ProposePlanRequest&>(*move.request);
  REQUIRE(request.steps_size() == 2);
  CHECK(request.steps(0).kind() == v1::PlanStep::KIND_APOLOGY);
  CHECK(request.steps(1).kind() == v1::PlanStep::KIND_PERSON);
  for (const v1::PlanStep& step : request.steps()) {
    CHECK(step.owner() == kMe);
    CHECK(TimeOf(step.due_time()) > kNow);
    CHECK_FALSE(step.description().empty());
  }
}

TEST_CASE("A person's own steps are done when it is their turn", "[agents]") {
  v1::Case one = CaseIn(State::STATE_EXECUTING);
  AddStep(one, v1::PlanStep::KIND_REMEDY, v1::PlanStep::STATE_RUNNING);
  v1::PlanStep& apology = AddStep(one, v1::PlanStep::KIND_APOLOGY, v1::PlanStep::STATE_PENDING);
  CHECK(Next(one).kind == Move::Kind::kWait);
  apology.set_state(v1::PlanStep::STATE_RUNNING);
  const Move move = Next(one);
  REQUIRE(move.method == "CompleteStep");
  CHECK(static_cast<const v1::CompleteStepRequest&>(*move.request).step() == "s2");
  apology.set_owner("agents/a-other");
  CHECK(Next(one).kind == Move::Kind::kWait);
  CHECK(Next(one, Item::KIND_HANDLE_CASE, Understood(), /*supervisor=*/true).method == "CompleteStep");
}

TEST_CASE("A case is closed once the customer was called back and nothing is open", "[agents]") {
  v1::Case one = CaseIn(State::STATE_CALLBACK_DUE);
  CHECK(Next(one).kind == Move::Kind::kWait);
  CHECK(Next(one, Item::KIND_CALL_BACK).method == "RecordCallback");
  v1::Callback& callback = *one.add_callbacks();
  callback.set_outcome(v1::Callback::OUTCOME_SATISFIED);
  CHECK(Next(one, Item::KIND_CALL_BACK).kind == Move::Kind::kDone);
  const Move move = Next(one);
  REQUIRE(move.method == "CloseCase");
  const v1::Closing& closing = static_cast<const v1::CloseCaseRequest&>(*move.request).closing();
  CHECK(closing.finding() == v1::Closing::FINDING_SUBSTANTIATED);
  CHECK(closing.responsible_party() == v1::PARTY_CARRIER);
  CHECK(closing.root_cause() == "PARCEL_LOST");
  one.add_tasks();
  CHECK(Next(one).kind == Move::Kind::kWait);
}

TEST_CASE("A call is made by whoever has the item: the owner may be away", "[agents]") {
  v1::Case one = CaseIn(State::STATE_CALLBACK_DUE);
  one.set_owner("agents/a-other");
  CHECK(Next(one, Item::KIND_CALL_BACK).method == "RecordCallback");
  one.set_state(State::STATE_CLOSED);
  CHECK(Next(one, Item::KIND_CALL_BACK).kind == Move::Kind::kDone);
}

TEST_CASE("What leaves nothing of a complaint is explained, not paid, and closed as such", "[agents]") {
  v1::Case one = CaseIn(State::STATE_INVESTIGATING);
  one.set_name(NameWhere(
      [](const std::string& name) { return Plain(name) && !Chance(name, "rejected", 50) && Chance(name, "unfounded", 40); }));
  one.mutable_checklist(2)->set_result(v1::ChecklistItem::RESULT_CONTRADICTED);
  compensation::v1::Quotation quotation;
  compensation::v1::RemedyOption& option = *quotation.add_options();
  option.set_id("1");
  option.set_entitlement(compensation::v1::ENTITLEMENT_KIND_MAKE_GOOD);
  const Move proposed = NextMove(Item::KIND_HANDLE_CASE, {one, kMe, false, Understood(), quotation, kNow, {}});
  for (const v1::PlanStep& step : static_cast<const v1::ProposePlanRequest&>(*proposed.request).steps()) {
    CHECK(step.kind() != v1::PlanStep::KIND_REMEDY);
  }
  one.set_state(State::STATE_CALLBACK_DUE);
  one.add_callbacks()->set_outcome(v1::Callback::OUTCOME_SATISFIED);
  const Move closed = Next(one);
  CHECK(static_cast<const v1::CloseCaseRequest&>(*closed.request).closing().finding() == v1::Closing::FINDING_NOT_SUBSTANTIATED);
}

TEST_CASE("Calls are made until somebody was reached, three times, anew in each round", "[agents]") {
  v1::Case one = CaseIn(State::STATE_CALLBACK_DUE);
  for (int attempt = 1; attempt <= 3; ++attempt) {
    CHECK_FALSE(CallbackSettled(one));
    one.add_callbacks()->set_outcome(v1::Callback::OUTCOME_NOT_REACHED);
  }
  CHECK(CallbackSettled(one));
  one.set_reopen_count(1);
  CHECK_FALSE(CallbackSettled(one));
}

TEST_CASE("Approval is decided while it is asked for, and on the plan that it is about", "[agents]") {
  v1::Case one = CaseIn(State::STATE_APPROVAL_PENDING);
  one.set_owner("agents/a-other");
  one.mutable_approval()->set_state(v1::ApprovalRequest::STATE_PENDING);
  one.mutable_approval()->set_plan_hash("abc");
  const Move move = Next(one, Item::KIND_APPROVE);
  REQUIRE(move.method == "DecideApproval");
  CHECK(static_cast<const v1::DecideApprovalRequest&>(*move.request).plan_hash() == "abc");
  CHECK(static_cast<const v1::DecideApprovalRequest&>(*move.request).approved());
  one.mutable_approval()->set_state(v1::ApprovalRequest::STATE_APPROVED);
  CHECK(Next(one, Item::KIND_APPROVE).kind == Move::Kind::kDone);
}

}  // namespace redress::agents
