// Casework over gRPC with the real others beside it: the way of a case from complaint to closing, who sees and does what, links,
// and what a request sent again does.
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "tests/component/casework_suite.h"

namespace redress::test {
namespace {

using Stub = cw::CaseworkService::Stub;
using compensation::v1::REMEDY_KIND_COUPON;
using compensation::v1::REMEDY_KIND_REFUND;
using cw::Case;

bool AllRemediesDone(const Case& file) {
  for (const cw::PlanStep& step : file.plan().steps()) {
    if (step.kind() == cw::PlanStep::KIND_REMEDY && step.state() != cw::PlanStep::STATE_DONE) return false;
  }
  return true;
}

std::string LastStep(const Case& file) {
  return file.plan().steps(file.plan().steps_size() - 1).id();
}

absl::StatusOr<Case> Decide(CaseworkSuite& suite, const Case& file, const As& who, bool approved = true) {
  auto request = About<cw::DecideApprovalRequest>(file.name());
  request.set_plan_hash(file.plan().hash());
  request.set_approved(approved);
  request.set_reason(approved ? "" : "太多了");
  return suite.Call(who, &Stub::DecideApproval, request);
}

// From EXECUTING to CLOSED, by a supervisor.
Case Finish(CaseworkSuite& suite, const std::string& name) {
  const Case executing = suite.WaitFor(name, &AllRemediesDone);
  auto step = About<cw::CompleteStepRequest>(name);
  step.set_step(LastStep(executing));
  step.set_result("已道歉");
  suite.WaitFor(name, [](const Case& file) {
    return file.plan().steps(file.plan().steps_size() - 1).state() == cw::PlanStep::STATE_RUNNING;
  });
  CHECK(Must(suite.Call(kSun, &Stub::CompleteStep, step)).state() == Case::STATE_CALLBACK_DUE);
  auto callback = About<cw::RecordCallbackRequest>(name);
  callback.set_outcome(cw::Callback::OUTCOME_SATISFIED);
  Must(suite.Call(kSun, &Stub::RecordCallback, callback));
  auto close = About<cw::CloseCaseRequest>(name);
  close.mutable_closing()->set_finding(cw::Closing::FINDING_SUBSTANTIATED);
  close.mutable_closing()->set_responsible_party(cw::PARTY_CARRIER);
  close.mutable_closing()->set_root_cause("PARCEL_LOST");
  close.mutable_closing()->set_remedy_sought("REFUND");
  return Must(suite.Call(kSun, &Stub::CloseCase, close));
}

TEST_CASE("A case goes from the complaint to its closing, and is paid once", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("way-1");
  const std::string name = suite.Complain("way-1");
  const Case open = suite.Get(name);
  CHECK(open.state() == Case::STATE_OPEN);
  CHECK(open.complaints_size() == 1);
  CHECK(open.channel() == type::v1::CHANNEL_APP);
  suite.Investigate(name);
  const Case proposed = suite.Propose(name, {REMEDY_KIND_REFUND, REMEDY_KIND_COUPON});
  CHECK(proposed.state() == Case::STATE_PLAN_PROPOSED);
  REQUIRE(proposed.plan().totals_size() == 1);
  CHECK(proposed.plan().totals(0).amount_minor() == 8'000 + 3'000);
  CHECK(proposed.plan().required_authority() == compensation::v1::AUTHORITY_SUPERVISOR);

  const Case pending = Must(suite.Answer(proposed, cw::Plan::ANSWER_ACCEPTED));
  CHECK(pending.state() == Case::STATE_APPROVAL_PENDING);
  CHECK(ReasonOf(Decide(suite, proposed, kSun).status()) == "SELF_APPROVAL");
  CHECK(ReasonOf(Decide(suite, proposed, kLegal).status()) == "AUTHORITY_TOO_LOW");
  const Case approved = Must(Decide(suite, proposed, kLeader));
  CHECK(approved.state() == Case::STATE_EXECUTING);
  CHECK(approved.approval().approver() == "agents/a-zhou");

  const Case closed = Finish(suite, name);
  CHECK(closed.state() == Case::STATE_CLOSED);
  CHECK(closed.closing().remedies_granted_size() == 2);
  REQUIRE(closed.granted_size() == 1);
  CHECK(closed.granted(0).amount_minor() == 11'000);
  for (const cw::PlanStep& step : closed.plan().steps()) {
    CHECK(step.state() == cw::PlanStep::STATE_DONE);
    CHECK(step.result_reference().empty() == (step.kind() != cw::PlanStep::KIND_REMEDY));
  }
  CHECK(suite.Succeeded("way-1", "refund") == 1);
  CHECK(suite.Succeeded("way-1", "coupon") == 1);
  // Who was found responsible is charged with both, once compensation has heard of it.
  compensation::v1::ListClaimsRequest claims;
  claims.set_filter(absl::StrCat("case = \"", name, "\" AND party = CARRIER AND state = OPEN"));
  CHECK(Eventually(absl::Seconds(60), [&] {
    return Must(suite.CallAs<compensation::v1::CompensationService>(
                    kManager, &compensation::v1::CompensationService::Stub::ListClaims, claims))
               .claims_size() == 2;
  }));
  CHECK(suite.Faults().empty());

  cw::ListTimelineRequest timeline;
  timeline.set_parent(name);
  const auto entries = Must(suite.Call(kManager, &Stub::ListTimeline, timeline));
  CHECK(entries.entries(0).what() == "CASE_OPENED");
  CHECK(entries.entries(entries.entries_size() - 1).what() == "CASE_CLOSED");
  CHECK_FALSE(entries.has_next_step());
  cw::VerifyAuditRequest audit;
  audit.set_case_(name);
  const auto verified = Must(suite.Call(kManager, &Stub::VerifyAudit, audit));
  CHECK(verified.case_count() == 1);
  CHECK(verified.entry_count() == entries.entries_size());
  CHECK(verified.broken().empty());
}

TEST_CASE("The audit finds one changed byte", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("audit-1");
  const std::string name = suite.Complain("audit-1");
  suite.Investigate(name);
  const std::string number = name.substr(6);
  suite.Sql("ALTER TABLE casework.audit DISABLE TRIGGER audit_append_only");
  suite.Sql(
      absl::StrCat("UPDATE casework.audit SET to_word = to_word || 'X' WHERE case_number = '", number, "' AND sequence = 3"));
  suite.Sql("ALTER TABLE casework.audit ENABLE TRIGGER audit_append_only");
  cw::VerifyAuditRequest request;
  const auto found = Must(suite.Call(kManager, &Stub::VerifyAudit, request));
  REQUIRE(found.broken_size() == 1);
  CHECK(found.broken(0).find(absl::StrCat(name, "/timeline/3")) == 0);
  CHECK(found.case_count() > 1);
}

TEST_CASE("The same request is one change, however often and from wherever at once; another body is refused", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("again-1");
  const std::string name = suite.Complain("again-1");
  auto note = About<cw::AddNoteRequest>(name);
  note.set_text("客户很急");
  std::vector<std::thread> threads;
  std::vector<absl::StatusOr<Case>> answers(20);
  for (auto& answer : answers) {
    threads.emplace_back([&] { answer = suite.Call(kSun, &Stub::AddNote, note); });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> etags;
  for (const auto& answer : answers) etags.insert(Must(answer).etag());
  CHECK(etags.size() == 1);
  cw::ListTimelineRequest timeline;
  timeline.set_parent(name);
  int notes = 0;
  const auto listed = Must(suite.Call(kSun, &Stub::ListTimeline, timeline));
  for (const cw::TimelineEntry& entry : listed.entries()) {
    notes += entry.what() == "NOTE_ADDED" && entry.why() == "客户很急" ? 1 : 0;
  }
  CHECK(notes == 1);
  note.set_text("客户不急");
  CHECK(ReasonOf(suite.Call(kSun, &Stub::AddNote, note).status()) == "REQUEST_ID_REUSED");
  note.set_request_id(Uuid::Random().ToString());
  note.set_etag("0");
  CHECK(ReasonOf(suite.Call(kSun, &Stub::AddNote, note).status()) == "ETAG_MISMATCH");
  const auto quote = About<cw::QuoteCaseRequest>(name);
  suite.Investigate(name);
  CHECK(Must(suite.Call(kSun, &Stub::QuoteCase, quote)).name() == Must(suite.Call(kSun, &Stub::QuoteCase, quote)).name());
}

TEST_CASE("What was done is answered to whoever asks again, though it could not be done any more", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("again-2");
  const std::string name = suite.Complain("again-2");
  const auto fill = About<cw::FillChecklistRequest>(name);
  const Case filled = Must(suite.Call(kSun, &Stub::FillChecklist, fill));
  auto close = About<cw::CloseCaseRequest>(name);
  close.mutable_closing()->set_finding(cw::Closing::FINDING_NOT_A_COMPLAINT);
  Must(suite.Call(kSun, &Stub::CloseCase, close));
  CHECK(Must(suite.Call(kSun, &Stub::FillChecklist, fill)).etag() == filled.etag());
  CHECK(ReasonOf(suite.Call(kSun, &Stub::FillChecklist, About<cw::FillChecklistRequest>(name)).status()) == "CASE_NOT_LIVE");
}

TEST_CASE("A specialist sees the cases that it has to do with, and no other exists for it", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("seen-1");
  const std::string name = suite.Complain("seen-1");
  cw::GetCaseRequest get;
  get.set_name(name);
  auto note = About<cw::AddNoteRequest>(name);
  note.set_text("看看");
  CHECK(ReasonOf(suite.Call(kLi, &Stub::GetCase, get).status()) == "CASE_NOT_FOUND");
  CHECK(ReasonOf(suite.Call(kLi, &Stub::AddNote, note).status()) == "CASE_NOT_FOUND");
  cw::ListCasesRequest list;
  list.set_filter(absl::StrCat("complaint = \"complaints/", name.substr(6), "\""));
  CHECK(Must(suite.Call(kLi, &Stub::ListCases, list)).cases().empty());
  REQUIRE(Must(suite.Call(kSun, &Stub::ListCases, list)).cases_size() == 1);
  // Whoever sees to a step of its plan.
  suite.Investigate(name);
  auto propose = About<cw::ProposePlanRequest>(name);
  cw::PlanStep& step = *propose.add_steps();
  step.set_kind(cw::PlanStep::KIND_PERSON);
  step.set_owner("agents/a-li");
  step.set_description("上门取件");
  step.mutable_due_time()->set_seconds(suite.Now().micros() / 1'000'000 + 3'600);
  Must(suite.Call(kSun, &Stub::ProposePlan, propose).status());
  CHECK(suite.Call(kLi, &Stub::GetCase, get).ok());
  CHECK(Must(suite.Call(kLi, &Stub::ListCases, list)).cases_size() == 1);
  CHECK(ReasonOf(suite
                     .Call(kLi, &Stub::WithdrawPlan,
                           [&] {
                             auto withdraw = About<cw::WithdrawPlanRequest>(name);
                             withdraw.set_reason("不合适");
                             return withdraw;
                           }())
                     .status()) == "NOT_OWNER");
}

TEST_CASE("A link does the one thing that it was given for, until its time is over, and shows its party its part", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  for (const char* order : {"link-1", "link-2"}) suite.PutOrder(order);
  const std::string name = suite.Complain("link-1"), other = suite.Complain("link-2");
  suite.Investigate(name);
  auto ask = About<cw::RequestEvidenceRequest>(name);
  ask.mutable_evidence_request()->set_party(cw::PARTY_CARRIER);
  ask.mutable_evidence_request()->set_question("签收记录？");
  ask.mutable_evidence_request()->set_default_on_silence("未签收");
  CHECK(Must(suite.Call(kSun, &Stub::RequestEvidence, ask)).state() == Case::STATE_WAITING_THIRD_PARTY);
  const std::string link = suite.Link(name, "CARRIER", "ANSWER_EVIDENCE_REQUEST", "e1");

  cw::GetCaseRequest get;
  get.set_name(name);
  const Case part = Must(suite.CallWith<cw::CaseworkService>(link, &Stub::GetCase, get));
  CHECK(part.name() == name);
  REQUIRE(part.evidence_requests_size() == 1);
  CHECK(part.evidence_requests(0).question() == "签收记录？");
  CHECK((part.complaints().empty() && part.checklist().empty() && part.owner().empty() && !part.has_tag()));
  get.set_name(other);
  CHECK(ReasonOf(suite.CallWith<cw::CaseworkService>(link, &Stub::GetCase, get).status()) == "LINK_OF_ANOTHER_CASE");

  auto answer = About<cw::AnswerEvidenceRequestRequest>(other);
  answer.set_evidence_request("e1");
  answer.set_answer("没有");
  CHECK(ReasonOf(suite.CallWith<cw::CaseworkService>(link, &Stub::AnswerEvidenceRequest, answer).status()) ==
        "LINK_OF_ANOTHER_CASE");
  answer.set_name(name);
  answer.set_evidence_request("e2");
  CHECK(ReasonOf(suite.CallWith<cw::CaseworkService>(link, &Stub::AnswerEvidenceRequest, answer).status()) ==
        "LINK_FOR_ANOTHER_ACTION");
  answer.set_evidence_request("e1");
  CHECK(Must(suite.CallWith<cw::CaseworkService>(link, &Stub::AnswerEvidenceRequest, answer)).state() ==
        Case::STATE_INVESTIGATING);

  cw::IssueLinkRequest issue;
  issue.set_name(name);
  issue.set_party("CUSTOMER");
  issue.set_action("ANSWER_PLAN");
  issue.mutable_expire_time()->set_seconds(suite.Now().micros() / 1'000'000 + 60);
  CHECK(ReasonOf(suite.Call(kOutreach, &Stub::IssueLink, issue).status()) == "NOTHING_TO_ANSWER");
  const Case proposed = suite.Propose(name, {REMEDY_KIND_REFUND});
  const std::string customer = suite.Link(name, "CUSTOMER", "ANSWER_PLAN");
  get.set_name(name);
  const Case seen = Must(suite.CallWith<cw::CaseworkService>(customer, &Stub::GetCase, get));
  CHECK(seen.plan().hash() == proposed.plan().hash());
  CHECK(seen.plan().proposer().empty());
  suite.Advance(absl::Hours(73));
  auto late = About<cw::AnswerPlanRequest>(name);
  late.set_plan_hash(proposed.plan().hash());
  late.set_answer(cw::Plan::ANSWER_ACCEPTED);
  CHECK(ReasonOf(suite.CallWith<cw::CaseworkService>(customer, &Stub::AnswerPlan, late).status()) == "LINK_EXPIRED");
  CHECK(Must(suite.Answer(proposed, cw::Plan::ANSWER_DECLINED)).state() == Case::STATE_INVESTIGATING);
}

TEST_CASE("Authority is lent for a time to one who has none, and never by the proposer", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("lent-1", 30'000);
  const std::string name = suite.Complain("lent-1");
  suite.Investigate(name);
  const Case proposed = suite.Propose(name, {REMEDY_KIND_REFUND});
  Must(suite.Answer(proposed, cw::Plan::ANSWER_ACCEPTED));
  const As wu = {"agents/a-wu", "SPECIALIST"};
  CHECK(ReasonOf(Decide(suite, proposed, wu).status()) == "CASE_NOT_FOUND");
  // As if it had been offered the work item.
  suite.Sql(absl::StrCat("INSERT INTO casework.case_reader (case_number, agent, open_us) SELECT case_number, 'a-wu', open_us",
                         " FROM casework.case_file WHERE case_number = '", name.substr(6), "'"));
  CHECK(ReasonOf(Decide(suite, proposed, wu).status()) == "AUTHORITY_TOO_LOW");
  cw::DelegateApprovalRequest lend;
  lend.set_request_id(Uuid::Random().ToString());
  lend.mutable_delegation()->set_delegate("agents/a-wu");
  lend.mutable_delegation()->mutable_expire_time()->set_seconds(suite.Now().micros() / 1'000'000 + 3'600);
  const cw::Delegation lent = Must(suite.Call(kSun, &Stub::DelegateApproval, lend));
  CHECK(lent.delegator() == "agents/a-sun");
  CHECK(Must(suite.Call(kSun, &Stub::DelegateApproval, lend)).name() == lent.name());
  CHECK(ReasonOf(Decide(suite, proposed, wu).status()) == "SELF_APPROVAL");
  lend.set_request_id(Uuid::Random().ToString());
  Must(suite.Call(kLeader, &Stub::DelegateApproval, lend));
  const Case approved = Must(Decide(suite, proposed, wu));
  CHECK(approved.approval().delegator() == "agents/a-zhou");
  CHECK(Finish(suite, name).state() == Case::STATE_CLOSED);
}

TEST_CASE("A deadline decides without anybody, at its own time", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("late-1");
  const std::string name = suite.Complain("late-1");
  suite.Investigate(name);
  auto ask = About<cw::RequestEvidenceRequest>(name);
  ask.mutable_evidence_request()->set_party(cw::PARTY_SELLER);
  ask.mutable_evidence_request()->set_question("有货吗？");
  ask.mutable_evidence_request()->set_default_on_silence("没有货");
  const Case waiting = Must(suite.Call(kSun, &Stub::RequestEvidence, ask));
  CHECK(waiting.state() == Case::STATE_WAITING_SELLER);
  suite.Advance(absl::Hours(24 * 3));
  const Case defaulted = suite.WaitFor(name, [](const Case& file) { return file.state() == Case::STATE_INVESTIGATING; });
  CHECK(defaulted.evidence_requests(0).state() == cw::EvidenceRequest::STATE_DEFAULTED);
  CHECK(defaulted.evidence_requests(0).answer_time().seconds() == waiting.evidence_requests(0).due_time().seconds());
}

TEST_CASE("What the platform cannot say is left to a person, and a plan waits for that", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  const std::string name = suite.Complain("nowhere-1");
  auto advance = About<cw::AdvanceCaseRequest>(name);
  advance.set_to_state(cw::Case::STATE_VERIFYING);
  advance.set_reason("核实");
  Must(suite.Call(kSun, &Stub::AdvanceCase, advance));
  suite.SetFault(control::Fault::KIND_DOWN);
  const Case unknown = Must(suite.Call(kSun, &Stub::FillChecklist, About<cw::FillChecklistRequest>(name)));
  suite.ClearFaults();
  CHECK(unknown.checklist(0).result() == cw::ChecklistItem::RESULT_UNKNOWN);
  const Case filled = Must(suite.Call(kSun, &Stub::FillChecklist, About<cw::FillChecklistRequest>(name)));
  CHECK(filled.checklist(0).result() == cw::ChecklistItem::RESULT_CONTRADICTED);
  advance = About<cw::AdvanceCaseRequest>(name);
  advance.set_to_state(cw::Case::STATE_INVESTIGATING);
  advance.set_reason("调查");
  Must(suite.Call(kSun, &Stub::AdvanceCase, advance));
  auto propose = About<cw::ProposePlanRequest>(name);
  const absl::Status refused = suite.Call(kSun, &Stub::ProposePlan, propose).status();
  CHECK(ReasonOf(refused) == "CHECKLIST_INCOMPLETE");
  advance = About<cw::AdvanceCaseRequest>(name);
  advance.set_to_state(cw::Case::STATE_CLOSED);
  advance.set_reason("结案");
  CHECK(ReasonOf(suite.Call(kSun, &Stub::AdvanceCase, advance).status()) == "ILLEGAL_TRANSITION");
}

}  // namespace
}  // namespace redress::test
