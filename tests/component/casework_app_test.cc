// What people, timers and other services do to cases, on a real database: a case from its opening to its closing, the same told
// twice, and whatever two do at the same instant.
#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <set>
#include <thread>

#include "services/casework/app/receive.h"
#include "services/casework/app/timers.h"
#include "services/casework/domain/resolving.h"
#include "services/casework/domain/waiting.h"
#include "tests/component/casework_fixture.h"

namespace redress::test {
namespace {

using S = CaseState;
using Decision1 = std::function<absl::StatusOr<Change>(const CaseFile&, BusinessTime)>;

constexpr char kSecond[] = "261122-00012346-20";
const Actor kOwner = {"agents/a-li", "a-li", false};
const Actor kBoss = {"agents/a-sun", "a-sun", true};
const Actor kCustomer = {"customer", "", false};

Request NewRequest(const std::string& caller = "agents/a-li") {
  return {{caller, Uuid::Random(), "test", "hash"}};
}

CaseInput ComplaintOf(const std::string& complaint, const std::string& number = kNumber) {
  CaseInput input;
  input.complaint.complaint = complaint;
  input.complaint.case_number = number;
  input.complaint.partition = 7;
  input.complaint.received_time = kNow;
  return input;
}

CaseInput OwnerOf(const std::string& agent, const std::string& number = kNumber) {
  CaseInput input;
  input.kind = CaseInput::Kind::kOwner;
  input.complaint.case_number = number;
  input.agent = agent;
  return input;
}

CaseInput PredictionOf(const std::string& complaint) {
  CaseInput input;
  input.kind = CaseInput::Kind::kPrediction;
  input.complaint.complaint = complaint;
  input.prediction = {{"LOGISTICS", "LOST"}, false, Severity::kUrgent, false};
  return input;
}

// As the consumer applies them.
absl::Status Tell(CaseworkDesk& desk, const std::vector<CaseInput>& inputs) {
  return desk.pool->Transact([&](pqxx::work& transaction) -> absl::Status {
    std::vector<events::NewEvent> said;
    RETURN_IF_ERROR(Receive(transaction, *desk.context, inputs, &said));
    return said.empty() ? absl::OkStatus() : events::Append(transaction, said);
  });
}

absl::StatusOr<CaseFile> Do(CaseworkDesk& desk, const Decision1& decide, const std::string& number = kNumber) {
  return ChangeCase(*desk.context, NewRequest(), {number, ""}, decide);
}

// Opened, owned, verified, and under investigation.
void Investigate(CaseworkDesk& desk, const std::string& number = kNumber) {
  Must(Tell(desk, {ComplaintOf(number, number), OwnerOf("a-li", number)}));
  Must(Do(
           desk,
           [](auto& file, auto now) {
             return Advance(file, S::kVerifying, {kOwner, "begin", now});
           },
           number)
           .status());
  for (const Named<CheckKind>& kind : kWords<CheckKind>) {
    const CheckItem answer = {kind.value, CheckResult::kConfirmed, "", "", {}};
    Must(Do(
             desk,
             [&](auto& file, auto now) {
               return CheckItemOf(file, answer, {kOwner, "", now});
             },
             number)
             .status());
  }
  Must(Do(
           desk,
           [](auto& file, auto now) {
             return Advance(file, S::kInvestigating, {kOwner, "go on", now});
           },
           number)
           .status());
}

QuotedOption Quote(int64_t fen) {
  QuotedOption option;
  option.quotation = "quotations/q-1";
  option.option = "1";
  option.quotation_hash = std::string(64, 'a');
  option.case_number = kNumber;
  option.amount = {fen, Currency::Cny()};
  option.expire_time = kNow + absl::Hours(24 * 7);
  return option;
}

// With a plan that a supervisor has to approve, accepted by the customer.
std::string ToApproval(CaseworkDesk& desk) {
  Investigate(desk);
  const CasePolicy& policy = desk.context->policy;
  const CaseFile proposed = Do(desk, [&](auto& file, auto now) {
                              return ProposePlan(file, {RemedyStep()}, {Quote(500'00)}, policy, {kOwner, "", now});
                            }).value();
  const std::string hash = proposed.plans[0].hash;
  Must(Do(desk, [&](auto& file, auto now) {
         return AnswerPlan(file, hash, PlanAnswer::kAccepted, policy, {kCustomer, "", now});
       }).status());
  return hash;
}

TEST_CASE("A case is opened once, joined, reopened by a repeat, and followed where it was merged to") {
  CaseworkDesk desk;
  for (int times = 0; times < 2; ++times) {  // told twice
    REQUIRE(Tell(desk, {ComplaintOf(kNumber), PredictionOf(kNumber), OwnerOf("a-li"), ComplaintOf("c-2")}).ok());
    CHECK(desk.Get()->complaints == std::vector<std::string>{kNumber, "c-2"});
    CHECK(desk.Get()->severity == Severity::kUrgent);
    CHECK(desk.Get()->owner == "a-li");
    CHECK(desk.Get()->version == 4);
  }
  CHECK(ReasonOf(Tell(desk, {OwnerOf("a-li", kSecond)})) == "CASE_UNKNOWN");
  CHECK(ReasonOf(Tell(desk, {PredictionOf("c-9")})) == "CASE_UNKNOWN");
  Closing closing;
  closing.finding = Finding::kNotAComplaint;
  Must(Do(desk, [&](auto& file, auto now) { return CloseCase(file, closing, CasePolicy(), {kOwner, "", now}); }).status());
  REQUIRE(Tell(desk, {ComplaintOf("c-3")}).ok());
  CHECK(desk.Get()->state == S::kReopened);
  CHECK(desk.Get()->owner.empty());
  REQUIRE(Tell(desk, {ComplaintOf(kSecond, kSecond)}).ok());
  Must(Merge(*desk.context, NewRequest(), {kNumber, ""}, kSecond, {kBoss, "the same", kNow}).status());
  REQUIRE(Tell(desk, {ComplaintOf("c-4")}).ok());
  CHECK(desk.Get(kSecond)->complaints == std::vector<std::string>{kSecond, "c-4"});
  // What is learned of a complaint of the merged case is a fact about the one that goes on.
  const int64_t merged_version = desk.Get()->version;
  CHECK(desk.Get(kSecond)->tag == Tag());
  REQUIRE(Tell(desk, {PredictionOf(kNumber)}).ok());
  CHECK(desk.Get()->version == merged_version);
  CHECK(desk.Get(kSecond)->tag == Tag{"LOGISTICS", "LOST"});
  CHECK(desk.Verify().broken.empty());
}

CaseInput UnlinkedOf(const std::string& complaint, const std::string& former = kNumber) {
  CaseInput input = ComplaintOf(complaint, complaint);
  input.kind = CaseInput::Kind::kUnlinked;
  input.former_case = former;
  return input;
}

TEST_CASE("A complaint whose link is undone leaves the case that has it, whatever was merged since intake linked it") {
  CaseworkDesk desk;
  const std::string before = "261122-00012347-19", after = "261122-00012348-18";
  REQUIRE(Tell(desk, {ComplaintOf(kNumber), ComplaintOf(before), ComplaintOf(kSecond, kSecond)}).ok());
  Must(Merge(*desk.context, NewRequest(), {kNumber, ""}, kSecond, {kBoss, "the same", kNow}).status());
  REQUIRE(Tell(desk, {ComplaintOf(after)}).ok());
  CHECK(desk.Get(kSecond)->complaints == std::vector<std::string>{kSecond, after});
  for (int times = 0; times < 2; ++times) {  // told twice
    REQUIRE(Tell(desk, {UnlinkedOf(before), UnlinkedOf(after)}).ok());
    CHECK(desk.Get()->complaints == std::vector<std::string>{kNumber});
    CHECK(desk.Get(kSecond)->complaints == std::vector<std::string>{kSecond});
    for (const std::string& own : {before, after}) {
      CHECK(desk.Get(own)->complaints == std::vector<std::string>{own});
      CHECK(desk.Get(own)->version == 1);
    }
  }
}

TEST_CASE("What comes later than thirty days after the end is a case of its own") {
  CaseworkDesk desk;
  REQUIRE(Tell(desk, {ComplaintOf(kNumber), OwnerOf("a-li")}).ok());
  Closing closing;
  closing.finding = Finding::kNotAComplaint;
  Must(Do(desk, [&](auto& file, auto now) { return CloseCase(file, closing, CasePolicy(), {kOwner, "", now}); }).status());
  CaseInput late = ComplaintOf(kSecond);
  late.complaint.received_time = kNow + absl::Hours(24 * 31);
  REQUIRE(Tell(desk, {late}).ok());
  CHECK(desk.Get()->state == S::kClosed);
  CHECK(desk.Get(kSecond)->state == S::kOpen);
}

TEST_CASE("A case goes its way from opening to closing, and its trail and events tell all of it") {
  CaseworkDesk desk;
  const std::string hash = ToApproval(desk);
  CHECK(desk.Get()->state == S::kApprovalPending);
  Must(Do(desk, [&](auto& file, auto now) {
         return DecideApproval(file, {"a-sun", Authority::kSupervisor, {}}, {hash, true, ""}, {kBoss, "", now});
       }).status());
  Must(Do(desk, [](auto& file, auto now) { return GoOn(file, now); }).status());
  const StepOutcome paid = {StepOutcome::Kind::kDone, "grants/g-1", "RF-1", ""};
  Must(Do(desk, [&](auto& file, auto now) { return HearStep(file, "s1", paid, {kCustomer, "", now}); }).status());
  CHECK(desk.Get()->state == S::kCallbackDue);
  const CasePolicy policy;
  Must(Do(desk, [&](auto& file, auto now) {
         return CallBack(file, CallbackOutcome::kSatisfied, policy, {kOwner, "", now});
       }).status());
  Closing closing;
  closing.finding = Finding::kSubstantiated;
  closing.responsible_party = Party::kCarrier;
  closing.root_cause = "PARCEL_LOST";
  closing.remedy_sought = "REFUND";
  const CaseFile closed = Do(desk, [&](auto& file, auto now) {
                            return CloseCase(file, closing, policy, {kOwner, "", now});
                          }).value();
  CHECK(closed.state == S::kClosed);
  CHECK(desk.Get().value() == closed);
  CHECK(desk.Verify().broken.empty());
  CHECK(desk.Verify().entry_count == closed.audit.sequence);
  CHECK(desk.Ask("SELECT count(*) FROM event WHERE type = 'test.Fact1'") == "7");  // moves, of a case that began OPEN
  CHECK(desk.Ask("SELECT max(sequence) - count(*) FROM event") == "0");
}

TEST_CASE("A refused decision leaves nothing, not even its request id") {
  CaseworkDesk desk;
  Must(Tell(desk, {ComplaintOf(kNumber)}));
  const Request request = NewRequest();
  const auto early = [](const CaseFile& file, BusinessTime now) { return GoOn(file, now); };
  CHECK(ReasonOf(ChangeCase(*desk.context, request, {kNumber, ""}, early).status()) == "ILLEGAL_TRANSITION");
  CHECK(desk.Ask("SELECT count(*) FROM request") == "0");
  const auto note = [](const CaseFile& file, BusinessTime now) { return AddNote(file, false, {kOwner, "note", now}); };
  CHECK(ReasonOf(ChangeCase(*desk.context, NewRequest(), {kNumber, "7"}, note).status()) == "ETAG_MISMATCH");
  CHECK(ReasonOf(ChangeCase(*desk.context, NewRequest(), {kSecond, ""}, note).status()) == "CASE_NOT_FOUND");
  CHECK(ChangeCase(*desk.context, request, {kNumber, "1"}, note)->version == 2);
}

// Runs these at the same instant; how many succeeded, and the reasons of the others.
std::multiset<std::string> AtOnce(const std::vector<std::function<absl::Status()>>& acts) {
  std::vector<std::string> reasons(acts.size());
  std::vector<std::thread> threads;
  for (size_t i = 0; i < acts.size(); ++i) {
    threads.emplace_back([&, i] { reasons[i] = ReasonOf(acts[i]()); });
  }
  for (std::thread& thread : threads) thread.join();
  return {reasons.begin(), reasons.end()};
}

TEST_CASE("Two approvers at the same instant: one decides, the other hears that it is decided") {
  CaseworkDesk desk;
  const std::string hash = ToApproval(desk);
  std::vector<std::function<absl::Status()>> acts;
  for (const char* agent : {"a-sun", "a-zhao", "a-qian", "a-zhou"}) {
    acts.push_back([&desk, &hash, agent] {
      return Do(desk,
                [&](auto& file, auto now) {
                  return DecideApproval(file, {agent, Authority::kManager, {}}, {hash, true, ""}, {kBoss, "", now});
                })
          .status();
    });
  }
  CHECK(AtOnce(acts) == std::multiset<std::string>{"", "APPROVAL_NOT_PENDING", "APPROVAL_NOT_PENDING", "APPROVAL_NOT_PENDING"});
  CHECK(desk.Get()->state == S::kExecuting);
}

TEST_CASE("Many who begin the next step at once begin one") {
  CaseworkDesk desk;
  const std::string hash = ToApproval(desk);
  Must(Do(desk, [&](auto& file, auto now) {
         return DecideApproval(file, {"a-sun", Authority::kManager, {}}, {hash, true, ""}, {kBoss, "", now});
       }).status());
  const auto go_on = [&desk] { return Do(desk, [](auto& file, auto now) { return GoOn(file, now); }).status(); };
  CHECK(AtOnce({go_on, go_on, go_on, go_on}) == std::multiset<std::string>{"", "", "", ""});
  CHECK(desk.Ask("SELECT count(*) FROM audit WHERE what = 'STEP_BEGUN'") == "1");
}

// Looks once for what is due; how many cases were changed.
int Fire(CaseworkDesk& desk) {
  DuePlace place;
  return RunTimers(*desk.context, &place).value();
}

TEST_CASE("Timers of several replicas ask one level up once, at the time at which it was due") {
  CaseworkDesk desk;
  ToApproval(desk);
  const auto run = [&desk] {
    DuePlace place;
    return RunTimers(*desk.context, &place).status();
  };
  CHECK(Fire(desk) == 0);
  desk.time.Advance(absl::Hours(5));
  CHECK(AtOnce({run, run, run, run}) == std::multiset<std::string>{"", "", "", ""});
  const CaseFile file = desk.Get().value();
  REQUIRE(file.approvals.size() == 2);
  CHECK(file.approvals[0].state == ApprovalState::kExpired);
  CHECK(file.approvals[0].end_time == kNow + absl::Hours(4));
  CHECK(file.approvals[1].required == Authority::kManager);
  CHECK(Fire(desk) == 0);
}

TEST_CASE("Silence becomes the stated default, and the case goes on") {
  CaseworkDesk desk;
  Investigate(desk);
  Must(Do(desk, [](auto& file, auto now) {
         return RequestEvidence(file, {Party::kSeller, "q", "not in stock", {}}, CasePolicy(), {kOwner, "", now});
       }).status());
  CHECK(desk.Get()->state == S::kWaitingSeller);
  desk.time.Advance(absl::Hours(24));
  CHECK(Fire(desk) == 1);
  CHECK(desk.Get()->state == S::kInvestigating);
  CHECK(desk.Get()->evidence_requests[0].state == EvidenceState::kDefaulted);
  CHECK(desk.Ask("SELECT count(*) FROM timer") == "0");
}

TEST_CASE("However many cases cannot be read, the deadlines of the others decide") {
  CaseworkDesk desk;
  CaseFile file = NewCase();
  file.state = S::kWaitingSeller;
  const EvidenceDraft draft = {Party::kSeller, "q", "not in stock", {}};
  for (int i = 0; i <= kTimerBatch; ++i) {
    file.number = absl::StrCat("c-", i);
    file.complaints = {file.number};
    file.evidence_requests = {AskEvidence(draft, 1, file.severity, AskingPolicy(), kNow + absl::Seconds(i)).value()};
    REQUIRE(desk.Insert(file).ok());
  }
  REQUIRE(
      desk
          .Exec(absl::StrCat(
              "UPDATE evidence_request SET question = set_byte(question, 41, get_byte(question, 41) # 1) WHERE case_number <> '",
              file.number, "'"))
          .ok());
  desk.time.Advance(absl::Hours(24));
  DuePlace place;
  CHECK(ReasonOf(RunTimers(*desk.context, &place).status()) == "UNSEAL_FAILED");
  CHECK_FALSE(place.number.empty());
  CHECK(RunTimers(*desk.context, &place).value() == 1);
  CHECK(place.number.empty());
  CHECK(desk.Get(file.number)->state == S::kInvestigating);
}

TEST_CASE("Two cases merged into each other at the same instant: one is part of the other, and it can be undone") {
  CaseworkDesk desk;
  Investigate(desk);
  Must(Tell(desk, {ComplaintOf(kSecond, kSecond)}));
  const auto merge = [&desk](const std::string& loser, const std::string& winner) {
    return Merge(*desk.context, NewRequest(), {loser, ""}, winner, {kBoss, "the same", kNow}).status();
  };
  const auto reasons = AtOnce({[&] { return merge(kNumber, kSecond); }, [&] { return merge(kSecond, kNumber); }});
  CHECK(reasons == std::multiset<std::string>{"", "MERGE_CHAIN"});
  CHECK(desk.Ask("SELECT count(*) FROM case_file WHERE state = 'MERGED'") == "1");
  const std::string loser = desk.Ask("SELECT case_number FROM case_file WHERE state = 'MERGED'");
  const auto unmerge = [&] { return Unmerge(*desk.context, NewRequest(), {loser, ""}, {kBoss, "another", kNow}).status(); };
  CHECK(AtOnce({unmerge, unmerge}) == std::multiset<std::string>{"", "ILLEGAL_TRANSITION"});
  CHECK(desk.Get()->state == S::kInvestigating);
  CHECK(desk.Get()->absorbed.empty());
  CHECK(desk.Get(kSecond)->absorbed.empty());
  CHECK(desk.Verify().broken.empty());
}

}  // namespace
}  // namespace redress::test
