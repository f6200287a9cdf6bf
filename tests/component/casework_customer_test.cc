// What the customer says of a case through outreach and by its link, over gRPC with the real others beside it; and what outreach
// is shown of a case.
#include <algorithm>
#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "redress/outreach/v1/outreach_events.pb.h"
#include "tests/component/casework_suite.h"

namespace redress::test {
namespace {

using cw::Case;
using Stub = cw::CaseworkService::Stub;

constexpr absl::Duration kPatience = absl::Seconds(60);

outreach::v1::IntentJudged Judged(const std::string& name, bool solved) {
  outreach::v1::IntentJudged event;
  event.set_case_(name);
  event.set_solved(solved);
  return event;
}

outreach::v1::SurveyAnswered Surveyed(const std::string& name, int closing, int score) {
  outreach::v1::SurveyAnswered event;
  event.set_case_(name);
  event.set_closing(closing);
  event.set_score(score);
  return event;
}

// How often this stands in the timeline, once it stands there so often.
bool Says(CaseworkSuite& suite, const std::string& name, const std::string& what, int times = 1) {
  return Eventually(kPatience, [&] {
    const std::vector<std::string> said = suite.Timeline(name);
    return std::count(said.begin(), said.end(), what) == times;
  });
}

Case Dismiss(CaseworkSuite& suite, const std::string& name) {
  auto close = About<cw::CloseCaseRequest>(name);
  close.mutable_closing()->set_finding(cw::Closing::FINDING_NOT_A_COMPLAINT);
  return Must(suite.Call(kSun, &Stub::CloseCase, close));
}

Case Reject(CaseworkSuite& suite, const std::string& name) {
  auto reject = About<cw::RejectCaseRequest>(name);
  reject.set_reason("签收记录与描述不符");
  return Must(suite.Call(kSun, &Stub::RejectCase, reject));
}

TEST_CASE("A question that was solved closes its case; one that was not stays with people", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  for (const char* order : {"intent-1", "intent-2"}) suite.PutOrder(order);
  const std::string name = suite.Complain("intent-1"), other = suite.Complain("intent-2");
  suite.SayAsOutreach(other, Judged(other, false));
  suite.SayAsOutreach(name, Judged(name, true));
  const Case closed = suite.WaitFor(name, [](const Case& file) { return file.state() == Case::STATE_CLOSED; });
  CHECK(closed.closing().finding() == cw::Closing::FINDING_NOT_A_COMPLAINT);
  CHECK(closed.closing().closed_by() == "customer");
  CHECK(closed.closing().number() == 1);
  CHECK(Says(suite, other, "INTENT_JUDGED"));
  CHECK(suite.Get(other).state() == Case::STATE_OPEN);
}

TEST_CASE("A dissatisfied survey reopens a closed case to a supervisor, once in its life", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("survey-1");
  const std::string name = suite.Complain("survey-1");
  Dismiss(suite, name);
  suite.SayAsOutreach(name, Surveyed(name, 1, 2));
  const Case reopened = suite.WaitFor(name, [](const Case& file) { return file.state() == Case::STATE_REOPENED; });
  CHECK(reopened.reopen_count() == 1);
  CHECK(reopened.owner().empty());
  CHECK(Dismiss(suite, name).closing().number() == 2);
  suite.SayAsOutreach(name, Surveyed(name, 2, 1));
  CHECK(Says(suite, name, "SURVEY_ANSWERED", 2));
  CHECK(suite.Get(name).state() == Case::STATE_CLOSED);
}

TEST_CASE("A link to appeal is worth nothing once the case was closed anew", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("appeal-1");
  const std::string name = suite.Complain("appeal-1");
  suite.Investigate(name);
  Reject(suite, name);
  const std::string first = suite.Link(name, "CUSTOMER", "APPEAL");
  auto appeal = About<cw::AppealCaseRequest>(name);
  appeal.set_reason("我没有签收");
  const Case reopened = Must(suite.CallWith<cw::CaseworkService>(first, &Stub::AppealCase, appeal));
  CHECK(reopened.state() == Case::STATE_REOPENED);
  CHECK(suite.CallWith<cw::CaseworkService>(first, &Stub::AppealCase, appeal).ok());
  Reject(suite, name);
  CHECK(suite.CallWith<cw::CaseworkService>(first, &Stub::AppealCase, appeal).ok());  // the same request: what it did first
  CHECK(suite.Get(name).state() == Case::STATE_REJECTED);
  appeal.set_request_id(Uuid::Random().ToString());
  CHECK(ReasonOf(suite.CallWith<cw::CaseworkService>(first, &Stub::AppealCase, appeal).status()) == "LINK_FOR_ANOTHER_ACTION");
  const std::string second = suite.Link(name, "CUSTOMER", "APPEAL");
  CHECK(Must(suite.CallWith<cw::CaseworkService>(second, &Stub::AppealCase, appeal)).state() == Case::STATE_REOPENED);
}

TEST_CASE("Outreach is shown the customer's questions and plan, and nothing that is said in the house", "[casework]") {
  CaseworkSuite& suite = TheCaseworkSuite();
  suite.PutOrder("seen-2");
  const std::string name = suite.Complain("seen-2");
  suite.Investigate(name);
  auto note = About<cw::AddNoteRequest>(name);
  note.set_text("内部：疑似重复索赔");
  Must(suite.Call(kSun, &Stub::AddNote, note).status());
  auto task = About<cw::AssignTaskRequest>(name);
  task.mutable_task()->set_department("WAREHOUSE");
  task.mutable_task()->set_contact("wh-1");
  task.mutable_task()->set_request("内部：查库存");
  Must(suite.Call(kSun, &Stub::AssignTask, task).status());
  auto ask = About<cw::RequestEvidenceRequest>(name);
  ask.mutable_evidence_request()->set_party(cw::PARTY_SELLER);
  ask.mutable_evidence_request()->set_question("内部：发货单？");
  ask.mutable_evidence_request()->set_default_on_silence("未发货");
  Must(suite.Call(kSun, &Stub::RequestEvidence, ask).status());
  ask.set_request_id(Uuid::Random().ToString());
  ask.mutable_evidence_request()->set_party(cw::PARTY_CUSTOMER);
  ask.mutable_evidence_request()->set_question("请提供外箱照片");
  Must(suite.Call(kSun, &Stub::RequestEvidence, ask).status());
  const Case seen = suite.Get(name, kOutreach);
  REQUIRE(seen.evidence_requests_size() == 1);
  CHECK(seen.evidence_requests(0).question() == "请提供外箱照片");
  CHECK(seen.complaints_size() == 1);
  CHECK((seen.tasks().empty() && seen.checklist().empty()));
  CHECK(seen.DebugString().find("agents/") == std::string::npos);
  CHECK(suite.Get(name).tasks_size() == 1);
  cw::ListTimelineRequest timeline;
  timeline.set_parent(name);
  CHECK(ReasonOf(suite.Call(kOutreach, &Stub::ListTimeline, timeline).status()) == "ROLE_NOT_ALLOWED");
  // The same role of another service is let in nowhere.
  cw::GetCaseRequest get;
  get.set_name(name);
  CHECK(ReasonOf(suite.Call({"services/routing", "SERVICE"}, &Stub::GetCase, get).status()) == "SERVICE_NOT_ALLOWED");
}

}  // namespace
}  // namespace redress::test
