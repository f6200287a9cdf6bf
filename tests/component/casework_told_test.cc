// What is published of a case when people tell the customer something, and what the customer answered through outreach, on a real
// database: each once, however often a request comes.
#include <catch2/catch.hpp>
#include <functional>

#include "libs/base/status_macros.h"
#include "services/casework/app/receive.h"
#include "services/casework/domain/resolving.h"
#include "services/casework/domain/waiting.h"
#include "tests/component/casework_fixture.h"

namespace redress::test {
namespace {

using S = CaseState;
using Decision = std::function<absl::StatusOr<Change>(const CaseFile&, BusinessTime)>;

const Actor kOwner = {"agents/a-li", "a-li", false};
const Actor kCustomer = {"customer", "", false};
const CasePolicy kPolicy;

// Decides under a request that comes three times.
CaseFile Do(CaseworkDesk& desk, const Decision& decide) {
  const Request request = {{"agents/a-li", Uuid::Random(), "test", "hash"}};
  CaseFile stored;
  for (int times = 0; times < 3; ++times) {
    const auto changed = ChangeCase(*desk.context, request, {kNumber, ""}, decide);
    Must(changed.status());
    stored = *changed;
  }
  return stored;
}

int Said(CaseworkDesk& desk, FactKind kind) {
  return std::stoi(desk.Ask(absl::StrCat("SELECT count(*) FROM event WHERE type = 'test.Fact", static_cast<int>(kind), "'")));
}

absl::Status Tell(CaseworkDesk& desk, const CaseInput& input) {
  return desk.pool->Transact([&](pqxx::work& transaction) -> absl::Status {
    std::vector<events::NewEvent> said;
    RETURN_IF_ERROR(Receive(transaction, *desk.context, {input}, &said));
    return said.empty() ? absl::OkStatus() : events::Append(transaction, said);
  });
}

CaseInput Survey(int closing, int score) {
  CaseInput input;
  input.kind = CaseInput::Kind::kSurvey;
  input.complaint.case_number = kNumber;
  input.survey = {closing, score};
  return input;
}

CaseInput Judged(bool solved) {
  CaseInput input;
  input.kind = CaseInput::Kind::kJudged;
  input.complaint.case_number = kNumber;
  input.solved = solved;
  return input;
}

Closing NoComplaint() {
  Closing closing;
  closing.finding = Finding::kNotAComplaint;
  return closing;
}

CaseFile Close(CaseworkDesk& desk) {
  return Do(desk, [](auto& file, auto now) {
    return CloseCase(file, NoComplaint(), kPolicy, {{"agents/s", "s", true}, "", now});
  });
}

TEST_CASE("The checklist is completed once, and each thing that a person tells the customer is told once", "[casework]") {
  CaseworkDesk desk;
  CaseFile file = NewCase();
  file.state = S::kVerifying;
  file.owner = "a-li";
  Must(desk.Insert(file).status());
  for (const Named<CheckKind>& kind : kWords<CheckKind>) {
    CHECK(Said(desk, FactKind::kChecklistCompleted) == 0);
    Do(desk, [&](auto& now_file, auto now) {
      return CheckItemOf(now_file, {kind.value, CheckResult::kConfirmed, "", "", {}}, {kOwner, "", now});
    });
  }
  CHECK(Said(desk, FactKind::kChecklistCompleted) == 1);
  Do(desk, [](auto& now_file, auto now) { return AddNote(now_file, false, {kOwner, "internal", now}); });
  CHECK(Said(desk, FactKind::kCustomerTold) == 0);
  Do(desk, [](auto& now_file, auto now) { return AddNote(now_file, true, {kOwner, "we look into it", now}); });
  CHECK(Said(desk, FactKind::kCustomerTold) == 1);
  Do(desk, [](auto& now_file, auto now) {
    return RequestEvidence(now_file, {Party::kCustomer, "q", "d", {}}, kPolicy, {kOwner, "", now});
  });
  CHECK(Said(desk, FactKind::kCustomerTold) == 2);
  Do(desk, [](auto& now_file, auto now) { return AnswerEvidence(now_file, "e1", "a", {kCustomer, "", now}); });
  CHECK(Said(desk, FactKind::kCustomerTold) == 2);
  Do(desk, [](auto& now_file, auto now) { return RejectCase(now_file, {kOwner, "no", now}); });
  CHECK(Said(desk, FactKind::kCustomerTold) == 3);
  CHECK(Said(desk, FactKind::kChecklistCompleted) == 1);
}

TEST_CASE("What a survey said stays known: it reopens the case once, and a later one is only noted", "[casework]") {
  CaseworkDesk desk;
  Must(desk.Insert(NewCase()).status());
  CHECK(Close(desk).closing->number == 1);
  Must(Tell(desk, Survey(1, 3)));
  CHECK(desk.Get()->state == S::kClosed);
  Must(Tell(desk, Survey(1, 1)));
  CHECK(desk.Get()->state == S::kReopened);
  CHECK(desk.Get()->survey_reopened);
  CHECK(Close(desk).closing->number == 2);
  Must(Tell(desk, Survey(2, 1)));
  const CaseFile file = desk.Get().value();
  CHECK(file.state == S::kClosed);
  CHECK(file.reopen_count == 1);
  CHECK(file.closing->number == 2);
  CHECK(Said(desk, FactKind::kCaseReopened) == 1);
  CHECK(desk.Ask("SELECT string_agg(from_word || '/' || to_word, ' ' ORDER BY sequence) FROM audit"
                 " WHERE what = 'SURVEY_ANSWERED'") == "1/3 1/1 2/1");
  CHECK(desk.Verify().broken.empty());
}

TEST_CASE("A solved question closes the case as no complaint; a judgement about no case is refused", "[casework]") {
  CaseworkDesk desk;
  CHECK(ReasonOf(Tell(desk, Judged(true))) == "CASE_UNKNOWN");
  Must(desk.Insert(NewCase()).status());
  Must(Tell(desk, Judged(false)));
  CHECK(desk.Get()->state == S::kOpen);
  Must(Tell(desk, Judged(true)));
  CHECK(desk.Get()->state == S::kClosed);
  CHECK(desk.Get()->closing->closed_by == "customer");
  Must(Tell(desk, Judged(true)));
  CHECK(Said(desk, FactKind::kCaseClosed) == 1);
  CHECK(desk.Verify().broken.empty());
}

TEST_CASE("The number of a closing that was made before it was kept is read from the trail", "[casework]") {
  CaseworkDesk desk;
  CaseFile file = NewCase();
  file.state = S::kInvestigating;
  file.owner = "a-li";
  Must(desk.Insert(file).status());
  Do(desk, [](auto& now_file, auto now) { return RejectCase(now_file, {kOwner, "no", now}); });
  Do(desk, [](auto& now_file, auto now) { return AppealCase(now_file, {kCustomer, "yes", now}); });
  Close(desk);
  Must(desk.Exec("ALTER TABLE case_file DROP COLUMN closing_number, DROP COLUMN survey_reopened"));
  Must(desk.Exec(casework::Migrations().at(1).sql));
  CHECK(desk.Get()->closing->number == 2);
  CHECK_FALSE(desk.Get()->survey_reopened);
}

}  // namespace
}  // namespace redress::test
