#include "services/casework/rpc/parse.h"

#include <catch2/catch.hpp>

#include "libs/proto/values.h"
#include "services/casework/rpc/test_requests.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT

const BusinessTime kDue = BusinessTime::FromUnixMicros(1'764'000'000'123'456);
const std::string kNul("a\0b", 3);
const std::string kLong(501, 'x');

// What every request that changes a case has in common: read, refused, and refused together with the rest.
template <class Request>
void CheckCommon(Request good) {
  CAPTURE(Request::descriptor()->name());
  const auto asked = FromProto(good);
  REQUIRE(asked.status() == absl::OkStatus());
  CHECK(asked->request_id.ToString() == kRequestId);
  CHECK(asked->target.number == kNumber);
  constexpr bool has_etag = requires {
    good.etag();
  };
  CHECK(asked->target.etag == (has_etag ? "7" : ""));
  Request bad = good;
  bad.set_name("cases/261122-00012345-12");
  CHECK(ReasonOf(FromProto(bad).status()) == "WRONG_CHECK_DIGITS");
  CHECK(FieldsOf(FromProto(bad).status()) == Fields{"name"});
  bad.set_request_id("7");
  CHECK(ReasonOf(FromProto(bad).status()) == "WRONG_CHECK_DIGITS");
  CHECK(FieldsOf(FromProto(bad).status()) == Fields{"name", "request_id"});
  for (const char* name : {"", "cases/", "cases/x", "complaints/261122-00012345-21", kNumber}) {
    bad.set_name(name);
    CHECK(ReasonOf(FromProto(bad).status()) == "MALFORMED_NAME");
    CHECK(FieldsOf(FromProto(bad).status()) == Fields{"name", "request_id"});
  }
  bad = good;
  bad.clear_request_id();
  CHECK(ReasonOf(FromProto(bad).status()) == "INVALID_FIELDS");
  CHECK(FieldsOf(FromProto(bad).status()) == Fields{"request_id"});
  bad = good;
  bad.set_name("cases/2611220001234521");  // as somebody typed it
  CHECK(FromProto(bad)->target.number == kNumber);
}

// The request without anything but id, name and etag names these.
template <class Request>
Fields EmptyNames() {
  return FieldsOf(FromProto(Good<Request>()).status());
}

template <class Request>
Request WithReason() {
  Request request = Good<Request>();
  request.set_reason("客户催办");
  return request;
}

TEST_CASE("What needs a reason and nothing else is read so", "[casework]") {
  const auto check = [](const auto& request) {
    CheckCommon(request);
    CHECK(FromProto(request)->why == "客户催办");
    auto nul = request;
    nul.set_reason(kNul);
    CHECK(FieldsOf(FromProto(nul).status()) == Fields{"reason"});
  };
  check(WithReason<v1::WithdrawPlanRequest>());
  check(WithReason<v1::RejectCaseRequest>());
  check(WithReason<v1::AppealCaseRequest>());
  check(WithReason<v1::ReopenCaseRequest>());
  check(WithReason<v1::UnmergeCaseRequest>());
  CheckCommon(Good<v1::FillChecklistRequest>());
}

TEST_CASE("A move names where to", "[casework]") {
  auto request = WithReason<v1::AdvanceCaseRequest>();
  request.set_to_state(v1::Case::STATE_INVESTIGATING);
  CheckCommon(request);
  CHECK(FromProto(request)->draft == CaseState::kInvestigating);
  CHECK(FromProto(request)->why == "客户催办");
  CHECK(EmptyNames<v1::AdvanceCaseRequest>() == Fields{"to_state"});
}

TEST_CASE("An item of the checklist has a kind and a result", "[casework]") {
  auto request = Good<v1::CheckItemRequest>();
  request.set_kind("DELIVERY_RECORD");
  request.set_result(v1::ChecklistItem::RESULT_CONTRADICTED);
  request.set_finding("已签收");
  CheckCommon(request);
  const CheckItem item = FromProto(request)->draft;
  CHECK(item.kind == CheckKind::kDeliveryRecord);
  CHECK(item.result == CheckResult::kContradicted);
  CHECK(item.finding == "已签收");
  CHECK(EmptyNames<v1::CheckItemRequest>() == Fields{"kind", "result"});
}

TEST_CASE("A tag has the form of one", "[casework]") {
  auto request = WithReason<v1::SetTagRequest>();
  request.mutable_tag()->set_l1("LOGISTICS");
  request.mutable_tag()->set_l2("LOST");
  CheckCommon(request);
  CHECK(FromProto(request)->draft == Tag{"LOGISTICS", "LOST"});
  request.set_reason(kLong);
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"reason"});
  for (const auto& [l1, l2] :
       {std::pair<const char*, const char*>{"logistics", ""}, {"物流", ""}, {"LOGISTICS", "13812345678 张三"}, {"", "LOST"}}) {
    auto bad = Good<v1::SetTagRequest>();
    bad.mutable_tag()->set_l1(l1);
    bad.mutable_tag()->set_l2(l2);
    CHECK(FieldsOf(FromProto(bad).status()) == Fields{"tag"});
  }
  request.mutable_tag()->set_l1(std::string(64, 'A'));
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"reason", "tag"});
}

TEST_CASE("A note is its own reason", "[casework]") {
  auto request = Good<v1::AddNoteRequest>();
  request.set_text("客户愿意等");
  request.set_shown_to_customer(true);
  CheckCommon(request);
  CHECK(FromProto(request)->why == "客户愿意等");
  CHECK(FromProto(request)->draft.shown_to_customer);
}

TEST_CASE("What is asked of others is read with its due time, which may be missing and must be one", "[casework]") {
  auto evidence = Good<v1::RequestEvidenceRequest>();
  v1::EvidenceRequest& asked = *evidence.mutable_evidence_request();
  asked.set_party(v1::PARTY_CARRIER);
  asked.set_question("在哪里？");
  asked.set_default_on_silence("已丢失");
  CheckCommon(evidence);
  CHECK_FALSE(FromProto(evidence)->draft.due_time.has_value());
  *asked.mutable_due_time() = ToProto(kDue);
  const EvidenceDraft draft = FromProto(evidence)->draft;
  CHECK(draft.party == Party::kCarrier);
  CHECK(draft.question == "在哪里？");
  CHECK(draft.default_on_silence == "已丢失");
  CHECK(draft.due_time == kDue);
  asked.mutable_due_time()->set_nanos(-1);
  asked.set_question(kNul);
  asked.clear_party();
  CHECK(FieldsOf(FromProto(evidence).status()) ==
        Fields{"evidence_request.party", "evidence_request.question", "evidence_request.due_time"});

  auto task = Good<v1::AssignTaskRequest>();
  task.mutable_task()->set_department("WAREHOUSE");
  task.mutable_task()->set_contact("wh-1");
  task.mutable_task()->set_request("盘点");
  *task.mutable_task()->mutable_due_time() = ToProto(kDue);
  CheckCommon(task);
  const TaskDraft given = FromProto(task)->draft;
  CHECK(given.department == Department::kWarehouse);
  CHECK(given.contact == "wh-1");
  CHECK(given.request == "盘点");
  CHECK(given.due_time == kDue);
  CHECK(EmptyNames<v1::AssignTaskRequest>() == Fields{"task.department"});
}

TEST_CASE("An answer names what it answers", "[casework]") {
  auto evidence = Good<v1::AnswerEvidenceRequestRequest>();
  evidence.set_evidence_request("e2");
  evidence.set_answer("没有");
  CheckCommon(evidence);
  CHECK(FromProto(evidence)->draft.id == "e2");
  CHECK(FromProto(evidence)->draft.answer == "没有");
  CHECK(EmptyNames<v1::AnswerEvidenceRequestRequest>() == Fields{"evidence_request"});
  auto task = Good<v1::AnswerTaskRequest>();
  task.set_task("t2");
  task.set_answer("有");
  CheckCommon(task);
  CHECK(FromProto(task)->draft.id == "t2");
  CHECK(FromProto(task)->draft.answer == "有");
  CHECK(EmptyNames<v1::AnswerTaskRequest>() == Fields{"task"});
}

TEST_CASE("An attempt to call back has an outcome", "[casework]") {
  for (const Named<CallbackOutcome>& outcome : kWords<CallbackOutcome>) {
    auto request = Good<v1::RecordCallbackRequest>();
    request.set_outcome(static_cast<v1::Callback::Outcome>(outcome.value));
    CheckCommon(request);
    CHECK(FromProto(request)->draft == outcome.value);
  }
  CHECK(EmptyNames<v1::RecordCallbackRequest>() == Fields{"outcome"});
}

TEST_CASE("A closing is read as far as a caller says it; what is missing is the decision's to name", "[casework]") {
  auto request = Good<v1::CloseCaseRequest>();
  CheckCommon(request);
  CHECK(FromProto(request)->draft == Closing());
  v1::Closing& closing = *request.mutable_closing();
  closing.set_finding(v1::Closing::FINDING_PARTLY);
  closing.set_responsible_party(v1::PARTY_NONE);
  closing.set_root_cause("PARCEL_LOST");
  closing.set_remedy_sought("REFUND");
  Closing expected;
  expected.finding = Finding::kPartly;
  expected.responsible_party = Party::kNone;
  expected.root_cause = "PARCEL_LOST";
  expected.remedy_sought = "REFUND";
  CHECK(FromProto(request)->draft == expected);
  closing.set_rejection_reason("x");  // casework's own
  closing.set_closed_by("agents/a-li");
  closing.set_review_due(true);
  closing.set_number(7);
  closing.add_remedies_granted(compensation::v1::REMEDY_KIND_REFUND);
  CHECK(FromProto(request)->draft == expected);
}

TEST_CASE("A merge names both cases, and the first one that is none gives the reason", "[casework]") {
  auto request = WithReason<v1::MergeCaseRequest>();
  request.set_into(kOtherName);
  CheckCommon(request);
  CHECK(FromProto(request)->draft.into == kOtherNumber);
  CHECK(FromProto(request)->why == "客户催办");
  request.set_into("cases/261122-00012399-35");
  CHECK(ReasonOf(FromProto(request).status()) == "WRONG_CHECK_DIGITS");
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"into"});
  request.set_name("x");
  request.set_request_id("");
  CHECK(ReasonOf(FromProto(request).status()) == "MALFORMED_NAME");
  CHECK(FieldsOf(FromProto(request).status()) == Fields{"request_id", "name", "into"});
}

}  // namespace
}  // namespace redress::casework
