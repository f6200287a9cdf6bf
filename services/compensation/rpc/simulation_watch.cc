#include "services/compensation/rpc/simulation_watch.h"

#include <utility>

#include "libs/base/error.h"
#include "services/compensation/app/simulate.h"
#include "services/compensation/rpc/policy_convert.h"

namespace redress::compensation {
namespace {

constexpr size_t kWatchersMax = 100;

}  // namespace

void SimulationWatch::Start() {
  thread_ = std::thread([this] {
    absl::Duration pause = absl::InfiniteDuration();
    while (wakeup_.WaitFor(pause)) pause = Look();
  });
}

void SimulationWatch::Stop() {
  wakeup_.Stop();
  thread_.join();
  const std::lock_guard<std::mutex> lock(mutex_);
  for (const Watcher& watcher : watchers_) {
    watcher.stream->End(Error(absl::StatusCode::kUnavailable, "DRAINING", "the process is going down"));
  }
  watchers_.clear();
}

absl::Status SimulationWatch::Add(const std::string& id, Stream stream) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (watchers_.size() >= kWatchersMax) {
      return WithRetryDelay(Error(absl::StatusCode::kUnavailable, "TOO_MANY_WATCHERS", "too many watch simulations already"),
                            absl::Seconds(10));
    }
    watchers_.push_back({id, std::move(stream), ""});
  }
  wakeup_.Wake();
  return absl::OkStatus();
}

absl::Duration SimulationWatch::Look() {
  std::list<Watcher> looked;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    looked.swap(watchers_);
  }
  looked.remove_if([this](Watcher& watcher) { return Tell(&watcher); });
  const std::lock_guard<std::mutex> lock(mutex_);
  watchers_.splice(watchers_.begin(), looked);
  return watchers_.empty() ? absl::InfiniteDuration() : every_;
}

bool SimulationWatch::Tell(Watcher* watcher) {
  if (watcher->stream->EndIfOver()) return true;
  const absl::StatusOr<SimulationView> view = ReadSimulation(context_.pool, watcher->id);
  if (absl::IsUnavailable(view.status())) return false;  // the database comes back, or the caller goes away
  if (!view.ok()) {
    watcher->stream->End(view.status());
    return true;
  }
  v1::PolicySimulation proto = ToProto(view->simulation, context_.policy.terms().currency);
  std::string bytes = proto.SerializeAsString();
  if (bytes != watcher->told) {
    watcher->told = std::move(bytes);
    watcher->stream->Send(std::move(proto));
  }
  if (view->simulation.state == Simulation::State::kRunning) return false;
  watcher->stream->End(absl::OkStatus());
  return true;
}

}  // namespace redress::compensation
