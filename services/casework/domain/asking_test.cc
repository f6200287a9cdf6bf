#include "services/casework/domain/asking.h"

#include <catch2/catch.hpp>
#include <set>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
const AskingPolicy kPolicy;

EvidenceDraft DraftFor(Party party) {
  return {party, "where was the parcel left?", "the parcel was not handed over", {}};
}

EvidenceRequest Asked(Party party, int number = 1, Severity severity = Severity::kOrdinary) {
  return AskEvidence(DraftFor(party), number, severity, kPolicy, kNow).value();
}

Task Given(Severity severity = Severity::kOrdinary) {
  return AssignTask({Department::kWarehouse, "shift lead, hall 3", "count the stock", {}}, 2, severity, kPolicy, kNow).value();
}

std::set<std::string> FieldsOf(const absl::Status& status) {
  std::set<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.insert(violation.field);
  return fields;
}

TEST_CASE("Exactly those outside the house can be asked for evidence", "[casework]") {
  for (const Named<Party>& party : kWords<Party>) {
    const bool outside = party.value != Party::kPlatform && party.value != Party::kNone;
    CHECK(AskEvidence(DraftFor(party.value), 1, Severity::kOrdinary, kPolicy, kNow).ok() == outside);
  }
}

TEST_CASE("The time to answer is the policy's, by severity; a customer's does not depend on it", "[casework]") {
  const auto [severity, hours] =
      GENERATE(table<Severity, int>({{Severity::kOrdinary, 24}, {Severity::kUrgent, 12}, {Severity::kCritical, 4}}));
  CHECK(Asked(Party::kSeller, 1, severity).due_time == kNow + absl::Hours(hours));
  CHECK(Given(severity).due_time == kNow + absl::Hours(hours));
  CHECK(Asked(Party::kCustomer, 1, severity).due_time == kNow + absl::Hours(72));
}

TEST_CASE("A request without its default, or with anything else amiss, is refused with all of it named", "[casework]") {
  EvidenceDraft draft = DraftFor(Party::kNone);
  draft.question = std::string(1001, 'x');
  draft.default_on_silence = " 　 ";
  draft.due_time = kNow;
  const absl::Status status = AskEvidence(draft, 1, Severity::kOrdinary, kPolicy, kNow).status();
  CHECK(status.code() == absl::StatusCode::kInvalidArgument);
  CHECK(FieldsOf(status) == std::set<std::string>{"evidence_request.party", "evidence_request.question",
                                                  "evidence_request.default_on_silence", "evidence_request.due_time"});
  draft = DraftFor(Party::kSeller);
  draft.due_time = kNow + absl::Hours(24 * 30);
  CHECK(AskEvidence(draft, 1, Severity::kOrdinary, kPolicy, kNow).ok());
  draft.due_time = kNow + absl::Hours(24 * 30) + absl::Microseconds(1);
  CHECK(FieldsOf(AskEvidence(draft, 1, Severity::kOrdinary, kPolicy, kNow).status()) ==
        std::set<std::string>{"evidence_request.due_time"});
}

TEST_CASE("A task without a named contact, or with anything else amiss, is refused with all of it named", "[casework]") {
  const TaskDraft draft = {static_cast<Department>(0), "", "", kNow - absl::Hours(1)};
  CHECK(FieldsOf(AssignTask(draft, 1, Severity::kOrdinary, kPolicy, kNow).status()) ==
        std::set<std::string>{"task.department", "task.contact", "task.request", "task.due_time"});
  CHECK(Given().id == "t2");
}

TEST_CASE("An answer counts until the due time; from then on the default holds, at the due time", "[casework]") {
  const EvidenceRequest request = Asked(Party::kSeller);
  const BusinessTime due = request.due_time;
  const EvidenceRequest answered = Answer(request, "at the door", due - absl::Microseconds(1)).value();
  CHECK(answered.state == EvidenceState::kAnswered);
  CHECK(answered.answer == "at the door");
  CHECK(ReasonOf(Answer(request, "at the door", due).status()) == "EVIDENCE_REQUEST_ENDED");
  CHECK(ReasonOf(Default(request, due - absl::Microseconds(1)).status()) == "NOT_DUE");
  const EvidenceRequest defaulted = Default(request, due + absl::Hours(7)).value();
  CHECK(defaulted.state == EvidenceState::kDefaulted);
  CHECK(defaulted.end_time == due);
  for (const EvidenceRequest& ended : {answered, defaulted}) {
    CHECK(ReasonOf(Answer(ended, "once more", kNow).status()) == "EVIDENCE_REQUEST_ENDED");
    CHECK(ReasonOf(Default(ended, due).status()) == "EVIDENCE_REQUEST_ENDED");
  }
  CHECK(FieldsOf(Answer(request, "", kNow).status()) == std::set<std::string>{"answer"});
  CHECK(FieldsOf(Answer(request, std::string(2001, 'x'), kNow).status()) == std::set<std::string>{"answer"});
}

TEST_CASE("A task is overdue once, and a late answer is one all the same", "[casework]") {
  const Task task = Given();
  CHECK(ReasonOf(MarkOverdue(task, task.due_time - absl::Microseconds(1)).status()) == "NOT_DUE");
  const Task overdue = MarkOverdue(task, task.due_time).value();
  CHECK(overdue.overdue);
  CHECK(ReasonOf(MarkOverdue(overdue, task.due_time).status()) == "TASK_ENDED");
  const Task answered = Answer(overdue, "nine pieces", task.due_time + absl::Hours(1)).value();
  CHECK(answered.answer_time == task.due_time + absl::Hours(1));
  CHECK(ReasonOf(Answer(answered, "ten", kNow).status()) == "TASK_ENDED");
  CHECK(ReasonOf(MarkOverdue(answered, task.due_time).status()) == "TASK_ENDED");
  CHECK(FieldsOf(Answer(task, "", kNow).status()) == std::set<std::string>{"answer"});
}

TEST_CASE("A case waits for the customer first, then the seller, then others, and for nobody when all is answered",
          "[casework]") {
  const std::vector<Party> order = {Party::kCustomer, Party::kSeller, Party::kCarrier, Party::kSupplier};
  for (unsigned open = 0; open < 16; ++open) {
    std::vector<EvidenceRequest> requests;
    absl::optional<Party> expected;
    for (size_t i = order.size(); i-- > 0;) {
      requests.push_back(Asked(order[i], static_cast<int>(i) + 1));
      if ((open >> i & 1) != 0) {
        expected = order[i];
      } else {
        requests.back() = Answer(requests.back(), "yes", kNow).value();
      }
    }
    CHECK(WaitsFor(requests) == expected);
  }
}

TEST_CASE("Each party that can be asked has the state in which it is waited for", "[casework]") {
  CHECK(WaitingStateOf(Party::kCustomer) == CaseState::kWaitingCustomer);
  CHECK(WaitingStateOf(Party::kSeller) == CaseState::kWaitingSeller);
  CHECK(WaitingStateOf(Party::kCarrier) == CaseState::kWaitingThirdParty);
  CHECK(WaitingStateOf(Party::kSupplier) == CaseState::kWaitingThirdParty);
  for (const Party party : {Party::kCustomer, Party::kSeller, Party::kCarrier, Party::kSupplier}) {
    CHECK(Next(CaseState::kInvestigating, WaitingEventOf(party)).value() == WaitingStateOf(party));
  }
}

}  // namespace
}  // namespace redress::casework
