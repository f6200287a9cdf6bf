// Once the key of a case is forgotten what people wrote about it is gone for good, while the case goes on: on a real database,
// whatever else happens meanwhile.
#include <catch2/catch.hpp>
#include <thread>

#include "tests/component/casework_words.h"

namespace redress::test {
namespace {

TEST_CASE("Once a person is erased the words of all their cases are gone, and everything else is as it was") {
  CaseworkDesk desk;
  const CaseFile before = InsertMarked(desk).value();
  REQUIRE(InsertMarked(desk, kSecond, "grants/g-2").ok());
  CaseFile other = NewCase("other");
  other.complaints = {"other"};
  other.customer = std::string(32, 'e');
  other.checklist[0] = {CheckKind::kOrder, CheckResult::kContradicted, Marked("finding "), "agents/a-li", kNow};
  REQUIRE(desk.Insert(other).ok());
  CHECK(EraseCustomer(*desk.context, "", kErasure).value() == 0);
  CHECK(EraseCustomer(*desk.context, before.customer, kErasure).value() == 2);

  const CaseFile after = desk.Get().value();
  CaseFile expected = Emptied(before);
  expected.words_erased = true;
  expected.wrapped_key.clear();
  expected.version = before.version + 1;
  expected.audit = after.audit;
  CHECK(after == expected);
  CHECK(desk.Get(kSecond)->words_erased);
  CHECK(desk.Get("other")->checklist[0].finding == Marked("finding "));
  CHECK(desk.Ask("SELECT count(*) FROM case_key WHERE wrapped IS NULL") == "2");

  const std::vector<AuditEntry> trail = TrailOf(desk);
  REQUIRE(trail.size() == 3);
  CHECK(trail[0].why_erased);
  CHECK(trail[0].draft.why.empty());
  CHECK_FALSE(trail[1].why_erased);  // there never was a reason
  CHECK(trail[2].draft.what == "WORDS_ERASED");
  CHECK(trail[2].draft.actor == "services/intake");
  CHECK(desk.Verify().broken.empty());
  CHECK(desk.Verify().entry_count == 7);

  // Again changes nothing, as after a restore; and no key comes back.
  CHECK(EraseCustomer(*desk.context, before.customer, kErasure).value() == 0);
  CHECK(desk.Get().value() == after);
  CHECK(ReasonOf(desk.Exec("UPDATE case_key SET wrapped = repeat('k', 80)::bytea WHERE wrapped IS NULL")) == "APPEND_ONLY");
  CHECK(ReasonOf(desk.Exec("DELETE FROM case_key")) == "APPEND_ONLY");
}

TEST_CASE("A case whose words are erased goes on, and keeps nothing of what is written about it") {
  CaseworkDesk desk;
  CaseFile file = NewCase();
  file.state = CaseState::kInvestigating;
  file.owner = "a-li";
  const CasePolicy policy;
  file.tasks = {AssignTask({Department::kHr, "hr-7", "old", {}}, 1, file.severity, policy.asking, kNow).value()};
  for (CheckItem& item : file.checklist) item = {item.kind, CheckResult::kConfirmed, "old", "agents/a-li", kNow};
  REQUIRE(desk.Insert(file).ok());
  REQUIRE(EraseCustomer(*desk.context, file.customer, kErasure).value() == 1);
  const Because boss = {kBoss, Marked("why "), kNow};
  PlanStep step;
  step.kind = StepKind::kPerson;
  step.owner = "a-sun";
  step.due_time = kNow + absl::Hours(24);
  step.description = Marked("description ");
  const std::vector<std::function<absl::StatusOr<Change>(const CaseFile&)>> acts = {
      [&](const CaseFile& f) { return AddNote(f, true, boss); },
      [&](const CaseFile& f) { return AnswerTask(f, "t1", Marked("answer "), boss); },
      [&](const CaseFile& f) {
        return CheckItemOf(f, {CheckKind::kOrder, CheckResult::kContradicted, "other", "", {}}, boss);
      },
      [&](const CaseFile& f) {
        return CheckItemOf(f, {CheckKind::kOrder, CheckResult::kConfirmed, "", "", {}}, boss);
      },
      [&](const CaseFile& f) {
        return RequestEvidence(f, {Party::kSeller, Marked("q "), Marked("d "), {}}, policy, boss);
      },
      [&](const CaseFile& f) { return FireDue(f, policy, kNow + absl::Hours(48)); },
      [&](const CaseFile& f) { return RejectCase(f, boss); },
      [&](const CaseFile& f) { return AppealCase(f, boss); },
      [&](const CaseFile& f) { return Advance(f, CaseState::kInvestigating, boss); },
      [&](const CaseFile& f) { return ProposePlan(f, {step}, {}, policy, boss); },
      [&](const CaseFile& f) { return AnswerPlan(f, f.plans[0].hash, PlanAnswer::kAccepted, policy, boss); },
      [&](const CaseFile& f) { return GoOn(f, kNow); },
      [&](const CaseFile& f) { return CompleteStep(f, "s1", boss); },
  };
  for (const auto& act : acts) {
    const absl::StatusOr<CaseFile> changed = Do(desk, act);
    REQUIRE(changed.status() == absl::OkStatus());
    CHECK(desk.Get().value() == *changed);
    CHECK(Emptied(*changed) == *changed);
  }
  CHECK(TablesWith(desk, kMarker).empty());
  CHECK(desk.Get()->state == CaseState::kCallbackDue);
  CHECK(desk.Get()->tasks[0].answer_time.has_value());
  CHECK(desk.Verify().broken.empty());
  for (const AuditEntry& entry : TrailOf(desk)) {
    CAPTURE(entry.sequence, entry.draft.what);
    CHECK(entry.draft.why.empty());
  }
  CHECK(TrailOf(desk)[2].why_erased);
}

TEST_CASE("The words of one reason can be erased by themselves, in an open case") {
  CaseworkDesk desk;
  REQUIRE(InsertMarked(desk).ok());
  const auto erase = [&](int64_t sequence) {
    return desk.Run<bool>([&](pqxx::work& work) -> absl::StatusOr<bool> { return EraseReason(work, kNumber, sequence); }).value();
  };
  CHECK(erase(1));
  CHECK_FALSE(erase(2));  // it never had words
  CHECK_FALSE(erase(9));
  CHECK(TrailOf(desk)[0].why_erased);
  CHECK(desk.Verify().broken.empty());
  CHECK(desk.Get()->tasks[0].request == Marked("request "));
}

TEST_CASE("An erasure that fails or loses its connection midway has erased nothing; and it is done when it is tried again") {
  CaseworkDesk desk;
  const CaseFile before = InsertMarked(desk).value();
  REQUIRE(InsertMarked(desk, kSecond, "grants/g-2").ok());
  Must(desk.Exec(absl::StrCat("CREATE TRIGGER refuse BEFORE UPDATE ON case_key FOR EACH ROW WHEN (NEW.case_number = '", kSecond,
                              "') EXECUTE FUNCTION refuse_change()")));
  CHECK(ReasonOf(EraseCustomer(*desk.context, before.customer, kErasure).status()) == "APPEND_ONLY");
  CHECK(desk.Get().value() == before);
  Must(
      desk.Exec("DROP TRIGGER refuse ON case_key;"
                "CREATE SEQUENCE attempt; CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                " IF nextval('attempt') = 2 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$;"
                "CREATE TRIGGER lose BEFORE UPDATE ON case_key FOR EACH ROW EXECUTE FUNCTION lose()"));
  CHECK(EraseCustomer(*desk.context, before.customer, kErasure).value() == 2);
  CHECK(desk.Ask("SELECT last_value FROM attempt") == "4");
  CHECK(desk.Get()->version == before.version + 1);
  CHECK(desk.Verify().broken.empty());
}

TEST_CASE("Erasing while others write and read: nobody fails, and in the end nothing is left to read") {
  CaseworkDesk desk;
  const CaseFile before = InsertMarked(desk).value();
  const auto note = [](const CaseFile& file) { return AddNote(file, false, {kBoss, Marked("note "), kNow}); };
  std::vector<absl::Status> statuses(6);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < statuses.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 10; ++n) {
        if (i == 0 && n == 5) statuses[i].Update(EraseCustomer(*desk.context, before.customer, kErasure).status());
        statuses[i].Update(i < 3 ? Do(desk, note).status() : desk.Get().status());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& status : statuses) CHECK(status == absl::OkStatus());
  CHECK(desk.Get()->version == before.version + 31);
  for (const AuditEntry& entry : TrailOf(desk)) CHECK(entry.draft.why.empty());
  CHECK(desk.Verify().broken.empty());
}

}  // namespace
}  // namespace redress::test
