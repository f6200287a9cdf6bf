// How the threads of casework end, on a real database.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>
#include <utility>

#include "services/casework/worker/executor.h"
#include "tests/component/casework_fixture.h"

namespace redress::test {
namespace {

// A case that executes these many remedies.
void Ready(CaseworkDesk& desk, int steps) {
  CaseFile file = NewCase();
  file.state = CaseState::kExecuting;
  file.owner = "a-li";
  Plan plan = RefundPlan();
  plan.answer = PlanAnswer::kAccepted;
  plan.answer_time = kNow;
  for (int i = 2; i <= steps; ++i) {
    PlanStep step = plan.steps[0];
    step.id = absl::StrCat("s", i);
    step.option = absl::StrCat(i);
    plan.steps.push_back(std::move(step));
  }
  file.plans = {std::move(plan)};
  Must(desk.Insert(file).status());
}

TEST_CASE("A process that ends waits for the step that is being asked for, and asks for none after it", "[casework]") {
  CaseworkDesk desk;
  Ready(desk, 3);
  obs::Metrics registry;
  CaseworkMetrics metrics(registry);
  ExecutionQueue queue{RetryPauses()};
  std::atomic<int> asked{0};
  const auto perform = [&](const StepOrder& order) -> StepOutcome {
    ++asked;
    while (!queue.stopped()) std::this_thread::yield();
    return {StepOutcome::Kind::kDone, absl::StrCat("grants/", order.key), "REF", ""};
  };
  Executor executor(*desk.context, perform, queue, metrics, {1, absl::Seconds(1)});
  executor.Start();
  while (asked == 0) std::this_thread::yield();
  executor.Stop();
  CHECK(asked == 1);
  // What was heard of it is kept; the next process goes on from there.
  CHECK(desk.Get()->plans[0].steps[0].state == StepState::kDone);
  CHECK(desk.Get()->plans[0].steps[2].state == StepState::kPending);
}

}  // namespace
}  // namespace redress::test
