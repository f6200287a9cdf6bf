#include "services/casework/domain/link.h"

#include <catch2/catch.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/casework/domain/test_case_files.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT
using S = CaseState;
using A = LinkAction;
using P = LinkParty;

const BusinessTime kTomorrow = kNow + absl::Hours(24);

// What a link for `action` is about, in a case of FileIn.
std::string SubjectFor(A action) {
  if (action == A::kAnswerPlan) return std::string(64, 'c');
  if (action == A::kAppeal) return "1";
  return action == A::kAnswerTask ? "t1" : "e1";
}

Link LinkFor(P party, A action) {
  return {party, "261122-00012345-21", action, SubjectFor(action), kTomorrow};
}

// A case in `state` with an open task, and one answered.
CaseFile WithTasks(S state) {
  CaseFile file = FileIn(state);
  for (int number : {1, 2}) {
    file.tasks.push_back(AssignTask({Department::kHr, "hr-7", "核实", {}}, number, file.severity, kPolicy.asking, kNow).value());
  }
  file.tasks[1] = Answer(file.tasks[1], "属实", kNow).value();
  return file;
}

std::set<std::string> FieldsOf(const absl::Status& status) {
  std::set<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.insert(violation.field);
  return fields;
}

TEST_CASE("Each party may be linked to its own actions and no other", "[casework]") {
  const std::set<std::pair<P, A>> allowed = {
      {P::kCustomer, A::kAnswerPlan},          {P::kCustomer, A::kAnswerEvidenceRequest}, {P::kCustomer, A::kAppeal},
      {P::kSeller, A::kAnswerEvidenceRequest}, {P::kCarrier, A::kAnswerEvidenceRequest},  {P::kDepartment, A::kAnswerTask},
  };
  for (const Named<P>& party : kWords<P>) {
    for (const Named<A>& action : kWords<A>) {
      CAPTURE(party.word, action.word);
      const bool may = allowed.count({party.value, action.value}) > 0;
      CHECK(MayBeLinked(party.value, action.value) == may);
      const Link link = LinkFor(party.value, action.value);
      const absl::StatusOr<Link> read = ParseLink(SubjectOf(link), party.value);
      CHECK(read.ok() == may);
      if (may) CHECK(*read == link);
    }
  }
  CHECK(SubjectOf(LinkFor(P::kCustomer, A::kAppeal)) == "links/261122-00012345-21/APPEAL/1/1764086400000000");
  CHECK(SubjectOf(LinkFor(P::kSeller, A::kAnswerEvidenceRequest)) ==
        "links/261122-00012345-21/ANSWER_EVIDENCE_REQUEST/e1/1764086400000000");
}

TEST_CASE("What is written in another way than ours is no link", "[casework]") {
  const std::string good = SubjectOf(LinkFor(P::kCustomer, A::kAnswerEvidenceRequest));
  REQUIRE(ParseLink(good, P::kCustomer).ok());
  const std::pair<const char*, const char*> changes[] = {
      {"links/", "agents/"},
      {"links/", ""},
      {"-21/", "-22/"},
      {"261122-00012345-21", "2611220001234521"},
      {"_REQUEST", ""},
      {"_REQUEST", "_request"},
      {"/e1/", "//"},
      {"/e1/", "/-/"},
      {"/e1/", "/"},
      {"/e1/", "/e1/e2/"},
      {"/1764", "/x1764"},
      {"/1764", "/+1764"},
      {"/1764", "/ 1764"},
      {"/1764", "/01764"},
      {"000000", "000000 "},
      {"/1764", "/9999999999999999999"},
      {"EVIDENCE_REQUEST", "ANY"},
      {"ANSWER_", "ANSWER/"},
      {"/1764", "/1764/1764"},
  };
  for (const auto& [from, to] : changes) {
    const std::string bad = absl::StrReplaceAll(good, {{from, to}});
    CAPTURE(bad);
    REQUIRE(bad != good);
    CHECK(ReasonOf(ParseLink(bad, P::kCustomer).status()) == "NOT_A_LINK");
  }
  CHECK(ReasonOf(ParseLink("", P::kCustomer).status()) == "NOT_A_LINK");
  for (const char* subject : {"e1", "-", "01", "+1", "1 ", "1.0"}) {
    const std::string bad = absl::StrCat("links/261122-00012345-21/APPEAL/", subject, "/1");
    CHECK(ReasonOf(ParseLink(bad, P::kCustomer).status()) == "NOT_A_LINK");
  }
}

TEST_CASE("A link is for one case, one action and one subject, until its expiry", "[casework]") {
  const Link link = LinkFor(P::kSeller, A::kAnswerEvidenceRequest);
  const LinkUse use = {link.number, link.action, link.subject};
  CHECK(CheckLink(link, use, kNow).ok());
  CHECK(CheckLink(link, use, kTomorrow - absl::Microseconds(1)).ok());
  CHECK(ReasonOf(CheckLink(link, use, kTomorrow)) == "LINK_EXPIRED");
  CHECK(ReasonOf(CheckLink(link, {"261122-00012399-53", link.action, "e1"}, kNow)) == "LINK_OF_ANOTHER_CASE");
  CHECK(ReasonOf(CheckLink(link, {link.number, link.action, "e2"}, kNow)) == "LINK_FOR_ANOTHER_ACTION");
  for (const Named<A>& action : kWords<A>) {
    const absl::Status checked = CheckLink(link, {link.number, action.value, "e1"}, kNow);
    CHECK(ReasonOf(checked) == (action.value == link.action ? "" : "LINK_FOR_ANOTHER_ACTION"));
    if (!checked.ok()) CHECK(checked.code() == absl::StatusCode::kPermissionDenied);
  }
}

TEST_CASE("A link to appeal is for the closing for which it was given, and for no later one", "[casework]") {
  CaseFile file = FileIn(S::kRejected);
  const Link link = DraftLink(file, {P::kCustomer, A::kAppeal, "", kTomorrow}, kNow).value();
  CHECK(CheckAppealed(link, file).ok());
  file.state = S::kReopened;
  CHECK(CheckAppealed(link, file).ok());  // whether it is over, the state says
  file.state = S::kRejected;
  file.closing->number = 2;
  CHECK(ReasonOf(CheckAppealed(link, file)) == "LINK_FOR_ANOTHER_ACTION");
  CHECK(CheckAppealed(DraftLink(file, {P::kCustomer, A::kAppeal, "", kTomorrow}, kNow).value(), file).ok());
  file.closing.reset();
  CHECK(ReasonOf(CheckAppealed(link, file)) == "LINK_FOR_ANOTHER_ACTION");
}

TEST_CASE("Every link lets its party look at its case until its expiry", "[casework]") {
  for (const Named<A>& action : kWords<A>) {
    const Link link = LinkFor(P::kCustomer, action.value);
    CHECK(CheckLook(link, link.number, kNow).ok());
    CHECK(ReasonOf(CheckLook(link, link.number, kTomorrow)) == "LINK_EXPIRED");
    CHECK(ReasonOf(CheckLook(link, "261122-00012399-53", kNow)) == "LINK_OF_ANOTHER_CASE");
  }
}

TEST_CASE("In every state: a link is drafted where there is something to answer", "[casework]") {
  const auto where = [](P party, A action) {
    std::set<std::string> reasons;
    const std::string subject = action == A::kAnswerPlan || action == A::kAppeal ? "" : SubjectFor(action);
    std::set<S> states;
    for (const Named<S>& state : kWords<S>) {
      const absl::StatusOr<Link> link = DraftLink(WithTasks(state.value), {party, action, subject, kTomorrow}, kNow);
      if (link.ok()) {
        CHECK(*link == LinkFor(party, action));
        states.insert(state.value);
      } else {
        reasons.insert(ReasonOf(link.status()));
      }
    }
    CHECK(reasons == std::set<std::string>{"NOTHING_TO_ANSWER"});
    return states;
  };
  CHECK(where(P::kCustomer, A::kAnswerPlan) == std::set<S>{S::kPlanProposed});
  CHECK(where(P::kCustomer, A::kAnswerEvidenceRequest) == std::set<S>{S::kWaitingCustomer});
  CHECK(where(P::kSeller, A::kAnswerEvidenceRequest) == std::set<S>{S::kWaitingSeller});
  CHECK(where(P::kCarrier, A::kAnswerEvidenceRequest) == std::set<S>{S::kWaitingThirdParty});
  CHECK(where(P::kCustomer, A::kAppeal) == std::set<S>{S::kClosed, S::kRejected});
  CHECK(where(P::kDepartment, A::kAnswerTask) == AllBut(kOver));
}

TEST_CASE("There is no link to what was answered, is late, or is not there; a late task can be answered", "[casework]") {
  const auto reason = [](const CaseFile& file, const LinkDraft& draft, BusinessTime now) {
    return ReasonOf(DraftLink(file, draft, now).status());
  };
  const CaseFile waiting = FileIn(S::kWaitingSeller);
  const BusinessTime due = waiting.evidence_requests[0].due_time, later = due + absl::Hours(1);
  const LinkDraft asked = {P::kSeller, A::kAnswerEvidenceRequest, "e1", later};
  CHECK(reason(waiting, asked, due - absl::Microseconds(1)).empty());
  CHECK(reason(waiting, asked, due) == "NOTHING_TO_ANSWER");
  CHECK(reason(waiting, {P::kSeller, A::kAnswerEvidenceRequest, "e2", later}, kNow) == "NOTHING_TO_ANSWER");
  CHECK(reason(waiting, {P::kCarrier, A::kAnswerEvidenceRequest, "e1", later}, kNow) == "NOTHING_TO_ANSWER");
  CaseFile answered = waiting;
  answered.evidence_requests[0] = Answer(waiting.evidence_requests[0], "没有", kNow).value();
  CHECK(reason(answered, asked, kNow) == "NOTHING_TO_ANSWER");
  const CaseFile tasks = WithTasks(S::kInvestigating);
  const BusinessTime overdue = tasks.tasks[0].due_time + absl::Hours(1);
  CHECK(reason(tasks, {P::kDepartment, A::kAnswerTask, "t1", overdue + absl::Hours(1)}, overdue).empty());
  CHECK(reason(tasks, {P::kDepartment, A::kAnswerTask, "t2", kTomorrow}, kNow) == "NOTHING_TO_ANSWER");
}

TEST_CASE("Everything amiss in the wish for a link is named at once", "[casework]") {
  const CaseFile file = FileIn(S::kPlanProposed);
  const auto fields = [&](const LinkDraft& draft) { return FieldsOf(DraftLink(file, draft, kNow).status()); };
  using Fields = std::set<std::string>;
  CHECK(fields({P::kDepartment, A::kAnswerPlan, "x", kNow}) == Fields{"action", "subject", "expire_time"});
  CHECK(fields({P::kCustomer, A::kAnswerTask, "", kTomorrow}) == Fields{"action", "subject"});
  CHECK(fields({P::kSeller, A::kAnswerEvidenceRequest, "", kTomorrow}) == Fields{"subject"});
  CHECK(fields({P::kCustomer, A::kAppeal, "e1", kTomorrow}) == Fields{"subject"});
  CHECK(fields({P::kCustomer, A::kAnswerPlan, "", kNow + kLinkMax + absl::Microseconds(1)}) == Fields{"expire_time"});
  CHECK(DraftLink(file, {P::kCustomer, A::kAnswerPlan, "", kNow + kLinkMax}, kNow).ok());
}

}  // namespace
}  // namespace redress::casework
