// The case as stored, on a real database: all of it read back as written, changed under its version, with its events, its trail
// and its request id or not at all.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "services/casework/store/delegation_store.h"
#include "tests/component/casework_fixture.h"

namespace redress::test {
namespace {

using Desk = CaseworkDesk;

TEST_CASE("A case with one of everything is read back as it was written") {
  Desk desk;
  const CaseFile stored = desk.Insert(FullCase()).value();
  CHECK(stored.version == 1);
  CHECK(stored.audit.sequence == 1);
  CHECK(desk.Get().value() == stored);
  CaseFile expected = FullCase();
  expected.audit = stored.audit;
  expected.wrapped_key = stored.wrapped_key;
  CHECK(stored == expected);
  CHECK(ReasonOf(desk.Get("261122-00012346-20").status()) == "CASE_NOT_FOUND");
}

TEST_CASE("A change is stored as the next version, and grows from nothing to everything") {
  Desk desk;
  const CaseFile first = desk.Insert(NewCase()).value();
  CHECK(desk.Get().value() == first);
  CaseFile next = FullCase();
  next.audit = first.audit;
  next.wrapped_key = first.wrapped_key;
  const CaseFile second = desk.Update(first, next).value();
  CHECK(second.version == 2);
  CHECK(second.audit.sequence == 2);
  CHECK(desk.Get().value() == second);
}

TEST_CASE("A number and a complaint belong to one case") {
  Desk desk;
  REQUIRE(desk.Insert(NewCase()).ok());
  CHECK(ReasonOf(desk.Insert(NewCase()).status()) == "CASE_EXISTS");
  CaseFile other = NewCase("261122-00012346-20");
  other.complaints = {kNumber};
  CHECK(ReasonOf(desk.Insert(other).status()) == "CASE_EXISTS");
  CHECK(desk.Ask("SELECT count(*) FROM case_file") == "1");
}

TEST_CASE("Of many who change the same version at once one wins, and the others wrote nothing") {
  Desk desk;
  const CaseFile seen = desk.Insert(NewCase()).value();
  std::atomic<int> won{0}, lost{0}, other{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      CaseFile next = seen;
      next.owner = absl::StrCat("a-", i);
      next.callbacks = {{0, 1, CallbackOutcome::kNotReached, next.owner, kNow}};
      const absl::Status status = desk.Update(seen, next).status();
      ++(status.ok() ? won : ReasonOf(status) == "CONCURRENT_CHANGE" ? lost : other);
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(won == 1);
  CHECK(lost == 7);
  CHECK(other == 0);
  const CaseFile after = desk.Get().value();
  CHECK(after.version == 2);
  CHECK(after.callbacks.size() == 1);
  CHECK(after.callbacks[0].agent == after.owner);
  CHECK(desk.Verify().entry_count == 2);
  CHECK(desk.Verify().broken.empty());
}

TEST_CASE("A change without an entry of the trail is not taken") {
  Desk desk;
  const CaseFile seen = desk.Insert(NewCase()).value();
  const auto status = desk.Run<CaseFile>([&](pqxx::work& work) { return UpdateCase(work, desk.vault, seen, seen, {}); }).status();
  CHECK(ReasonOf(status) == "UNAUDITED_CHANGE");
}

TEST_CASE("The same request id many times at once is one change with one event; another body is refused") {
  Desk desk;
  REQUIRE(desk.Insert(NewCase()).ok());
  const Request request = {{"agents/a-li", Uuid::Random(), "redress.casework.v1.AddNote", "hash"}};
  const auto add = [&](pqxx::work& work, std::vector<events::NewEvent>* said) -> absl::StatusOr<CaseFile> {
    ASSIGN_OR_RETURN(const CaseFile seen, GetCase(work, desk.vault, kNumber));
    said->push_back({seen.partition, "redress.casework.v1.NoteAdded", absl::StrCat("cases/", kNumber), kNow, "data"});
    return UpdateCase(work, desk.vault, seen, seen, {Desk::Entry("NOTE_ADDED")});
  };
  std::atomic<int> same{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i) {
    threads.emplace_back([&] {
      const absl::StatusOr<CaseFile> file = Once(*desk.context, request, add);
      if (file.ok() && file->version == 2) ++same;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(same == 12);
  CHECK(desk.Get()->version == 2);
  CHECK(desk.Ask("SELECT count(*) FROM event") == "1");
  Request other = request;
  other.key.body_hash = "another";
  CHECK(ReasonOf(Once(*desk.context, other, add).status()) == "REQUEST_ID_REUSED");
  // The first answer keeps its version when the case goes on.
  const CaseFile seen = desk.Get().value();
  REQUIRE(desk.Update(seen, seen).ok());
  CHECK(Once(*desk.context, request, add)->version == 2);
}

TEST_CASE("What fails after the change leaves no trace: neither version, trail, event nor request id") {
  Desk desk;
  REQUIRE(desk.Insert(NewCase()).ok());
  const Request request = {{"agents/a-li", Uuid::Random(), "redress.casework.v1.AddNote", "hash"}};
  const auto fails = [&](pqxx::work& work, std::vector<events::NewEvent>* said) -> absl::StatusOr<CaseFile> {
    ASSIGN_OR_RETURN(const CaseFile seen, GetCase(work, desk.vault, kNumber));
    said->push_back({9'999, "redress.casework.v1.NoteAdded", absl::StrCat("cases/", kNumber), kNow, "data"});
    return UpdateCase(work, desk.vault, seen, seen, {Desk::Entry("NOTE_ADDED")});
  };
  CHECK(ReasonOf(Once(*desk.context, request, fails).status()) == "BAD_PARTITION");
  CHECK(desk.Get()->version == 1);
  CHECK(desk.Ask("SELECT count(*) FROM audit") == "1");
  CHECK(desk.Ask("SELECT count(*) FROM event") == "0");
  CHECK(desk.Ask("SELECT count(*) FROM request") == "0");
}

TEST_CASE("Timers are those of the case as it is, and the longest due comes first") {
  Desk desk;
  CaseFile file = NewCase();
  file.state = CaseState::kInvestigating;
  const AskingPolicy policy;
  file.evidence_requests = {AskEvidence({Party::kSeller, "q", "d", {}}, 1, file.severity, policy, kNow).value()};
  file.tasks = {AssignTask({Department::kHr, "hr", "r", kNow + absl::Hours(1)}, 1, file.severity, policy, kNow).value()};
  CaseFile seen = desk.Insert(file).value();
  CaseFile second = NewCase("261122-00012346-20");
  second.complaints = {second.number};
  second.tasks = {AssignTask({Department::kHr, "hr", "r", kNow + absl::Minutes(30)}, 1, file.severity, policy, kNow).value()};
  REQUIRE(desk.Insert(second).ok());
  const auto due = [&](absl::Duration after) {
    std::vector<std::string> numbers;
    Must(desk.pool->Transact([&](pqxx::work& work) {
      for (const DuePlace& place : DueCases(work, kNow + after, {}, 10)) numbers.push_back(place.number);
      return absl::OkStatus();
    }));
    return numbers;
  };
  using Numbers = std::vector<std::string>;
  CHECK(due(absl::Minutes(29)).empty());
  CHECK(due(absl::Minutes(30)) == Numbers{second.number});
  CHECK(due(absl::Hours(1)) == Numbers{second.number, kNumber});
  CaseFile next = seen;
  next.tasks[0] = Answer(next.tasks[0], "done", kNow).value();
  seen = desk.Update(seen, next).value();
  CHECK(due(absl::Hours(1)) == Numbers{second.number});
  CHECK(desk.Ask(absl::StrCat("SELECT count(*) FROM timer WHERE case_number = '", kNumber, "'")) == "1");
  next = seen;
  next.state = CaseState::kRejected;
  next.closing = Closing();
  next.closing->rejection_reason = "not ours";
  next.closing->closed_by = "agents/a-li";
  next.close_time = kNow;
  REQUIRE(desk.Update(seen, next).ok());
  CHECK(desk.Ask(absl::StrCat("SELECT count(*) FROM timer WHERE case_number = '", kNumber, "'")) == "0");
}

TEST_CASE("A merged case is found in the one that took it in, and a customer's earlier cases newest first") {
  Desk desk;
  const CaseFile winner = desk.Insert(NewCase()).value();
  CaseFile loser = NewCase("261122-00012346-20");
  loser.open_time = kNow - absl::Hours(1);
  const CaseFile seen = desk.Insert(loser).value();
  CaseFile merged = seen;
  merged.state = CaseState::kMerged;
  merged.merged_from = CaseState::kOpen;
  merged.merged_into = kNumber;
  REQUIRE(desk.Update(seen, merged).ok());
  CHECK(desk.Get()->absorbed == std::vector<std::string>{loser.number});
  CHECK(desk.Get(loser.number)->merged_into == kNumber);
  const auto earlier = desk.Run<std::vector<std::string>>(
      [&](pqxx::work& work) -> absl::StatusOr<std::vector<std::string>> { return EarlierCases(work, winner, 20); });
  CHECK(*earlier == std::vector<std::string>{loser.number});
}

TEST_CASE("Lent authority is found by whom it was lent to, until it is over; nobody lends to themselves") {
  CaseworkDesk desk;
  const auto lend = [&](const Delegation& delegation) {
    return desk.pool->Transact([&](pqxx::work& work) {
      InsertDelegation(work, Uuid::Random(), delegation, kNow);
      return absl::OkStatus();
    });
  };
  REQUIRE(lend({"a-zhao", "a-wang", Authority::kManager, kNow + absl::Hours(2)}).ok());
  REQUIRE(lend({"a-sun", "a-wang", Authority::kSupervisor, kNow + absl::Hours(1)}).ok());
  CHECK(ReasonOf(lend({"a-sun", "a-sun", Authority::kSupervisor, kNow + absl::Hours(1)})) == "delegation_to_another");
  CHECK(ReasonOf(lend({"a-sun", "a-li", Authority::kSpecialist, kNow + absl::Hours(1)})) == "delegation_authority_check");
  const auto standing = [&](absl::Duration after) {
    std::vector<std::string> lenders;
    Must(desk.pool->Read([&](pqxx::transaction_base& read) {
      for (const Delegation& lent : DelegationsTo(read, "a-wang", kNow + after)) lenders.push_back(lent.delegator);
      return absl::OkStatus();
    }));
    return lenders;
  };
  CHECK(standing(absl::Minutes(59)) == std::vector<std::string>{"a-zhao", "a-sun"});
  CHECK(standing(absl::Hours(1)) == std::vector<std::string>{"a-zhao"});
  CHECK(standing(absl::Hours(2)).empty());
}

TEST_CASE("The plan by which a case is read, made once on empty tables, looks everything up by keys", "[casework]") {
  CaseworkDesk desk;
  std::string plan;
  Must(desk.pool->Transact([&](pqxx::work& transaction) {
    plan.clear();
    transaction.exec("SET LOCAL plan_cache_mode = force_generic_plan");
    transaction.exec("PREPARE read_one AS " + ReadStatements().begin()->second);
    for (const pqxx::row& row : transaction.exec("EXPLAIN EXECUTE read_one('x')")) absl::StrAppend(&plan, row[0].c_str(), "\n");
    transaction.exec("DEALLOCATE read_one");
    return absl::OkStatus();
  }));
  CAPTURE(plan);
  CHECK(plan.find("Seq Scan") == std::string::npos);
  CHECK(plan.find("Index") != std::string::npos);
}

}  // namespace
}  // namespace redress::test
