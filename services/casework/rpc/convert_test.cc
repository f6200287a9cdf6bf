#include "services/casework/rpc/convert.h"

#include <google/protobuf/descriptor.h>

#include <catch2/catch.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/proto/values.h"
#include "services/casework/app/change_case.h"
#include "services/casework/domain/test_case_files.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Fields = std::set<std::string>;

// One of everything, as far on as it goes; not a case that could be, which does not matter here.
CaseFile FullCase() {
  CaseFile file = FileIn(CaseState::kApprovalPending);
  file.complaints.push_back("261122-00012399-53");
  file.tag_confirmed = true;
  file.severity = Severity::kCritical;
  file.channel = 9;
  file.vip_level = 3;
  file.signals = {{"emotion", "furious"}, {"safety", "fire"}};
  file.checklist[0].finding = "已核实";
  EvidenceRequest asked = OpenRequest(Party::kSeller);
  file.evidence_requests = {Answer(asked, "没有", kNow + absl::Hours(1)).value()};
  file.evidence_requests.push_back(asked);
  file.evidence_requests[1].id = "e2";
  const Task task = AssignTask({Department::kHr, "hr-7", "核实", {}}, 1, file.severity, kPolicy.asking, kNow).value();
  file.tasks = {Answer(MarkOverdue(task, task.due_time).value(), "属实", task.due_time).value()};
  Plan first = testing::PlanOf(StepState::kDone, PlanAnswer::kAccepted);
  first.steps = {RemedyStep()};
  first.steps[0].state = StepState::kDone;
  Plan& plan = file.plans[0];
  plan.number = 2;
  plan.steps = {RemedyStep(), RemedyStep()};
  PlanStep& step = plan.steps[0];
  step.subject = "orders/7";
  step.detail = "token-9";
  step.state = StepState::kDone;
  step.effect = "grants/g-1";
  step.failure_reason = "ALREADY_SHIPPED";
  step.result_reference = "RF-1";
  step.done_time = kNow;
  plan.totals = {{100'00, Currency::Cny()}};
  plan.propose_time = kNow;
  plan.answer_time = kNow;
  file.plans.insert(file.plans.begin(), first);
  file.approvals = {AskApproval(file.plans[1], 1, file.severity, kPolicy.approval, kNow)};
  Approval& approval = file.approvals[0];
  approval.state = ApprovalState::kApproved;
  approval.approver = "a-wang";
  approval.delegator = "a-sun";
  approval.used = Authority::kManager;
  approval.reason = "同意";
  approval.end_time = kNow;
  file.callbacks = {{1, 2, CallbackOutcome::kNotReached, "a-li", kNow}};
  Closing closing;
  closing.finding = Finding::kPartly;
  closing.responsible_party = Party::kCarrier;
  closing.root_cause = "PARCEL_LOST";
  closing.remedy_sought = "REFUND";
  closing.remedies_granted = {RemedyKind::kRefund, RemedyKind::kCoupon};
  closing.rejection_reason = "证据不足";
  closing.closed_by = "agents/a-li";
  closing.review_due = true;
  closing.number = 1;
  file.closing = closing;
  file.merged_into = "261122-00099999-26";
  file.reopen_count = 1;
  file.received_time = kNow - absl::Minutes(5);
  file.open_time = kNow;
  file.close_time = kNow;
  file.version = 42;
  return file;
}

// The fields that are set anywhere in `message`, as `Case.plan`, `PlanStep.owner`.
void AddSetFields(const Message& message, Fields* fields) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    fields->insert(absl::StrCat(field->containing_type()->name(), ".", field->name()));
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) {
      AddSetFields(reflection.GetMessage(message, field), fields);
      continue;
    }
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      AddSetFields(reflection.GetRepeatedMessage(message, field, i), fields);
    }
  }
}

Fields SetIn(const Message& message) {
  Fields fields;
  AddSetFields(message, &fields);
  return fields;
}

Fields WithoutValues(Fields fields) {
  for (const char* value : {"Timestamp.seconds", "Timestamp.nanos", "Money.currency_code", "Money.amount_minor"})
    fields.erase(value);
  return fields;
}

TEST_CASE("Staff see everything that a case has", "[casework]") {
  const v1::Case proto = ToProto(FullCase(), {{}, {"261122-00099999-26"}});
  Fields declared;
  for (const auto* type :
       {v1::Case::descriptor(), v1::ChecklistItem::descriptor(), v1::EvidenceRequest::descriptor(), v1::Task::descriptor(),
        v1::Plan::descriptor(), v1::PlanStep::descriptor(), v1::ApprovalRequest::descriptor(), v1::Callback::descriptor(),
        v1::Closing::descriptor(), type::v1::Tag::descriptor(), type::v1::Signal::descriptor()}) {
    for (int i = 0; i < type->field_count(); ++i) declared.insert(absl::StrCat(type->name(), ".", type->field(i)->name()));
  }
  declared.erase("Signal.spans");  // where in the text, nobody is told
  CHECK(WithoutValues(SetIn(proto)) == declared);
}

TEST_CASE("What a case has is under its own name", "[casework]") {
  const CaseFile file = FullCase();
  const v1::Case proto = ToProto(file, {{}, {"261122-00099999-26"}});
  CHECK(proto.name() == "cases/261122-00012345-21");
  CHECK(proto.complaints(1) == "complaints/261122-00012399-53");
  CHECK(proto.owner() == "agents/a-li");
  CHECK(proto.merged_into() == "cases/261122-00099999-26");
  CHECK(proto.earlier_cases(0) == "cases/261122-00099999-26");
  CHECK(proto.etag() == EtagOf(file));
  CHECK(proto.channel() == type::v1::CHANNEL_REGULATOR);
  CHECK(proto.checklist_size() == 4);
  CHECK(proto.checklist(0).checked_by() == "agents/a-li");
  CHECK(proto.signals(1).kind() == "safety");
  CHECK(proto.plan().number() == 2);
  CHECK(proto.plan().proposer() == "agents/a-li");
  CHECK(proto.plan().steps(0).owner() == "agents/a-li");
  CHECK(proto.approval().approver() == "agents/a-wang");
  CHECK(proto.approval().delegator() == "agents/a-sun");
  CHECK(proto.callbacks(0).agent() == "agents/a-li");
  CHECK(TimeOf(proto.received_time()) == kNow - absl::Minutes(5));
  CHECK_FALSE(proto.evidence_requests(1).has_answer_time());
  // Of the first plan one remedy is done, of the second one of two: each ¥50.
  REQUIRE(proto.granted_size() == 1);
  CHECK(proto.granted(0).amount_minor() == 100'00);
}

TEST_CASE("A case that has just begun has nothing else", "[casework]") {
  CaseFile file;
  file.number = "261122-00012345-21";
  file.complaints = {file.number};
  const Fields set = WithoutValues(SetIn(ToProto(file, {})));
  CHECK(set == Fields{"Case.name", "Case.state", "Case.next_states", "Case.complaints", "Case.severity", "Case.checklist",
                      "ChecklistItem.kind", "Case.received_time", "Case.open_time", "Case.etag"});
}

TEST_CASE("In every state: the states that come next are those of the table", "[casework]") {
  for (const Named<CaseState>& state : kWords<CaseState>) {
    const v1::Case proto = ToProto(FileIn(state.value), {});
    std::vector<CaseState> next;
    for (const int number : proto.next_states()) next.push_back(static_cast<CaseState>(number));
    CHECK(next == NextStates(state.value));
  }
}

TEST_CASE("An approval is shown while it is about the present plan; one that expired was not decided", "[casework]") {
  CaseFile file = FullCase();
  file.approvals[0].plan_hash = std::string(64, 'd');
  CHECK_FALSE(ToProto(file, {}).has_approval());
  const v1::ApprovalRequest decided = ToProto(FullCase().approvals[0]);
  CHECK(decided.used_authority() == compensation::v1::AUTHORITY_MANAGER);
  for (const ApprovalState state : {ApprovalState::kPending, ApprovalState::kExpired}) {
    Approval approval = FullCase().approvals[0];
    approval.state = state;
    CHECK_FALSE(ToProto(approval).has_decide_time());
    CHECK(ToProto(approval).used_authority() == compensation::v1::AUTHORITY_UNSPECIFIED);
  }
}

v1::Case ByLink(const CaseFile& file, LinkParty party, LinkAction action, const std::string& subject) {
  return ToProto(file, {Link{party, file.number, action, subject, kNow}, {"261122-00099999-26"}});
}

TEST_CASE("A customer is shown the plan that its link is about, and nothing of who works on it", "[casework]") {
  const CaseFile file = FullCase();
  const v1::Case proto = ByLink(file, LinkParty::kCustomer, LinkAction::kAnswerPlan, file.plans[1].hash);
  CHECK(WithoutValues(SetIn(proto)) ==
        Fields{"Case.name", "Case.state", "Case.plan", "Plan.number", "Plan.steps", "Plan.hash", "Plan.totals", "Plan.answer",
               "Plan.propose_time", "Plan.answer_time", "Plan.expire_time", "PlanStep.id", "PlanStep.kind", "PlanStep.due_time",
               "PlanStep.description", "PlanStep.state", "PlanStep.result_reference", "PlanStep.done_time"});
  CHECK(proto.plan().hash() == file.plans[1].hash);
  CHECK(proto.DebugString().find("agents/") == std::string::npos);
  // Another plan has taken its place meanwhile.
  CHECK(SetIn(ByLink(file, LinkParty::kCustomer, LinkAction::kAnswerPlan, std::string(64, 'd'))) ==
        Fields{"Case.name", "Case.state"});
}

TEST_CASE("Outreach is shown what it tells the customer, and nothing that is said in the house", "[casework]") {
  CaseFile file = FullCase();
  EvidenceRequest question = OpenRequest(Party::kCustomer);
  question.id = "e3";
  file.evidence_requests.push_back(Answer(question, "照片在此", kNow + absl::Hours(1)).value());
  const v1::Case proto = ToProto(file, {{}, {"261122-00099999-26"}, true});
  CHECK(WithoutValues(SetIn(proto)) == Fields{"Case.name",
                                              "Case.state",
                                              "Case.next_states",
                                              "Case.complaints",
                                              "Case.tag",
                                              "Case.tag_confirmed",
                                              "Case.severity",
                                              "Case.channel",
                                              "Case.vip_level",
                                              "Case.evidence_requests",
                                              "Case.plan",
                                              "Case.callbacks",
                                              "Case.closing",
                                              "Case.merged_into",
                                              "Case.reopen_count",
                                              "Case.received_time",
                                              "Case.open_time",
                                              "Case.close_time",
                                              "Case.etag",
                                              "Tag.l1",
                                              "Tag.l2",
                                              "EvidenceRequest.id",
                                              "EvidenceRequest.party",
                                              "EvidenceRequest.question",
                                              "EvidenceRequest.due_time",
                                              "EvidenceRequest.default_on_silence",
                                              "EvidenceRequest.state",
                                              "EvidenceRequest.answer_time",
                                              "Plan.number",
                                              "Plan.steps",
                                              "Plan.hash",
                                              "Plan.totals",
                                              "Plan.answer",
                                              "Plan.propose_time",
                                              "Plan.answer_time",
                                              "Plan.expire_time",
                                              "PlanStep.id",
                                              "PlanStep.kind",
                                              "PlanStep.due_time",
                                              "PlanStep.description",
                                              "PlanStep.state",
                                              "PlanStep.result_reference",
                                              "PlanStep.done_time",
                                              "Callback.attempt",
                                              "Callback.outcome",
                                              "Callback.call_time",
                                              "Callback.round",
                                              "Closing.finding",
                                              "Closing.remedy_sought",
                                              "Closing.remedies_granted",
                                              "Closing.rejection_reason",
                                              "Closing.number"});
  REQUIRE(proto.evidence_requests_size() == 1);
  CHECK(proto.evidence_requests(0).id() == "e3");
  CHECK(proto.closing().rejection_reason() == "证据不足");
  CHECK(proto.DebugString().find("agents/") == std::string::npos);
}

TEST_CASE("A party is shown the one request that its link is about, without the answer", "[casework]") {
  const CaseFile file = FullCase();
  const v1::Case proto = ByLink(file, LinkParty::kSeller, LinkAction::kAnswerEvidenceRequest, "e1");
  CHECK(WithoutValues(SetIn(proto)) == Fields{"Case.name", "Case.state", "Case.evidence_requests", "EvidenceRequest.id",
                                              "EvidenceRequest.party", "EvidenceRequest.question", "EvidenceRequest.due_time",
                                              "EvidenceRequest.default_on_silence", "EvidenceRequest.state",
                                              "EvidenceRequest.answer_time"});
  CHECK(proto.evidence_requests_size() == 1);
  CHECK(proto.evidence_requests(0).id() == "e1");
}

TEST_CASE("A department is shown the one task that its link is about, without the answer; an appeal needs nothing",
          "[casework]") {
  const CaseFile file = FullCase();
  CHECK(WithoutValues(SetIn(ByLink(file, LinkParty::kDepartment, LinkAction::kAnswerTask, "t1"))) ==
        Fields{"Case.name", "Case.state", "Case.tasks", "Task.id", "Task.department", "Task.contact", "Task.request",
               "Task.due_time", "Task.answer_time", "Task.overdue"});
  CHECK(SetIn(ByLink(file, LinkParty::kDepartment, LinkAction::kAnswerTask, "t2")) == Fields{"Case.name", "Case.state"});
  CHECK(SetIn(ByLink(file, LinkParty::kCustomer, LinkAction::kAppeal, "")) == Fields{"Case.name", "Case.state"});
}

// True where every value of E has the number of the contract's enum, whose names begin with `prefix`, and the other way round.
template <class E>
bool SameWords(const google::protobuf::EnumDescriptor* contract, const std::string& prefix) {
  int same = 1;  // what the contract leaves unspecified has a word of casework's own, or none
  for (const Named<E>& named : kWords<E>) {
    if (static_cast<int>(named.value) == 0) continue;
    const auto* const value = contract->FindValueByNumber(static_cast<int>(named.value));
    if (value == nullptr || value->name() != absl::StrCat(prefix, named.word)) return false;
    ++same;
  }
  return contract->value_count() == same;
}

TEST_CASE("The words of casework are those of the contract, value by value", "[casework]") {
  CHECK(SameWords<CaseState>(v1::Case::State_descriptor(), "STATE_"));
  CHECK(SameWords<CheckResult>(v1::ChecklistItem::Result_descriptor(), "RESULT_"));
  CHECK(SameWords<EvidenceState>(v1::EvidenceRequest::State_descriptor(), "STATE_"));
  CHECK(SameWords<Party>(v1::Party_descriptor(), "PARTY_"));
  CHECK(SameWords<PlanAnswer>(v1::Plan::Answer_descriptor(), "ANSWER_"));
  CHECK(SameWords<StepKind>(v1::PlanStep::Kind_descriptor(), "KIND_"));
  CHECK(SameWords<StepState>(v1::PlanStep::State_descriptor(), "STATE_"));
  CHECK(SameWords<ApprovalState>(v1::ApprovalRequest::State_descriptor(), "STATE_"));
  CHECK(SameWords<CallbackOutcome>(v1::Callback::Outcome_descriptor(), "OUTCOME_"));
  CHECK(SameWords<Finding>(v1::Closing::Finding_descriptor(), "FINDING_"));
  CHECK(SameWords<Severity>(type::v1::Severity_descriptor(), "SEVERITY_"));
  CHECK(SameWords<Authority>(compensation::v1::Authority_descriptor(), "AUTHORITY_"));
  CHECK(SameWords<RemedyKind>(compensation::v1::RemedyKind_descriptor(), "REMEDY_KIND_"));
}

TEST_CASE("An entry of the timeline is told with its hash, and without words that were erased", "[casework]") {
  AuditEntry entry;
  entry.sequence = 7;
  entry.draft = {kNow, "agents/a-li", "NOTE_ADDED", "a", "b", "客户愿意等", true};
  entry.hash = std::string(64, 'e');
  v1::TimelineEntry proto = ToProto(entry);
  CHECK(proto.sequence() == 7);
  CHECK(TimeOf(proto.time()) == kNow);
  CHECK(proto.actor() == "agents/a-li");
  CHECK(proto.what() == "NOTE_ADDED");
  CHECK(proto.from() == "a");
  CHECK(proto.to() == "b");
  CHECK(proto.why() == "客户愿意等");
  CHECK(proto.shown_to_customer());
  CHECK(proto.hash() == entry.hash);
  CHECK_FALSE(proto.why_erased());
  entry.draft.why.clear();
  entry.why_erased = true;
  CHECK(ToProto(entry).why_erased());
}

TEST_CASE("What helps people with a case is passed on as it is", "[casework]") {
  const v1::NextStep step = ToProto(NextStep{"回访客户", "Call back", "agents/a-li", kNow});
  CHECK(step.zh() == "回访客户");
  CHECK(step.en() == "Call back");
  CHECK(step.who() == "agents/a-li");
  CHECK(TimeOf(step.due_time()) == kNow);
  CHECK_FALSE(ToProto(NextStep{"", "", "", {}}).has_due_time());
  const v1::Script script = ToProto(Script{"hello", "zh", "你好", "您好", {}, {}, {}}, "2026-11-22");
  CHECK(script.id() == "hello");
  CHECK(script.language() == "zh");
  CHECK(script.title() == "你好");
  CHECK(script.text() == "您好");
  CHECK(script.version() == "2026-11-22");
  const Uuid id = Uuid::Random();
  const v1::Delegation delegation = ToProto(id, Delegation{"a-sun", "a-wang", Authority::kManager, kNow});
  CHECK(delegation.name() == "approvalDelegations/" + id.ToString());
  CHECK(delegation.delegator() == "agents/a-sun");
  CHECK(delegation.delegate() == "agents/a-wang");
  CHECK(delegation.authority() == compensation::v1::AUTHORITY_MANAGER);
  CHECK(TimeOf(delegation.expire_time()) == kNow);
}

TEST_CASE("A broken trail is named by its entry", "[casework]") {
  AuditReport report;
  report.entry_count = 9;
  report.case_count = 2;
  report.broken = {"cases/261122-00012345-21/timeline/3: the hash is another one"};
  const v1::VerifyAuditResponse proto = ToProto(report);
  CHECK(proto.entry_count() == 9);
  CHECK(proto.case_count() == 2);
  REQUIRE(proto.broken_size() == 1);
  CHECK(proto.broken(0) == "cases/261122-00012345-21/timeline/3");
}

}  // namespace
}  // namespace redress::casework
