#include "tests/bench/load.h"

#include <sys/prctl.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <nlohmann/json.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"

namespace redress::bench {
namespace {

// As many as gRPC's own callbacks would have on two cores.
constexpr int kReapersOfClosedLoop = 2;

// Where calls end: a completion queue, and threads that wait for it.
class Ends {
 public:
  explicit Ends(int threads) {
    reapers_.reserve(static_cast<size_t>(threads));
    for (int i = 0; i < threads; ++i) reapers_.emplace_back([this] { Reap(); });
  }
  // Nothing may be in flight any more.
  ~Ends() {
    queue_.Shutdown();
    for (std::thread& reaper : reapers_) reaper.join();
  }
  grpc::CompletionQueue* queue() { return &queue_; }

 private:
  void Reap() {
    void* call = nullptr;
    for (bool ok = false; queue_.Next(&call, &ok);) static_cast<CallInFlight*>(call)->End();
  }

  grpc::CompletionQueue queue_;
  std::vector<std::thread> reapers_;
};

// One channel with its calls. In a closed loop a call that ends starts the next one, so that the number in flight is constant; in
// an open one each call waits for its own moment, and its latency counts from there.
class Lane {
 public:
  Lane(const LoadPlan& plan, const Connect& connect, grpc::CompletionQueue* ends, int index) : plan_(plan), index_(index) {
    grpc::ChannelArguments arguments;
    arguments.SetInt("redress.lane", index);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    start_ = connect(grpc::CreateCustomChannel(plan.target, grpc::InsecureChannelCredentials(), arguments), ends);
    if (!plan.token.empty()) authorization_ = absl::StrCat("Bearer ", plan.token);
    latencies_ms_.reserve(1 << 20);
  }

  void Begin(Clock::time_point begin, Clock::time_point counted_from, Clock::time_point until) {
    counted_from_ = counted_from;
    until_ = until;
    if (plan_.rate > 0) {
      pacer_ = std::thread([this, begin] { Pace(begin); });
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

  void AddTo(LoadResult& total) {
    absl::MutexLock lock(&mutex_);
    total.errors += errors_;
    total.acknowledged += acknowledged_;
    for (const auto& [what, count] : failures_) total.failures[what] += count;
    total.latencies_ms.insert(total.latencies_ms.end(), latencies_ms_.begin(), latencies_ms_.end());
  }

 private:
  // Lanes take turns, so that calls come evenly and not `channels` at a time.
  void Pace(Clock::time_point begin) {
    prctl(PR_SET_TIMERSLACK, 1);  // ns, not 50 µs: a call that begins late is not the server's fault
    for (int64_t i = index_;; i += plan_.channels) {
      const auto due = begin + std::chrono::nanoseconds(i * 1'000'000'000 / plan_.rate);
      if (due >= until_) return;
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
    if (!authorization_.empty()) context->AddMetadata("authorization", authorization_);
    start_(std::move(context), due, [this, due](const grpc::Status& status) { Ended(due, status); });
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
    // A slow answer in an open loop must not escape by ending after the measured time.
    const auto counted = plan_.rate > 0 ? due : now;
    if (counted < counted_from_ || counted >= until_) return;
    latencies_ms_.push_back(std::chrono::duration<float, std::milli>(now - due).count());
  }

  const LoadPlan& plan_;
  const int index_;
  std::string authorization_;
  StartCall start_;
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

LoadResult RunLoad(const LoadPlan& plan, const Connect& connect) {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);  // as the suite's processes do
  Ends ends(plan.rate > 0 ? 1 : kReapersOfClosedLoop);
  std::vector<std::unique_ptr<Lane>> lanes;
  for (int i = 0; i < plan.channels; ++i) lanes.push_back(std::make_unique<Lane>(plan, connect, ends.queue(), i));
  LoadResult result;
  const auto begin = Clock::now();
  result.counted_from = begin + absl::ToChronoNanoseconds(plan.warm_up);
  result.counted_until = result.counted_from + absl::ToChronoNanoseconds(plan.duration);
  for (auto& lane : lanes) lane->Begin(begin, result.counted_from, result.counted_until);
  std::this_thread::sleep_until(result.counted_until);
  for (auto& lane : lanes) lane->Drain();
  for (auto& lane : lanes) lane->AddTo(result);
  std::sort(result.latencies_ms.begin(), result.latencies_ms.end());
  result.answered = static_cast<int64_t>(result.latencies_ms.size());
  result.seconds = absl::ToDoubleSeconds(plan.duration);
  return result;
}

double Percentile(const std::vector<float>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto rank = static_cast<size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::clamp<size_t>(rank, 1, sorted.size()) - 1];
}

std::string ToJson(const LoadResult& result) {
  const nlohmann::json json = {
      {"answered", result.answered},
      {"per_second", static_cast<double>(result.answered) / result.seconds},
      {"p50_ms", Percentile(result.latencies_ms, 0.50)},
      {"p95_ms", Percentile(result.latencies_ms, 0.95)},
      {"p99_ms", Percentile(result.latencies_ms, 0.99)},
      {"errors", result.errors},
      {"acknowledged", result.acknowledged},
      {"failures", result.failures},
      {"request_bytes", result.request_bytes},
      {"answer_bytes", result.answer_bytes},
  };
  return json.dump();
}

}  // namespace redress::bench
