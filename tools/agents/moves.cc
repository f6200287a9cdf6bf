#include "tools/agents/moves.h"

#include <array>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_requests.pb.h"
#include "tools/agents/chance.h"
#include "tools/agents/outsiders.h"

namespace redress::agents {
namespace {

namespace v1 = casework::v1;

// A call with the case's name in it; `fill` says the rest.
template <class Request, class Fill>
Move Call(const Desk& desk, const char* method, Fill fill) {
  auto request = std::make_shared<Request>();
  request->set_name(desk.one.name());
  fill(*request);
  return {Move::Kind::kCall, method, "", std::move(request)};
}

Move Simple(Move::Kind kind) {
  Move move;
  move.kind = kind;
  return move;
}

bool English(const Desk& desk) {
  return desk.reading.has_value() && desk.reading->english;
}

std::string Text(const Desk& desk, const char* zh, const char* en) {
  return English(desk) ? en : zh;
}

bool HasSignal(const v1::Case& one, absl::string_view kind) {
  for (const type::v1::Signal& signal : one.signals()) {
    if (signal.kind() == kind) return true;
  }
  return false;
}

// What was found of one item by looking at it: most often what the customer says.
v1::ChecklistItem::Result ResultOf(const Desk& desk, const v1::ChecklistItem& item) {
  const bool of_order = item.kind() == "ORDER" || item.kind() == "TRANSACTION";
  if (of_order && !desk.reading->has_orders) return v1::ChecklistItem::RESULT_NOT_APPLICABLE;
  const bool contradicted = item.kind() == "PRODUCT_STATE" && Chance(desk.one.name(), "contradicted", 10);
  return contradicted ? v1::ChecklistItem::RESULT_CONTRADICTED : v1::ChecklistItem::RESULT_CONFIRMED;
}

std::string FindingOf(v1::ChecklistItem::Result result) {
  switch (result) {
    case v1::ChecklistItem::RESULT_NOT_APPLICABLE:
      return "投诉未涉及具体订单";
    case v1::ChecklistItem::RESULT_CONTRADICTED:
      return "照片显示为使用痕迹，与描述不一致";
    default:
      return "凭证与客户描述一致";
  }
}

struct Question {
  v1::Party party;
  const char *zh, *en, *silence;
};
constexpr std::array kQuestions = {
    Question{v1::PARTY_CUSTOMER, "请补充商品及外包装的照片，或订单与付款的截图",
             "Please add photos of the goods and the parcel, or of the payment", "按现有凭证处理"},
    Question{v1::PARTY_SELLER, "请提供发货检验记录、进货凭证或授权书", "Please provide the inspection record or proof of origin",
             "视为认可客户所述"},
    Question{v1::PARTY_CARRIER, "请提供签收底单、称重与中转记录", "Please provide the receipt, weights and transit record",
             "视为承运责任"},
};

}  // namespace

bool Contradicted(const v1::Case& one) {
  return absl::c_any_of(one.checklist(),
                        [](const v1::ChecklistItem& item) { return item.result() == v1::ChecklistItem::RESULT_CONTRADICTED; });
}

bool IsUnfounded(const v1::Case& one) {
  return Contradicted(one) && Chance(one.name(), "unfounded", 40);
}

Move Wait() {
  return Simple(Move::Kind::kWait);
}

Move Done() {
  return Simple(Move::Kind::kDone);
}

Move ReadComplaint() {
  return Simple(Move::Kind::kReadComplaint);
}

Move ReadQuotation(const std::string& name) {
  return {Move::Kind::kReadQuotation, "", name, nullptr};
}

Move Advance(const Desk& desk, v1::Case::State to, const std::string& reason) {
  return Call<v1::AdvanceCaseRequest>(desk, "AdvanceCase", [&](v1::AdvanceCaseRequest& request) {
    request.set_to_state(to);
    request.set_reason(reason);
  });
}

Move FillChecklist(const Desk& desk) {
  return Call<v1::FillChecklistRequest>(desk, "FillChecklist", [](v1::FillChecklistRequest&) {});
}

Move CheckItem(const Desk& desk, const v1::ChecklistItem& item) {
  return Call<v1::CheckItemRequest>(desk, "CheckItem", [&](v1::CheckItemRequest& request) {
    request.set_kind(item.kind());
    request.set_result(ResultOf(desk, item));
    request.set_finding(FindingOf(request.result()));
  });
}

Move SetTag(const Desk& desk, const type::v1::Tag& tag) {
  const bool differs = tag.l1() != desk.one.tag().l1() || tag.l2() != desk.one.tag().l2();
  return Call<v1::SetTagRequest>(desk, "SetTag", [&](v1::SetTagRequest& request) {
    *request.mutable_tag() = tag;
    if (differs) request.set_reason("通读原文后更正");
  });
}

Move AskEvidence(const Desk& desk, const Cause& cause) {
  const v1::Party party = AskedAbout(cause);
  return Call<v1::RequestEvidenceRequest>(desk, "RequestEvidence", [&](v1::RequestEvidenceRequest& request) {
    v1::EvidenceRequest& asked = *request.mutable_evidence_request();
    asked.set_party(party);
    for (const Question& question : kQuestions) {
      if (question.party != party) continue;
      const bool to_customer = party == v1::PARTY_CUSTOMER;
      asked.set_question(to_customer ? Text(desk, question.zh, question.en) : question.zh);
      asked.set_default_on_silence(question.silence);
    }
    if (desk.answer_within) *asked.mutable_due_time() = ToProto(desk.now + *desk.answer_within);
  });
}

Move AssignTask(const Desk& desk, const std::string& department, const Cause& cause) {
  return Call<v1::AssignTaskRequest>(desk, "AssignTask", [&](v1::AssignTaskRequest& request) {
    v1::Task& task = *request.mutable_task();
    task.set_department(department);
    task.set_contact("值班");
    task.set_request(cause.action_zh);
  });
}

Move Quote(const Desk& desk) {
  const type::v1::Tag& tag = desk.one.tag();
  auto request = std::make_shared<v1::QuoteCaseRequest>();
  request->set_name(desk.one.name());
  if (tag.l1() == "AFTER_SALES" && tag.l2() == "RETURN_EXCHANGE") request->add_findings("seven_day_return");
  if (tag.l2() == "NOT_AS_DESCRIBED" && HasSignal(desk.one, "counterfeit_claim") && Chance(desk.one.name(), "counterfeit", 50)) {
    request->add_findings("counterfeit");
  }
  if (tag.l2() == "EXPIRED" && HasSignal(desk.one, "safety") && Chance(desk.one.name(), "unsafe", 40)) {
    request->add_findings("unsafe_food");
  }
  // The bill shows what was charged too much: a tenth, as bills of a play go.
  const bool charged = tag.l2() == "OVERCHARGED" || tag.l2() == "FAKE_DISCOUNT";
  if (charged && desk.reading->paid) {
    *request->mutable_claimed() = *desk.reading->paid;
    request->mutable_claimed()->set_amount_minor(desk.reading->paid->amount_minor() / 10);
  }
  Move move = Simple(Move::Kind::kQuote);
  move.request = std::move(request);
  return move;
}

Move AnswerByPhone(const Desk& desk) {
  return Call<v1::AnswerPlanRequest>(desk, "AnswerPlan", [&](v1::AnswerPlanRequest& request) {
    const bool yes = AcceptsPlan(desk.one.name(), desk.one.plan().number());
    request.set_plan_hash(desk.one.plan().hash());
    request.set_answer(yes ? v1::Plan::ANSWER_ACCEPTED : v1::Plan::ANSWER_DECLINED);
    request.set_reason("客户在电话中答复");
  });
}

Move Decide(const Desk& desk, bool approved) {
  return Call<v1::DecideApprovalRequest>(desk, "DecideApproval", [&](v1::DecideApprovalRequest& request) {
    request.set_plan_hash(desk.one.approval().plan_hash());
    request.set_approved(approved);
    request.set_reason(approved ? "金额与责任相称" : "补偿超出事实，请去掉优惠券后重报");
  });
}

Move CompleteStep(const Desk& desk, const v1::PlanStep& step) {
  return Call<v1::CompleteStepRequest>(desk, "CompleteStep", [&](v1::CompleteStepRequest& request) {
    request.set_step(step.id());
    request.set_result(step.kind() == v1::PlanStep::KIND_APOLOGY ? "已致电致歉" : "已办结");
  });
}

Move CallBack(const Desk& desk) {
  const int round = desk.one.reopen_count();
  int attempt = 1;
  for (const v1::Callback& callback : desk.one.callbacks()) attempt += callback.round() == round ? 1 : 0;
  return Call<v1::RecordCallbackRequest>(desk, "RecordCallback", [&](v1::RecordCallbackRequest& request) {
    request.set_outcome(CallbackOutcome(desk.one.name(), round, attempt));
  });
}

Move Reject(const Desk& desk) {
  return Call<v1::RejectCaseRequest>(desk, "RejectCase", [&](v1::RejectCaseRequest& request) {
    request.set_reason(
        Text(desk, "经核实，所述情况与订单及凭证不符，不予支持；如有新的凭证可以申诉",
             "What is described does not agree with the order and the evidence; you may appeal with new evidence"));
  });
}

Move Dismiss(const Desk& desk) {
  return Call<v1::CloseCaseRequest>(desk, "CloseCase", [](v1::CloseCaseRequest& request) {
    request.mutable_closing()->set_finding(v1::Closing::FINDING_NOT_A_COMPLAINT);
  });
}

Move Close(const Desk& desk, const Cause& cause) {
  const bool unfounded = IsUnfounded(desk.one);
  return Call<v1::CloseCaseRequest>(desk, "CloseCase", [&](v1::CloseCaseRequest& request) {
    v1::Closing& closing = *request.mutable_closing();
    closing.set_finding(unfounded                ? v1::Closing::FINDING_NOT_SUBSTANTIATED
                        : Contradicted(desk.one) ? v1::Closing::FINDING_PARTLY
                                                 : v1::Closing::FINDING_SUBSTANTIATED);
    closing.set_responsible_party(unfounded ? v1::PARTY_NONE : cause.party);
    closing.set_root_cause(unfounded ? "NOT_AS_CLAIMED" : cause.root_cause);
    closing.set_remedy_sought(desk.reading->sought);
  });
}

Move AnswerTask(const Desk& desk, const v1::Task& task) {
  return Call<v1::AnswerTaskRequest>(desk, "AnswerTask", [&](v1::AnswerTaskRequest& request) {
    request.set_task(task.id());
    request.set_answer(TaskAnswer(desk.one.name(), task));
  });
}

}  // namespace redress::agents
