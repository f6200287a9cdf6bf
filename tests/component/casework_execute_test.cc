// Plans as they are carried out, on a real database and a shop that does by name: each step failing once, each outcome unknown
// once, killed at each instant, many at the same time. The customer gets everything once or not at all, and the case says which.
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <thread>

#include "services/casework/app/execute.h"
#include "services/casework/app/pace.h"
#include "services/casework/domain/resolving.h"
#include "tests/component/casework_fixture.h"

namespace redress::test {
namespace {

using S = CaseState;

// Ends a run where a process would be killed: nothing after it is done, nothing before it is undone.
struct Killed {};

// Does what it is asked for once by name, as compensation and the platform do; its answers can be lost. Thread safe.
class Shop {
 public:
  enum class Fault { kNone, kLostBefore, kLostAfter, kRefuses, kKilledBefore, kKilledAfter };
  // The fault comes with the nth call, from 0; kRefuses with every call for the nth name.
  Shop(Fault fault, int at) : fault_(fault), at_(at) {}

  StepOutcome Ask(const StepOrder& order) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const Fault fault = calls_++ == at_ || fault_ == Fault::kRefuses ? fault_ : Fault::kNone;
    if (fault == Fault::kKilledBefore) throw Killed();
    if (fault == Fault::kLostBefore) return {};
    const auto [entry, fresh] = done_.try_emplace(order.key, static_cast<int>(done_.size()));
    if (fresh) ++performed_;
    if (fault == Fault::kKilledAfter) throw Killed();
    if (fault == Fault::kLostAfter) return {};
    if (fault == Fault::kRefuses && entry->second == at_) return {StepOutcome::Kind::kFailed, "", "", "OUT_OF_STOCK"};
    return {StepOutcome::Kind::kDone, absl::StrCat("grants/", order.key), "REF", ""};
  }
  int performed() const { return performed_; }
  const std::map<std::string, int>& done() const { return done_; }

 private:
  const Fault fault_;
  const int at_;
  std::mutex mutex_;
  int calls_ = 0;
  int performed_ = 0;
  std::map<std::string, int> done_;
};

// A case that executes three remedies.
void Ready(CaseworkDesk& desk) {
  CaseFile file = NewCase();
  file.state = S::kExecuting;
  file.owner = "a-li";
  Plan plan = RefundPlan();
  plan.answer = PlanAnswer::kAccepted;
  plan.answer_time = kNow;
  const PlanStep step = plan.steps[0];
  for (int i = 2; i <= 3; ++i) {
    plan.steps.push_back(step);
    plan.steps.back().id = absl::StrCat("s", i);
    plan.steps.back().option = absl::StrCat(i);
  }
  file.plans = {plan};
  Must(desk.Insert(file).status());
}

// Runs until the case is over with its execution; how often it was begun anew.
int RunToEnd(CaseworkDesk& desk, Shop& shop) {
  for (int runs = 1; runs <= 10; ++runs) {
    try {
      const auto file = Execute(*desk.context, kNumber, [&](const StepOrder& order) { return shop.Ask(order); });
      Must(file.status());
      if (file->state != S::kExecuting) return runs;
    } catch (const Killed&) {
      continue;  // the next process goes on
    }
  }
  return 0;
}

std::vector<StepState> StatesOf(CaseworkDesk& desk) {
  std::vector<StepState> states;
  const CaseFile file = desk.Get().value();
  for (const PlanStep& step : file.plans.back().steps) states.push_back(step.state);
  return states;
}

TEST_CASE("Whatever is lost or killed at whichever step: every remedy is given once, and the case goes on to its callback") {
  using Fault = Shop::Fault;
  const auto fault = GENERATE(Fault::kNone, Fault::kLostBefore, Fault::kLostAfter, Fault::kKilledBefore, Fault::kKilledAfter);
  const int at = GENERATE(0, 1, 2);
  CAPTURE(static_cast<int>(fault), at);
  CaseworkDesk desk;
  Ready(desk);
  Shop shop(fault, at);
  CHECK(RunToEnd(desk, shop) == (fault == Fault::kNone ? 1 : 2));
  CHECK(desk.Get()->state == S::kCallbackDue);
  CHECK(shop.performed() == 3);
  CHECK(StatesOf(desk) == std::vector<StepState>(3, StepState::kDone));
  const CaseFile file = desk.Get().value();
  for (const PlanStep& step : file.plans[0].steps) {
    CHECK(step.effect == absl::StrCat("grants/", kNumber, "-p1-", step.id));
  }
  CHECK(desk.Ask("SELECT count(*) FROM audit WHERE what = 'STEP_ENDED'") == "3");
  CHECK(desk.Verify().broken.empty());
}

TEST_CASE("Each step refused once: what came before was given, what comes after is never asked for, another plan is needed") {
  const int at = GENERATE(0, 1, 2);
  CaseworkDesk desk;
  Ready(desk);
  Shop shop(Shop::Fault::kRefuses, at);
  CHECK(RunToEnd(desk, shop) == 1);
  CHECK(desk.Get()->state == S::kInvestigating);
  CHECK(static_cast<int>(shop.done().size()) == at + 1);
  for (int i = 0; i < 3; ++i) {
    CHECK(StatesOf(desk)[i] == (i < at ? StepState::kDone : i == at ? StepState::kFailed : StepState::kPending));
  }
}

TEST_CASE("Many that execute the same case at once give every remedy once") {
  CaseworkDesk desk;
  Ready(desk);
  Shop shop(Shop::Fault::kNone, -1);
  std::vector<std::thread> threads;
  std::atomic<int> failed{0};
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const auto file = Execute(*desk.context, kNumber, [&](const StepOrder& order) { return shop.Ask(order); });
      if (!file.ok()) ++failed;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(failed == 0);
  CHECK(desk.Get()->state == S::kCallbackDue);
  CHECK(shop.performed() == 3);
  CHECK(desk.Ask("SELECT count(*) FROM audit WHERE what = 'STEP_ENDED'") == "3");
}

TEST_CASE("A person's step stops the execution until it is completed, and the case is not looked at meanwhile") {
  CaseworkDesk desk;
  Ready(desk);
  CaseFile file = desk.Get().value();
  CaseFile next = file;
  PlanStep person = file.plans[0].steps[0];
  person.id = "s4";
  person.kind = StepKind::kPerson;
  person.quotation = person.option = "";
  next.plans[0].steps.push_back(person);
  REQUIRE(desk.Update(file, next).ok());
  CHECK(CasesToExecute(*desk.context, "", 10).value() == std::vector<std::string>{kNumber});
  CHECK(CasesToExecute(*desk.context, kNumber, 10)->empty());
  const auto pending = [&] {
    std::vector<std::string> kinds;
    const events::PaceFacts facts = ReadPace(*desk.context).value();
    for (const events::PendingWork& work : facts.pending) kinds.push_back(work.kind);
    return kinds;
  };
  CHECK(pending() == std::vector<std::string>{"steps_to_begin"});
  Shop silent(Shop::Fault::kLostAfter, 0);
  REQUIRE(Execute(*desk.context, kNumber, [&](const StepOrder& order) { return silent.Ask(order); }).ok());
  CHECK(pending() == std::vector<std::string>{"outcomes_awaited"});
  CHECK(ReadPace(*desk.context)->pending.front().elsewhere);
  Shop shop(Shop::Fault::kNone, -1);
  const auto run = [&] { return Execute(*desk.context, kNumber, [&](const StepOrder& order) { return shop.Ask(order); }); };
  CHECK(run()->state == S::kExecuting);
  CHECK(pending().empty());
  CHECK(CasesToExecute(*desk.context, "", 10)->empty());
  CHECK(run()->plans[0].steps[3].state == StepState::kRunning);
  REQUIRE(ChangeCase(*desk.context, {{"agents/a-li", Uuid::Random(), "test", "hash"}}, {kNumber, ""},
                     [](const CaseFile& seen, BusinessTime now) {
                       return CompleteStep(seen, "s4", {{"agents/a-li", "a-li", false}, "called", now});
                     })
              .ok());
  CHECK(desk.Get()->state == S::kCallbackDue);
  CHECK(shop.performed() == 3);
}

}  // namespace
}  // namespace redress::test
