// What nobody can change unseen, and what the tables refuse whoever writes: on a real database.
#include <catch2/catch.hpp>

#include "services/casework/app/reading.h"
#include "tests/component/casework_fixture.h"

namespace redress::test {
namespace {

using Desk = CaseworkDesk;

TEST_CASE("The audit trail is only added to, and one changed byte in any column is found and named") {
  Desk desk;
  CaseFile file = desk.Insert(NewCase()).value();
  for (int i = 0; i < 4; ++i) file = desk.Update(file, file).value();
  CHECK(ReasonOf(desk.Exec("UPDATE audit SET actor = 'agents/x'")) == "APPEND_ONLY");
  CHECK(ReasonOf(desk.Exec("DELETE FROM audit_reason")) == "APPEND_ONLY");
  CHECK(ReasonOf(desk.Exec("TRUNCATE audit, audit_reason")) == "APPEND_ONLY");
  CHECK(ReasonOf(desk.Exec("UPDATE audit_reason SET why = why || why")) == "APPEND_ONLY");
  CHECK(desk.Verify().broken.empty());
  const char* const changes[] = {
      "audit SET audit_us = audit_us + 1",
      "audit SET actor = 'agents/a-lj'",
      "audit SET what = 'CHANGEE'",
      "audit SET from_word = 'x'",
      "audit SET to_word = 'x'",
      "audit SET shown_to_customer = NOT shown_to_customer",
      "audit SET why_hash = translate(why_hash, '0123456789abcdef', '123456789abcdef0')",
      "audit SET hash = translate(hash, '0123456789abcdef', '123456789abcdef0')",
      "audit_reason SET why = set_byte(why, 50, get_byte(why, 50) # 1)",
  };
  // Somebody with the rights of the owner, who takes the triggers off.
  for (const char* const change : changes) {
    for (int sequence = 1; sequence <= 5; ++sequence) {
      CAPTURE(change, sequence);
      CHECK(desk.Exec("CREATE TABLE kept_audit AS TABLE audit; CREATE TABLE kept_reason AS TABLE audit_reason").ok());
      CHECK(
          desk.Exec(absl::StrCat("SET LOCAL session_replication_role = replica; UPDATE ", change, " WHERE sequence = ", sequence))
              .ok());
      const AuditReport report = desk.Verify(kNumber);
      REQUIRE(report.broken.size() == 1);
      CHECK(report.broken[0].find(absl::StrCat("cases/", kNumber, "/timeline/", sequence, ":")) == 0);
      CHECK(desk.Exec("SET LOCAL session_replication_role = replica; DELETE FROM audit_reason; DELETE FROM audit;"
                      "INSERT INTO audit TABLE kept_audit; INSERT INTO audit_reason TABLE kept_reason;"
                      "DROP TABLE kept_audit, kept_reason")
                .ok());
    }
  }
  CHECK(desk.Verify().broken.empty());
  CHECK(desk.Verify().entry_count == 5);
}

TEST_CASE("A changed key of one case does not hide the trails of the others") {
  Desk desk;
  for (const char* const number : {"c-1", "c-2", "c-3"}) {
    CaseFile file = NewCase(number);
    file.complaints = {number};
    REQUIRE(desk.Insert(file).ok());
  }
  REQUIRE(desk.Exec("SET LOCAL session_replication_role = replica; UPDATE case_key SET wrapped = set_byte(wrapped, 60,"
                    " get_byte(wrapped, 60) # 1) WHERE case_number = 'c-1';"
                    "UPDATE audit SET actor = 'agents/a-lj' WHERE case_number = 'c-3'")
              .ok());
  const AuditReport report = desk.Verify();
  CHECK(report.case_count == 3);
  REQUIRE(report.broken.size() == 2);
  CHECK(report.broken[0].find("cases/c-1/timeline/1:") == 0);
  CHECK(report.broken[1].find("cases/c-3/timeline/1:") == 0);
}

TEST_CASE("Nobody goes on verifying for a caller whose time is over") {
  Desk desk;
  REQUIRE(desk.Insert(NewCase()).ok());
  CHECK(VerifyTrails(*desk.context, "", Deadline::After(absl::Minutes(1)))->case_count == 1);
  CHECK(absl::IsDeadlineExceeded(VerifyTrails(*desk.context, "", Deadline::After(absl::ZeroDuration())).status()));
}

TEST_CASE("A trail whose end was cut off is found by the row of the case; erased words are not missed") {
  Desk desk;
  CaseFile file = desk.Insert(NewCase()).value();
  file = desk.Update(file, file).value();
  CHECK(desk.Run<bool>([&](pqxx::work& work) -> absl::StatusOr<bool> { return EraseReason(work, kNumber, 1); }).value());
  CHECK(desk.Verify().broken.empty());
  REQUIRE(desk.Exec("SET LOCAL session_replication_role = replica; DELETE FROM audit_reason WHERE sequence = 2;"
                    "DELETE FROM audit WHERE sequence = 2")
              .ok());
  REQUIRE(desk.Verify().broken.size() == 1);
}

TEST_CASE("The tables refuse what the rules forbid, whoever writes") {
  Desk desk;
  REQUIRE(desk.Insert(FullCase()).ok());
  const std::pair<const char*, const char*> forbidden[] = {
      {"UPDATE step SET amount_minor = amount_minor + 1", "PROMISE_CHANGED"},
      {"UPDATE step SET owner = 'a-wang'", "PROMISE_CHANGED"},
      {"UPDATE step SET due_us = due_us + 1", "PROMISE_CHANGED"},
      {"UPDATE step SET state = 'RUNNING', done_us = NULL, plan = 2", "step_pkey"},
      {"UPDATE callback SET outcome = 'SATISFIED'", "APPEND_ONLY"},
      {"UPDATE approval SET approver = proposer", "approval_not_own"},
      {"UPDATE approval SET delegator = proposer", "approval_not_own"},
      {"UPDATE approval SET used = 'SPECIALIST'", "approval_by_authority"},
      {"UPDATE case_file SET root_cause = ''", "case_closing_complete"},
      {"UPDATE case_file SET finding = NULL", "case_finding_known"},
      {"UPDATE case_file SET closed_by = ''", "case_end_known"},
      {"UPDATE case_file SET state = 'REJECTED'", "case_rejection_explained"},
      {"UPDATE case_file SET state = 'MERGED'", "case_merged_into"},
      {"UPDATE case_file SET merged_into = case_number", "case_merged_into"},
      {"UPDATE case_file SET state = 'NONE'", "case_file_state_check"},
  };
  for (const auto& [sql, reason] : forbidden) {
    CAPTURE(sql);
    CHECK(ReasonOf(desk.Exec(sql)) == reason);
  }
}

TEST_CASE("Two steps of a plan are never under way at once, and no effect belongs to two steps") {
  Desk desk;
  CaseFile file = FullCase();
  PlanStep second = file.plans[1].steps[0];
  second.id = "s2";
  second.state = StepState::kRunning;
  second.effect = "grants/g-2";
  second.done_time = {};
  file.plans[1].steps.push_back(second);
  REQUIRE(desk.Insert(file).ok());
  CHECK(ReasonOf(desk.Exec("UPDATE step SET state = 'RUNNING', done_us = NULL WHERE effect = 'grants/g-1'")) ==
        "step_one_running");
  CHECK(ReasonOf(desk.Exec("UPDATE step SET effect = 'grants/g-1' WHERE effect = 'grants/g-2'")) == "step_effect");
}

}  // namespace
}  // namespace redress::test
