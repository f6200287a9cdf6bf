// What people write about a case is in no column of the database in the clear, and opens with the key of its case in its own cell
// and nowhere else: on a real database, whose every table is searched.
#include <catch2/catch.hpp>

#include "tests/component/casework_words.h"

namespace redress::test {
namespace {

TEST_CASE("What people write is in no column of any table, and is read back as it was written") {
  CaseworkDesk desk;
  const CaseFile stored = InsertMarked(desk).value();
  CHECK(desk.Get().value() == stored);
  CHECK(Emptied(desk.Get().value()) != stored);
  CHECK(TablesWith(desk, kMarker).empty());
  for (const WordColumn& words : kWordColumns) {
    CAPTURE(words.table, words.column);
    // Sealed, each with its own bytes, and none was forgotten here.
    CHECK(desk.Ask(absl::StrCat("SELECT count(*) > 0 AND count(*) = count(DISTINCT ", words.column, ") FROM ", words.table,
                                " WHERE ", words.column, " IS NOT NULL AND octet_length(", words.column, ") > 41")) == "t");
  }
  CHECK(desk.Ask(
            "SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema() AND domain_name = 'sealed'") ==
        absl::StrCat(std::size(kWordColumns)));
  // What the search would find.
  Must(desk.Exec(absl::StrCat("UPDATE case_file SET owner = '", Marked(""), "'; UPDATE case_key SET wrapped = wrapped || '",
                              Marked(""), "'::bytea")));
  CHECK(TablesWith(desk, kMarker) == std::vector<std::string>{"case_file", "case_key"});
}

TEST_CASE("Nor is it after changes by those who work on the case, in answers to requests, or in what tells a repeated request") {
  CaseworkDesk desk;
  CaseFile file = NewCase();
  file.state = CaseState::kInvestigating;
  file.owner = "a-li";
  for (CheckItem& item : file.checklist) item = {item.kind, CheckResult::kConfirmed, Marked("finding "), "agents/a-li", kNow};
  REQUIRE(desk.Insert(file).ok());
  const Because boss = {kBoss, Marked("why "), kNow}, customer = {kCustomer, Marked("why "), kNow};
  const CasePolicy policy;
  PlanStep step;
  step.kind = StepKind::kPerson;
  step.owner = "a-sun";
  step.due_time = kNow + absl::Hours(24);
  step.description = Marked("description ");
  const std::vector<std::function<absl::StatusOr<Change>(const CaseFile&)>> acts = {
      [&](const CaseFile& f) { return AddNote(f, true, boss); },
      [&](const CaseFile& f) {
        return GiveTask(f, {Department::kHr, "hr-7", Marked("request "), {}}, policy, boss);
      },
      [&](const CaseFile& f) { return AnswerTask(f, "t1", Marked("answer "), customer); },
      [&](const CaseFile& f) {
        return RequestEvidence(f, {Party::kSeller, Marked("q "), Marked("d "), {}}, policy, boss);
      },
      [&](const CaseFile& f) { return AnswerEvidence(f, "e1", Marked("answer "), customer); },
      [&](const CaseFile& f) { return RejectCase(f, boss); },
      [&](const CaseFile& f) { return AppealCase(f, boss); },
      [&](const CaseFile& f) { return Advance(f, CaseState::kInvestigating, boss); },
      [&](const CaseFile& f) { return ProposePlan(f, {step}, {}, policy, boss); },
      [&](const CaseFile& f) { return AnswerPlan(f, f.plans[0].hash, PlanAnswer::kAccepted, policy, customer); },
      [&](const CaseFile& f) { return GoOn(f, kNow); },
      [&](const CaseFile& f) { return CompleteStep(f, "s1", boss); },
  };
  for (const auto& act : acts) {
    const absl::StatusOr<CaseFile> changed = Do(desk, act);
    REQUIRE(changed.status() == absl::OkStatus());
    CHECK(desk.Get().value() == *changed);
    CHECK(TablesWith(desk, kMarker).empty());
  }
  CHECK(desk.Get()->closing->rejection_reason == Marked("why "));
  CHECK(desk.Get()->plans[0].steps[0].description == Marked("description "));
  CHECK(desk.Get()->tasks[0].answer == Marked("answer "));
  CHECK(TrailOf(desk)[1].draft.why == Marked("why "));
  CHECK(desk.Verify().broken.empty());
}

TEST_CASE("A digest in the trail tells nobody whether a guess at its reason is right") {
  CaseworkDesk desk;
  CaseFile file = desk.Insert(NewCase()).value();
  const auto note = [&](const CaseFile& f) { return AddNote(f, false, {kBoss, "客户撒谎", kNow}); };
  REQUIRE(Do(desk, note).ok());
  REQUIRE(Do(desk, note).ok());
  CHECK(desk.Ask("SELECT count(*) FROM audit WHERE why_hash = encode(sha256(convert_to('客户撒谎', 'UTF8')), 'hex')") == "0");
  CHECK(desk.Ask("SELECT count(DISTINCT why_hash) FROM audit WHERE what = 'NOTE_ADDED'") == "2");
}

// What could stand in a cell of `words` and must not open there: a changed bit, a wrapped key, the same cell of another case,
// every other cell of its own case, and where there are several rows that of another row.
std::vector<std::string> WrongCells(const WordColumn& words) {
  const std::string column = words.column;
  std::vector<std::string> cells = {
      absl::StrCat("set_byte(", column, ", 30, get_byte(", column, ", 30) # 1)"),
      "(SELECT wrapped FROM case_key LIMIT 1)",
      absl::StrCat("(SELECT b.", column, " FROM ", words.table, " b WHERE b.case_number = '", kSecond, "' LIMIT 1)"),
  };
  for (const WordColumn& other : kWordColumns) {
    const bool same = &other == &words;
    if (same && !words.many) continue;
    cells.push_back(absl::StrCat("(SELECT b.", other.column, " FROM ", other.table, " b WHERE b.case_number = '", kNumber,
                                 "' AND b.", other.column, " IS NOT NULL LIMIT 1)"));
  }
  return cells;
}

TEST_CASE("Sealed words open in their own cell of their own case only, and a changed bit is found") {
  CaseworkDesk desk;
  REQUIRE(InsertMarked(desk).ok());
  REQUIRE(InsertMarked(desk, kSecond, "grants/g-2").ok());
  const auto reasons = [&] {
    const absl::Status file = desk.Get().status();
    const absl::Status trail =
        desk.Run<std::vector<AuditEntry>>([&](pqxx::work& work) { return ReadTrail(work, desk.vault, kNumber, 0, 9); }).status();
    return std::make_pair(ReasonOf(file), ReasonOf(trail));
  };
  // Somebody with the rights of the owner, who takes the triggers off.
  const auto forge = [&](const std::string& sql) { Must(desk.Exec("SET LOCAL session_replication_role = replica; " + sql)); };
  for (const WordColumn& words : kWordColumns) {
    CAPTURE(words.table, words.column);
    const bool trail = std::string(words.table) == "audit_reason";
    const auto expected = trail ? std::make_pair("", "UNSEAL_FAILED") : std::make_pair("UNSEAL_FAILED", "");
    const std::string table = words.table, column = words.column;
    forge(absl::StrCat("CREATE TABLE kept AS TABLE ", table));
    for (const std::string& other : WrongCells(words)) {
      CAPTURE(other);
      forge(absl::StrCat("UPDATE ", table, " SET ", column, " = ", other, " WHERE case_number = '", kNumber, "' AND ", column,
                         " IS NOT NULL"));
      CHECK(reasons() == std::pair<std::string, std::string>(expected));
      if (trail) CHECK(desk.Verify().broken.size() == 1);
      forge(absl::StrCat("DELETE FROM ", table, "; INSERT INTO ", table, " TABLE kept"));
      CHECK(reasons() == std::pair<std::string, std::string>());
    }
    forge("DROP TABLE kept");
  }
  // The key of another case in place of its own, and the other way round.
  forge("UPDATE case_key k SET wrapped = o.wrapped FROM case_key o WHERE o.case_number <> k.case_number");
  CHECK(reasons() == std::pair<std::string, std::string>("UNSEAL_FAILED", "UNSEAL_FAILED"));
  CHECK(desk.Verify().broken.size() == 2);
  // And with the keys of another installation nothing opens at all.
  const vault::KeyRing other = vault::KeyRing::Ephemeral();
  const Vaulting stranger(other);
  CHECK(ReasonOf(desk.Run<CaseFile>([&](pqxx::work& work) { return GetCase(work, stranger, kNumber); }).status()) ==
        "UNKNOWN_KEY");
  CHECK(ReasonOf(desk.Run<AuditReport>([&](pqxx::work& work) { return VerifyAudit(work, stranger, ""); }).status()) ==
        "UNKNOWN_KEY");
}

TEST_CASE("A case has its key from the moment that it exists, whatever fails or is lost while it is opened") {
  CaseworkDesk desk;
  const auto failed = desk.Run<CaseFile>([&](pqxx::work& work) -> absl::StatusOr<CaseFile> {
    RETURN_IF_ERROR(InsertCase(work, desk.vault, NewCase(), {CaseworkDesk::Entry("CASE_OPENED")}).status());
    return absl::InternalError("after it");
  });
  CHECK_FALSE(failed.ok());
  CHECK(desk.Ask("SELECT (SELECT count(*) FROM case_file) + (SELECT count(*) FROM case_key)") == "0");
  // The connection is lost at the key, the first time.
  Must(
      desk.Exec("CREATE SEQUENCE attempt; CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                " IF nextval('attempt') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NEW; END $$;"
                "CREATE TRIGGER lose BEFORE INSERT ON case_key FOR EACH ROW EXECUTE FUNCTION lose()"));
  const CaseFile stored = desk.Insert(NewCase()).value();
  CHECK(desk.Ask("SELECT last_value FROM attempt") == "2");
  CHECK(desk.Get().value() == stored);
  CHECK(desk.Ask("SELECT count(*) FROM case_key WHERE wrapped IS NOT NULL") == "1");
}

}  // namespace
}  // namespace redress::test
