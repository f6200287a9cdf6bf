#include "services/casework/worker/executor.h"

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"

namespace redress::casework {
namespace {

constexpr int kSweepPage = 1'000;

// True where a step was asked for whose outcome nobody here can make happen: compensation or the platform has to say it.
bool WaitsForOutcome(const CaseFile& file) {
  if (file.state != CaseState::kExecuting) return false;
  const std::vector<PlanStep>& steps = file.plans.back().steps;
  const SagaNext next = NextOf(steps);
  return next.kind == SagaNext::Kind::kAsk && ActionOf(steps[next.step]) != StepAction::kPersonActs;
}

}  // namespace

void Executor::Start() {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { Work(); });
  threads_.emplace_back([this] { Sweep(); });
}

void Executor::Stop() {
  stopper_.Stop();
  queue_.Stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Executor::Work() {
  while (!queue_.stopped()) {
    const std::string number = queue_.Take(Deadline::Never());
    if (!number.empty()) queue_.Done(number, ExecuteOne(number));
  }
}

bool Executor::ExecuteOne(const std::string& number) {
  // Once the process ends, what is under way is waited for, and nothing more is asked for: the next one does.
  const auto perform = [this](const StepOrder& order) { return stopper_.stopping() ? StepOutcome() : perform_(order); };
  const absl::StatusOr<CaseFile> file = Execute(context_, number, perform);
  metrics_.executions.Increment();
  if (file.ok()) return WaitsForOutcome(*file);
  const bool contradicted = ReasonOf(file.status()) == "OUTCOME_CONTRADICTED";
  obs::Log(contradicted ? obs::Level::kError : obs::Level::kWarning, "execution_failed",
           {{"case", obs::Id(number)}, {"status", file.status()}});
  return !absl::IsNotFound(file.status());
}

void Executor::Sweep() {
  do {
    const absl::Status offered = OfferAll();
    if (!offered.ok()) obs::Log(obs::Level::kWarning, "execution_sweep_failed", {{"status", offered}});
  } while (!stopper_.WaitFor(options_.sweep_every));
}

absl::Status Executor::OfferAll() {
  std::string after;
  while (!stopper_.stopping()) {
    ASSIGN_OR_RETURN(const std::vector<std::string> numbers, CasesToExecute(context_, after, kSweepPage));
    for (const std::string& number : numbers) queue_.Offer(number);
    if (numbers.size() < kSweepPage) break;
    after = numbers.back();
  }
  return absl::OkStatus();
}

}  // namespace redress::casework
