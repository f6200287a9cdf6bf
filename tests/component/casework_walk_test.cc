// A case on which anybody does anything in any order: whatever the decisions allow, the tables take, and it is read back as it
// was decided; whatever they refuse leaves the case as it was.
#include <catch2/catch.hpp>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "services/casework/domain/erasing.h"
#include "services/casework/domain/handling.h"
#include "services/casework/domain/resolving.h"
#include "services/casework/domain/waiting.h"
#include "tests/component/casework_fixture.h"

namespace redress::test {
namespace {

const Actor kOwner = {"agents/a-li", "a-li", false};
const Actor kBoss = {"agents/a-sun", "a-sun", true};
const Actor kCustomer = {"customer", "", false};

// Chooses by a fixed sequence: a run that fails fails again.
class Chooser {
 public:
  explicit Chooser(unsigned seed) : numbers_(seed) {}
  int Below(int end) { return static_cast<int>(numbers_() % static_cast<unsigned>(end)); }
  template <class E>
  E OneOf() {
    return kWords<E>[static_cast<size_t>(Below(static_cast<int>(kWords<E>.size())))].value;
  }

 private:
  std::mt19937 numbers_;
};

PlanStep StepOf(Chooser& choose, int serial) {
  PlanStep step;
  step.owner = "a-li";
  step.due_time = kNow + absl::Hours(24 * 300);
  if (choose.Below(2) == 0) {
    step.kind = StepKind::kPerson;
    step.description = "call";
  } else {
    step.kind = StepKind::kRemedy;
    step.quotation = absl::StrCat("quotations/q-", serial);
    step.option = "1";
  }
  return step;
}

absl::StatusOr<Change> ProposeSomething(const CaseFile& file, Chooser& choose, const Because& because, int serial) {
  std::vector<PlanStep> steps;
  std::vector<QuotedOption> quoted;
  for (int i = 0; i <= choose.Below(3); ++i) {
    steps.push_back(StepOf(choose, serial * 10 + i));
    QuotedOption option;
    option.quotation = steps.back().quotation;
    option.option = "1";
    option.quotation_hash = std::string(64, 'a');
    option.case_number = file.number;
    option.amount = {choose.Below(300'00), Currency::Cny()};
    option.expire_time = because.now + absl::Hours(24 * 7);
    quoted.push_back(option);
  }
  return ProposePlan(file, steps, quoted, CasePolicy(), because);
}

// The step that is under way, or the first one.
std::string StepUnderWay(const CaseFile& file) {
  if (file.plans.empty()) return "s1";
  for (const PlanStep& step : file.plans.back().steps) {
    if (step.state == StepState::kRunning) return step.id;
  }
  return "s1";
}

// One that is open; some other one where none is.
std::string OpenEvidence(const CaseFile& file) {
  for (const EvidenceRequest& request : file.evidence_requests) {
    if (request.state == EvidenceState::kOpen) return request.id;
  }
  return "e1";
}
std::string OpenTask(const CaseFile& file) {
  for (const Task& task : file.tasks) {
    if (!task.answer_time.has_value()) return task.id;
  }
  return "t1";
}

StepOutcome OutcomeOf(Chooser& choose, int serial) {
  switch (choose.Below(4)) {
    case 0:
      return {};
    case 1:
      return {StepOutcome::Kind::kFailed, "", "", "OUT_OF_STOCK"};
    default:
      return {StepOutcome::Kind::kDone, absl::StrCat("grants/g-", serial), "REF", ""};
  }
}

Closing ClosingOf(Chooser& choose) {
  Closing closing;
  closing.finding = choose.OneOf<Finding>();
  if (closing.finding == Finding::kNotAComplaint && choose.Below(8) != 0) closing.finding = Finding::kPartly;
  closing.responsible_party = choose.OneOf<Party>();
  closing.root_cause = closing.remedy_sought = "REFUND";
  return closing;
}

absl::StatusOr<Change> DoSomething(const CaseFile& file, Chooser& choose, BusinessTime now, int serial) {
  const CasePolicy policy;
  const Because owner = {choose.Below(8) == 0 ? kBoss : kOwner, "reason", now}, boss = {kBoss, "reason", now};
  const Because customer = {kCustomer, "reason", now};
  const std::string hash = file.plans.empty() ? "" : file.plans.back().hash;
  // Towards the end somewhat more often: otherwise few cases get there.
  const bool onwards = choose.Below(2) == 0;
  if (onwards && file.state == CaseState::kExecuting) {
    return choose.Below(2) == 0 ? GoOn(file, now) : HearStep(file, StepUnderWay(file), OutcomeOf(choose, serial), customer);
  }
  if (onwards && file.state == CaseState::kCallbackDue) {
    if (choose.Below(3) == 0) return AnswerTask(file, OpenTask(file), "yes", customer);
    return choose.Below(2) == 0 ? CallBack(file, choose.OneOf<CallbackOutcome>(), policy, owner)
                                : CloseCase(file, ClosingOf(choose), policy, owner);
  }
  switch (choose.Below(22)) {
    case 0:
      return TakeComplaint(file, {absl::StrCat("c-", serial), file.number, 7, 1, 1, "", now}, policy, now);
    case 1:
      return Predict(file, {{"LOGISTICS", absl::StrCat("T", serial % 3)}, false, choose.OneOf<Severity>(), serial % 50 == 0},
                     now);
    case 2:
    case 3:
      return SetOwner(file, "a-li", now);
    case 4:
      return Advance(file, choose.OneOf<CaseState>(), owner);
    case 5:
      return Advance(file, CaseState::kInvestigating, owner);
    case 6:
      return CheckItemOf(file, {choose.OneOf<CheckKind>(), CheckResult::kConfirmed, "", "", {}}, owner);
    case 7:
      return SetTag(file, {"MARKETING", "GIFT_MISSING"}, owner);
    case 8:
      return AddNote(file, true, customer);
    case 9:
      return RequestEvidence(file, {choose.OneOf<Party>(), "q", "d", {}}, policy, owner);
    case 10:
      return AnswerEvidence(file, OpenEvidence(file), "yes", customer);
    case 11:
      return GiveTask(file, {choose.OneOf<Department>(), "c", "r", {}}, policy, owner);
    case 12:
      return AnswerTask(file, OpenTask(file), "yes", customer);
    case 13:
    case 14:
      return ProposeSomething(file, choose, owner, serial);
    case 15:
      return AnswerPlan(file, hash, choose.Below(4) == 0 ? PlanAnswer::kDeclined : PlanAnswer::kAccepted, policy, customer);
    case 16:
      return DecideApproval(file, {"a-sun", Authority::kManager, {}}, {hash, choose.Below(4) != 0, "why"}, boss);
    case 17:
      return GoOn(file, now);
    case 18:
      return HearStep(file, StepUnderWay(file), OutcomeOf(choose, serial), customer);
    case 19:
      return CallBack(file, choose.OneOf<CallbackOutcome>(), policy, owner);
    case 20:
      return CloseCase(file, ClosingOf(choose), policy, owner);
    default:
      if (choose.Below(10) == 0) return RejectCase(file, owner);
      return choose.Below(2) == 0 ? AppealCase(file, customer) : WithdrawPlan(file, owner);
  }
}

// What many walks saw.
struct Seen {
  std::map<CaseState, int> states;
  std::set<std::string> reasons;
  int changed = 0;
};

// Of every second walk the words are erased halfway; then nothing else may be different.
void Walk(CaseworkDesk& desk, int walk, Seen* all) {
  Chooser choose(20261122u + static_cast<unsigned>(walk));
  CaseFile first = NewCase(absl::StrCat("walk-", walk));
  first.complaints = {first.number};
  CaseFile seen = desk.Insert(first).value();
  for (int serial = walk * 1'000; serial < walk * 1'000 + 600; ++serial) {
    desk.time.Advance(absl::Minutes(choose.Below(60)));
    const BusinessTime now = desk.time.Now();
    const bool timers = choose.Below(10) == 0, erase = walk % 2 == 0 && serial == walk * 1'000 + 300;
    const absl::StatusOr<Change> change = erase    ? EraseWords(seen, {kCustomer, "", now})
                                          : timers ? FireDue(seen, CasePolicy(), now)
                                                   : DoSomething(seen, choose, now, serial);
    CAPTURE(serial, Word(seen.state));
    if (!change.ok()) {
      all->reasons.insert(ReasonOf(change.status()));
      continue;
    }
    if (change->empty()) continue;
    const auto stored =
        desk.Run<CaseFile>([&](pqxx::work& work) { return UpdateCase(work, desk.vault, seen, change->next, change->trail); });
    REQUIRE(stored.status() == absl::OkStatus());
    REQUIRE(desk.Get(seen.number).value() == *stored);
    ++all->states[stored->state];
    ++all->changed;
    seen = *stored;
  }
}

TEST_CASE("Whatever is allowed is stored and read back, and every refusal has a reason") {
  CaseworkDesk desk;
  Seen all;
  for (int walk = 1; walk <= 10; ++walk) Walk(desk, walk, &all);
  CHECK(all.changed > 500);
  CHECK(all.reasons.count("") == 0);
  for (const Named<CaseState>& state : kWords<CaseState>) {
    CAPTURE(state.word);
    CHECK((all.states[state.value] > 0) == (state.value != CaseState::kMerged));
  }
  CHECK(desk.Verify().broken.empty());
  CHECK(desk.Verify().entry_count == std::stoll(desk.Ask("SELECT sum(audit_sequence) FROM case_file")));
}

}  // namespace
}  // namespace redress::test
