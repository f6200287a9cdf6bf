#include "services/casework/domain/waiting.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "services/casework/domain/test_case_files.h"

namespace redress::casework {
namespace {

using namespace testing;  // NOLINT
using S = CaseState;

const std::set<S> kCanWait = {S::kVerifying, S::kInvestigating, S::kWaitingCustomer, S::kWaitingSeller, S::kWaitingThirdParty};

EvidenceDraft Ask(Party party, absl::optional<BusinessTime> due = {}) {
  return {party, "问题", "默认结论", due};
}

Change Asked(const CaseFile& file, Party party, absl::optional<BusinessTime> due = {}) {
  return RequestEvidence(file, Ask(party, due), kPolicy, By(kOwner)).value();
}

TEST_CASE("Evidence is asked where the case can wait, and the case waits for who goes first", "[casework]") {
  for (const Party party : {Party::kCustomer, Party::kSeller, Party::kCarrier, Party::kSupplier}) {
    CAPTURE(Word(party));
    std::set<std::string> reasons;
    CHECK(Allowed([&](const CaseFile& file) { return RequestEvidence(file, Ask(party), kPolicy, By(kOwner)); }, &reasons) ==
          kCanWait);
    CHECK(reasons == std::set<std::string>{"ILLEGAL_TRANSITION"});
    CHECK(Asked(FileIn(S::kVerifying), party).next.state == WaitingStateOf(party));
    CHECK(Asked(FileIn(S::kWaitingCustomer), party).next.state == S::kWaitingCustomer);
  }
  CHECK(Asked(FileIn(S::kWaitingSeller), Party::kCarrier).next.state == S::kWaitingSeller);
  CHECK(Asked(FileIn(S::kWaitingSeller), Party::kCustomer).next.state == S::kWaitingCustomer);
  CHECK(ReasonOf(RequestEvidence(FileIn(S::kVerifying), Ask(Party::kSeller), kPolicy, By(kOther)).status()) == "NOT_OWNER");
  CHECK(ReasonOf(RequestEvidence(FileIn(S::kVerifying), Ask(Party::kNone), kPolicy, By(kOwner)).status()) == "INVALID_FIELDS");
}

TEST_CASE("What is asked of the customer tells the customer something; what is asked of others does not", "[casework]") {
  for (const Party party : {Party::kCustomer, Party::kSeller, Party::kCarrier, Party::kSupplier}) {
    const Change change = Asked(FileIn(S::kInvestigating), party);
    const bool told = std::any_of(change.facts.begin(), change.facts.end(), [](const Fact& fact) {
      return fact.kind == FactKind::kCustomerTold && fact.word == "EVIDENCE_REQUEST" && fact.actor == "agents/a-li";
    });
    CHECK(told == (party == Party::kCustomer));
  }
}

TEST_CASE("A case goes on where it waited from once nothing is open, by answers or by silence", "[casework]") {
  const auto [from, silence] = GENERATE(
      table<S, bool>({{S::kVerifying, false}, {S::kVerifying, true}, {S::kInvestigating, false}, {S::kInvestigating, true}}));
  CAPTURE(Word(from), silence);
  CaseFile file = Asked(FileIn(from), Party::kCustomer, kNow + absl::Hours(1)).next;
  file = Asked(file, Party::kSeller, kNow + absl::Hours(2)).next;
  file = Asked(file, Party::kCarrier, kNow + absl::Hours(3)).next;
  const S states[] = {S::kWaitingCustomer, S::kWaitingSeller, S::kWaitingThirdParty, from};
  for (int i = 0; i < 3; ++i) {
    CHECK(file.state == states[i]);
    const std::string id = "e" + std::to_string(i + 1);
    file =
        silence ? FireDue(file, kPolicy, kNow + absl::Hours(i + 1))->next : AnswerEvidence(file, id, "答复", By(kCustomer))->next;
    CHECK(file.state == states[i + 1]);
  }
  CHECK(file.evidence_requests[0].state == (silence ? EvidenceState::kDefaulted : EvidenceState::kAnswered));
}

TEST_CASE("An answer is taken of the party by its link, of the owner and of supervisors, while the case is live", "[casework]") {
  const CaseFile file = FileIn(S::kWaitingSeller);
  for (const Actor& actor : {kCustomer, kOwner, kSupervisor}) CHECK(AnswerEvidence(file, "e1", "答复", By(actor)).ok());
  CHECK(ReasonOf(AnswerEvidence(file, "e1", "答复", By(kOther)).status()) == "NOT_OWNER");
  CHECK(ReasonOf(AnswerEvidence(file, "e2", "答复", By(kOwner)).status()) == "EVIDENCE_REQUEST_NOT_FOUND");
  const auto answer = [](CaseFile in) {
    in.evidence_requests = {OpenRequest(Party::kSeller)};
    return AnswerEvidence(in, "e1", "答复", By(kCustomer));
  };
  CHECK(Allowed(answer) == AllBut(kOver));
  const Change change = AnswerEvidence(file, "e1", "答复", By(kCustomer)).value();
  CHECK(WhatOf(change) == std::vector<std::string>{"EVIDENCE_ANSWERED", "STATE_CHANGED"});
  CHECK(KindsOf(change) == std::vector<FactKind>{FactKind::kEvidenceEnded, FactKind::kStateChanged});
}

TEST_CASE("A task is given and answered while the case is live, and the case goes on meanwhile", "[casework]") {
  const TaskDraft draft = {Department::kWarehouse, "shift lead", "count", {}};
  CHECK(Allowed([&](const CaseFile& file) { return GiveTask(file, draft, kPolicy, By(kOwner)); }) == AllBut(kOver));
  const Change given = GiveTask(FileIn(S::kInvestigating), draft, kPolicy, By(kOwner)).value();
  CHECK(given.next.state == S::kInvestigating);
  CHECK(KindsOf(given) == std::vector<FactKind>{FactKind::kTaskAssigned});
  CHECK(AnswerTask(given.next, "t1", "nine", By(kCustomer))->next.tasks[0].answer == "nine");
  CHECK(ReasonOf(AnswerTask(given.next, "t1", "nine", By(kOther)).status()) == "NOT_OWNER");
  CHECK(ReasonOf(AnswerTask(given.next, "t2", "nine", By(kOwner)).status()) == "TASK_NOT_FOUND");
  CHECK(ReasonOf(GiveTask(FileIn(S::kInvestigating), draft, kPolicy, By(kOther)).status()) == "NOT_OWNER");
}

TEST_CASE("Nothing fires before its time, and a task that is overdue is said once", "[casework]") {
  const TaskDraft draft = {Department::kWarehouse, "shift lead", "count", kNow + absl::Hours(1)};
  const CaseFile file = GiveTask(FileIn(S::kInvestigating), draft, kPolicy, By(kOwner))->next;
  CHECK(FireDue(file, kPolicy, kNow + absl::Hours(1) - absl::Microseconds(1))->empty());
  const Change fired = FireDue(file, kPolicy, kNow + absl::Hours(5)).value();
  CHECK(WhatOf(fired) == std::vector<std::string>{"TASK_OVERDUE"});
  CHECK(fired.trail[0].time == kNow + absl::Hours(1));
  CHECK(FireDue(fired.next, kPolicy, kNow + absl::Hours(5))->empty());
}

TEST_CASE("An approval that nobody gives goes up level by level, each at its own time, in one go when the timer is late",
          "[casework]") {
  const CaseFile file = FileIn(S::kApprovalPending);
  const Change fired = FireDue(file, kPolicy, kNow + absl::Hours(9)).value();
  REQUIRE(fired.next.approvals.size() == 3);
  CHECK(fired.next.approvals[1].required == Authority::kManager);
  CHECK(fired.next.approvals[2].required == Authority::kManager);
  CHECK(fired.next.approvals[0].end_time == kNow + absl::Hours(4));
  CHECK(fired.next.approvals[1].end_time == kNow + absl::Hours(8));
  CHECK(fired.next.approvals[2].state == ApprovalState::kPending);
  CHECK(fired.next.state == S::kApprovalPending);
  CHECK(KindsOf(fired) == std::vector<FactKind>{FactKind::kApprovalEnded, FactKind::kApprovalRequested, FactKind::kApprovalEnded,
                                                FactKind::kApprovalRequested});
}

TEST_CASE("Late timers give what timely ones would have given", "[casework]") {
  CaseFile file = Asked(FileIn(S::kVerifying), Party::kCustomer, kNow + absl::Hours(1)).next;
  file = Asked(file, Party::kSeller, kNow + absl::Hours(2)).next;
  CaseFile timely = file;
  for (int minutes = 0; minutes <= 180; ++minutes) timely = FireDue(timely, kPolicy, kNow + absl::Minutes(minutes))->next;
  CHECK(FireDue(file, kPolicy, kNow + absl::Hours(3))->next == timely);
}

}  // namespace
}  // namespace redress::casework
