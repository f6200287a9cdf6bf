// What people write about a case is in no column of the database in the clear, opens with the key of its case and nowhere else,
// and is gone for good once that key is forgotten, while the case goes on: on a real database, whose every table is searched.
#include <catch2/catch.hpp>
#include <functional>
#include <thread>

#include "absl/strings/escaping.h"
#include "services/casework/app/erase.h"
#include "services/casework/domain/handling.h"
#include "services/casework/domain/resolving.h"
#include "services/casework/domain/waiting.h"
#include "services/casework/store/reader_store.h"
#include "tests/component/casework_fixture.h"

namespace redress::test {
namespace {

constexpr char kMarker[] = "暗号CANARY";
constexpr char kSecond[] = "261122-00012346-20";
const Actor kBoss = {"agents/a-sun", "a-sun", true};
const Actor kCustomer = {"customer", "", false};
const Because kErasure = {{"services/intake", "", false}, "", kNow};

std::string Marked(const std::string& where) {
  return absl::StrCat(where, kMarker);
}

// Every column that holds what people wrote.
struct WordColumn {
  const char* table;
  const char* column;
};
constexpr WordColumn kWordColumns[] = {
    {"case_file", "rejection_reason"},
    {"check_item", "finding"},
    {"evidence_request", "question"},
    {"evidence_request", "default_on_silence"},
    {"evidence_request", "answer"},
    {"task", "request"},
    {"task", "answer"},
    {"step", "description"},
    {"approval", "reason"},
    {"audit_reason", "why"},
};

// A case that people wrote about wherever they can.
CaseFile Marked(CaseFile file) {
  for (CheckItem& item : file.checklist) item.finding = Marked("finding ");
  for (EvidenceRequest& request : file.evidence_requests) {
    request.question = Marked("question "), request.default_on_silence = Marked("default "), request.answer = Marked("answer ");
  }
  const Task task = AssignTask({Department::kHr, "hr-7", Marked("request "), {}}, 1, file.severity, AskingPolicy(), kNow).value();
  file.tasks = {Answer(task, Marked("answer "), kNow).value()};
  for (Plan& plan : file.plans) plan.steps[0].description = Marked("description ");
  for (Approval& approval : file.approvals) approval.reason = Marked("reason ");
  file.closing->rejection_reason = Marked("rejection ");
  return file;
}

absl::StatusOr<CaseFile> InsertMarked(CaseworkDesk& desk, const std::string& number = kNumber,
                                      const std::string& effect = "grants/g-1") {
  CaseFile file = Marked(FullCase());
  file.number = number;
  file.complaints = {number};
  file.plans[1].steps[0].effect = effect;
  return desk.Run<CaseFile>([&](pqxx::work& work) {
    return InsertCase(work, desk.vault, file,
                      {CaseworkDesk::Entry("CASE_OPENED", Marked("why ")), CaseworkDesk::Entry("TOLD", "")});
  });
}

// The tables of the schema with a row that has `text` in it, as text or as bytes.
std::vector<std::string> TablesWith(CaseworkDesk& desk, const std::string& text) {
  std::vector<std::string> found;
  Must(desk.pool->Read([&](pqxx::transaction_base& read) {
    found.clear();
    for (const pqxx::row& table : read.exec("SELECT c.oid::regclass::text FROM pg_class c WHERE relkind = 'r' AND"
                                            " relnamespace = current_schema()::regnamespace ORDER BY 1")) {
      const pqxx::result rows = read.exec_params(
          absl::StrCat("SELECT FROM ", table[0].c_str(), " t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0 LIMIT 1"),
          text, absl::BytesToHexString(text));
      if (!rows.empty()) found.emplace_back(table[0].c_str());
    }
    return absl::OkStatus();
  }));
  return found;
}

std::vector<AuditEntry> TrailOf(CaseworkDesk& desk, const std::string& number = kNumber) {
  return desk.Run<std::vector<AuditEntry>>([&](pqxx::work& work) { return ReadTrail(work, desk.vault, number, 0, 1'000); })
      .value();
}

absl::StatusOr<CaseFile> Do(CaseworkDesk& desk, const std::function<absl::StatusOr<Change>(const CaseFile&)>& decide,
                            const std::string& number = kNumber) {
  return ChangeCase(*desk.context, {{"agents/a-li", Uuid::Random(), "test", Marked("body ")}}, {number, ""},
                    [&](const CaseFile& file, BusinessTime) { return decide(file); });
}

// With everything that people wrote emptied, as it is to be read after an erasure.
CaseFile Emptied(CaseFile file) {
  for (CheckItem& item : file.checklist) item.finding.clear();
  for (EvidenceRequest& request : file.evidence_requests) request.question = request.default_on_silence = request.answer = "";
  for (Task& task : file.tasks) task.request = task.answer = "";
  for (Plan& plan : file.plans) plan.steps[0].description.clear();
  for (Approval& approval : file.approvals) approval.reason.clear();
  if (file.closing.has_value()) file.closing->rejection_reason.clear();
  return file;
}

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
    for (const std::string& other :
         {absl::StrCat("(SELECT b.", column, " FROM ", table, " b WHERE b.case_number = '", kSecond, "' LIMIT 1)"),
          absl::StrCat("set_byte(", column, ", 30, get_byte(", column, ", 30) # 1)"),
          std::string("(SELECT wrapped FROM case_key LIMIT 1)")}) {
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
