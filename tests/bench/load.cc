#include "tests/bench/load.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

namespace redress::bench {
namespace {

using Clock = std::chrono::steady_clock;

double Percentile(std::vector<float>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1, static_cast<size_t>(share * static_cast<double>(sorted.size())))];
}

// One channel with its calls. A call that ends starts the next one, so that the number in flight is constant; under a
// rate each call waits for its own moment and its latency counts from there (no coordinated omission).
class Lane {
 public:
  Lane(const LoadPlan& plan, const StartCall& start, int index) : plan_(plan), start_(start) {
    grpc::ChannelArguments arguments;
    arguments.SetInt("redress.lane", index);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ = grpc::CreateCustomChannel(plan.target, grpc::InsecureChannelCredentials(), arguments);
    latencies_ms_.reserve(1 << 20);
  }

  void Begin(Clock::time_point counted_from, Clock::time_point until) {
    counted_from_ = counted_from;
    until_ = until;
    if (plan_.rate > 0) {
      pacer_ = std::thread([this] { Pace(); });
      return;
    }
    for (int i = 0; i < plan_.in_flight; ++i) Next(Clock::now());
  }

  // Waits until nothing is in flight.
  void Drain() {
    if (pacer_.joinable()) pacer_.join();
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(
        +[](int* pending) { return *pending == 0; }, &pending_));
  }

  void AddTo(LoadResult& total, std::vector<float>& latencies) {
    absl::MutexLock lock(&mutex_);
    total.errors += errors_;
    total.acknowledged += acknowledged_;
    for (const auto& [what, count] : failures_) total.failures[what] += count;
    latencies.insert(latencies.end(), latencies_ms_.begin(), latencies_ms_.end());
  }

 private:
  void Pace() {
    const auto step = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(static_cast<double>(plan_.channels) / plan_.rate));
    for (auto due = Clock::now(); due < until_; due += step) {
      std::this_thread::sleep_until(due);
      Next(due);
    }
  }

  void Next(Clock::time_point due) {
    {
      absl::MutexLock lock(&mutex_);
      ++pending_;
    }
    auto context = std::make_unique<grpc::ClientContext>();
    if (!plan_.token.empty()) context->AddMetadata("authorization", absl::StrCat("Bearer ", plan_.token));
    start_(channel_, std::move(context), [this, due](const grpc::Status& status) { Ended(due, status); });
  }

  void Ended(Clock::time_point due, const grpc::Status& status) {
    const auto now = Clock::now();
    const bool again = plan_.rate == 0 && now < until_;
    {
      absl::MutexLock lock(&mutex_);
      Record(due, now, status);
    }
    if (again) Next(now);
    absl::MutexLock lock(&mutex_);
    --pending_;
  }

  void Record(Clock::time_point due, Clock::time_point now, const grpc::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (!status.ok()) {
      ++errors_;
      ++failures_[absl::StrCat(status.error_code(), " ", status.error_message())];
      return;
    }
    ++acknowledged_;
    if (due < counted_from_ || now > until_) return;
    latencies_ms_.push_back(std::chrono::duration<float, std::milli>(now - due).count());
  }

  const LoadPlan& plan_;
  const StartCall& start_;
  std::shared_ptr<grpc::Channel> channel_;
  std::thread pacer_;
  Clock::time_point counted_from_;
  Clock::time_point until_;
  absl::Mutex mutex_;
  int pending_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t errors_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t acknowledged_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, int64_t> failures_ ABSL_GUARDED_BY(mutex_);
  std::vector<float> latencies_ms_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

LoadResult RunLoad(const LoadPlan& plan, const StartCall& start) {
  std::vector<std::unique_ptr<Lane>> lanes;
  for (int i = 0; i < plan.channels; ++i) lanes.push_back(std::make_unique<Lane>(plan, start, i));
  const auto counted_from = Clock::now() + absl::ToChronoNanoseconds(plan.warm_up);
  const auto until = counted_from + absl::ToChronoNanoseconds(plan.duration);
  for (auto& lane : lanes) lane->Begin(counted_from, until);
  for (auto& lane : lanes) {
    std::this_thread::sleep_until(until);
    lane->Drain();
  }
  LoadResult result;
  std::vector<float> latencies;
  for (auto& lane : lanes) lane->AddTo(result, latencies);
  std::sort(latencies.begin(), latencies.end());
  result.answered = static_cast<int64_t>(latencies.size());
  result.seconds = absl::ToDoubleSeconds(plan.duration);
  result.p50_ms = Percentile(latencies, 0.50);
  result.p99_ms = Percentile(latencies, 0.99);
  return result;
}

std::string ToJson(const LoadResult& result) {
  const nlohmann::json json = {
      {"answered", result.answered}, {"per_second", static_cast<double>(result.answered) / result.seconds},
      {"p50_ms", result.p50_ms},     {"p99_ms", result.p99_ms},
      {"errors", result.errors},     {"acknowledged", result.acknowledged},
      {"failures", result.failures}};
  return json.dump();
}

}  // namespace redress::bench
