#include <catch2/catch.hpp>

#include "libs/proto/values.h"
#include "services/casework/rpc/convert.h"
#include "services/casework/rpc/parse.h"
#include "services/casework/rpc/test_requests.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT

const BusinessTime kDue = BusinessTime::FromUnixMicros(1'764'000'000'123'456);
const std::string kHash(64, 'c');

v1::PlanStep Remedy() {
  v1::PlanStep step;
  step.set_kind(v1::PlanStep::KIND_REMEDY);
  step.set_owner("agents/a-li");
  *step.mutable_due_time() = ToProto(kDue);
  step.set_quotation("quotations/q-1");
  step.set_option("1");
  step.set_description("全额退款");
  return step;
}

v1::ProposePlanRequest Plan(std::initializer_list<v1::PlanStep> steps) {
  auto request = Good<v1::ProposePlanRequest>();
  for (const v1::PlanStep& step : steps) *request.add_steps() = step;
  return request;
}

Fields Refused(const v1::PlanStep& step) {
  return FieldsOf(FromProto(Plan({Remedy(), step})).status());
}

TEST_CASE("A step comes as a caller says it, and goes back as it came", "[casework]") {
  for (const Named<StepKind>& kind : kWords<StepKind>) {
    v1::PlanStep step = Remedy();
    step.set_kind(static_cast<v1::PlanStep::Kind>(kind.value));
    step.set_subject("orders/7");
    step.set_detail("token-9");
    const auto asked = FromProto(Plan({step}));
    REQUIRE(asked.ok());
    CHECK(asked->target.etag == "7");
    CHECK(asked->draft[0].owner == "a-li");
    CHECK(asked->draft[0].due_time == kDue);
    v1::PlanStep back = ToProto(asked->draft[0]);
    CHECK(back.state() == v1::PlanStep::STATE_PENDING);
    back.clear_state();
    CHECK(back.SerializeAsString() == step.SerializeAsString());
  }
}

TEST_CASE("What only casework says of a step is not taken from a caller", "[casework]") {
  v1::PlanStep step = Remedy();
  step.set_id("s9");
  step.set_state(v1::PlanStep::STATE_DONE);
  step.set_effect("grants/g-1");
  step.set_failure_reason("NO");
  step.set_result_reference("RF-1");
  *step.mutable_done_time() = ToProto(kDue);
  CHECK(FromProto(Plan({step}))->draft[0] == FromProto(Plan({Remedy()}))->draft[0]);
}

TEST_CASE("What is missing in a step is the decision's to name, what is malformed is named here", "[casework]") {
  CHECK(Refused(v1::PlanStep()).empty());
  CHECK(FromProto(Plan({v1::PlanStep()}))->draft[0].owner.empty());
  v1::PlanStep bad = Remedy();
  bad.set_owner("a-li");
  bad.set_quotation("q-1");
  bad.mutable_due_time()->set_seconds(int64_t{1} << 60);
  bad.set_description(std::string("a\0", 2));
  CHECK(Refused(bad) == Fields{"steps[1].owner", "steps[1].quotation", "steps[1].due_time", "steps[1].description"});
  bad = Remedy();
  bad.set_kind(v1::PlanStep::KIND_CHANGE_ADDRESS);
  bad.set_subject("7");
  CHECK(Refused(bad) == Fields{"steps[1].subject"});
  bad.set_kind(v1::PlanStep::KIND_SUPPLIER_ACTION);
  CHECK(Refused(bad).empty());
}

TEST_CASE("However many steps come, their number arrives where it is checked", "[casework]") {
  auto request = Good<v1::ProposePlanRequest>();
  CHECK(FromProto(request)->draft.empty());
  for (int i = 0; i < 50; ++i) request.add_steps()->set_owner("nobody");
  CHECK(FieldsOf(FromProto(request).status()).size() == 20);
  for (int i = 0; i < 50; ++i) *request.mutable_steps(i) = Remedy();
  CHECK(FromProto(request)->draft.size() == 50);
}

TEST_CASE("A reply to a plan is a yes or a no to one plan", "[casework]") {
  auto request = Good<v1::AnswerPlanRequest>();
  request.set_plan_hash(kHash);
  request.set_reason("电话告知");
  for (const auto answer : {v1::Plan::ANSWER_ACCEPTED, v1::Plan::ANSWER_DECLINED}) {
    request.set_answer(answer);
    CHECK(FromProto(request)->draft.answer == static_cast<PlanAnswer>(answer));
    CHECK(FromProto(request)->draft.plan_hash == kHash);
    CHECK(FromProto(request)->why == "电话告知");
  }
  for (const auto answer : {v1::Plan::ANSWER_UNSPECIFIED, v1::Plan::ANSWER_WITHDRAWN}) {
    request.set_answer(answer);
    CHECK(FieldsOf(FromProto(request).status()) == Fields{"answer"});
  }
  request.set_reason(std::string(501, 'x'));
  request.set_request_id("");
  for (const std::string& hash : {std::string(), std::string(63, 'c'), std::string(64, 'C'), std::string(64, 'g')}) {
    request.set_plan_hash(hash);
    CHECK(FieldsOf(FromProto(request).status()) == Fields{"request_id", "plan_hash", "answer", "reason"});
  }
}

TEST_CASE("A decision is a yes unless it says no", "[casework]") {
  auto request = Good<v1::DecideApprovalRequest>();
  request.set_plan_hash(kHash);
  request.set_reason("太多");
  const auto asked = FromProto(request);
  CHECK_FALSE(asked->draft.approved);
  CHECK(asked->draft.reason == "太多");
  CHECK(asked->why == "太多");
  CHECK(asked->draft.plan_hash == kHash);
  request.set_approved(true);
  CHECK(FromProto(request)->draft.approved);
  request.set_plan_hash("x");
  request.set_name("cases/261122-00012345-12");
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"name", "plan_hash"});
  CHECK(ReasonOf(FromProto(request).status()) == "WRONG_CHECK_DIGITS");
}

TEST_CASE("A completed step is named, and what was done has its limit", "[casework]") {
  auto request = Good<v1::CompleteStepRequest>();
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"step"});
  request.set_step("s2");
  request.set_result(std::string(500, 'x'));
  CHECK(FromProto(request)->draft.step == "s2");
  CHECK(FromProto(request)->why == request.result());
  request.set_result(std::string(501, 'x'));
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"result"});
}

TEST_CASE("A quotation is asked for with what compensation needs to know", "[casework]") {
  auto request = Good<v1::QuoteCaseRequest>();
  CHECK(FromProto(request)->draft.cause == Tag());
  CHECK_FALSE(FromProto(request)->draft.claimed.has_value());
  request.mutable_cause()->set_l1("PRICE_DISPUTE");
  request.mutable_cause()->set_l2("OVERCHARGED");
  compensation::v1::OrderLineRef& line = *request.add_lines();
  line.set_order("orders/7");
  line.set_line("2");
  line.set_quantity(3);
  request.add_findings("counterfeit");
  request.mutable_claimed()->set_currency_code("CNY");
  request.mutable_claimed()->set_amount_minor(12'34);
  const QuoteDraft draft = FromProto(request)->draft;
  CHECK(draft.cause == Tag{"PRICE_DISPUTE", "OVERCHARGED"});
  CHECK(draft.lines[0].order == "orders/7");
  CHECK(draft.lines[0].line == "2");
  CHECK(draft.lines[0].quantity == 3);
  CHECK(draft.findings == std::vector<std::string>{"counterfeit"});
  CHECK(draft.claimed == Money{12'34, Currency::Cny()});

  request.mutable_cause()->set_l1("");
  line.set_order("7");
  line.set_line("");
  request.add_findings("counterfeit");
  request.mutable_claimed()->set_amount_minor(-1);
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"cause", "lines[0].order", "lines[0].quantity", "findings", "claimed"});
  request = Good<v1::QuoteCaseRequest>();
  request.add_findings("fake");
  request.mutable_claimed()->set_currency_code("yuan");
  for (int i = 0; i < 21; ++i) request.add_lines()->set_order("orders/7");
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"lines", "findings", "claimed"});
}

TEST_CASE("What the platform reports finds its step by the name of the operation", "[casework]") {
  using Operation = platform::v1::Operation;
  using Kind = StepOutcome::Kind;
  v1::ReportStepOperationRequest request;
  Operation& operation = *request.mutable_operation();
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"operation.name", "operation.state"});
  operation.set_name("operations/261122-00012345-21-p2-s3");
  operation.set_result_reference("WB-1");
  operation.set_failure_reason("ALREADY_SHIPPED");
  for (const auto& [state, kind] : {std::pair{Operation::STATE_PENDING, Kind::kUnknown},
                                    {Operation::STATE_SUCCEEDED, Kind::kDone},
                                    {Operation::STATE_FAILED, Kind::kFailed}}) {
    operation.set_state(state);
    const auto reported = FromProto(request);
    REQUIRE(reported.ok());
    CHECK(reported->effect == EffectOf{kNumber, 2, "s3"});
    CHECK(reported->outcome.kind == kind);
    CHECK(reported->outcome.effect == operation.name());
    CHECK(reported->outcome.result_reference == "WB-1");
    CHECK(reported->outcome.failure_reason == "ALREADY_SHIPPED");
  }
  for (const char* name : {"261122-00012345-21-p2-s3", "grants/261122-00012345-21-p2-s3", "operations/", "operations/x",
                           "operations/0d3c1c2e-8f6a-4a6e-9a57-1f8f5e0b7a11", "operations/261122-00012345-12-p2-s3"}) {
    operation.set_name(name);
    CHECK(FieldsOf(FromProto(request).status()) == Fields{"operation.name"});
  }
}

}  // namespace
}  // namespace redress::casework
