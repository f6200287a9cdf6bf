// The threads that carry plans out: a case is taken up when it changed in this process or something was heard of it, and
// otherwise at a sweep, which is how they hear of other replicas and of what was lost. Several threads, so that one slow answer
// does not hold up the others.
#pragma once

#include <thread>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "libs/base/machine_time.h"
#include "libs/rpc/worker.h"
#include "services/casework/app/execute.h"
#include "services/casework/worker/casework_metrics.h"
#include "services/casework/worker/execution_queue.h"

namespace redress::casework {

struct ExecutorOptions {
  int threads = 4;
  absl::Duration sweep_every = absl::Seconds(1);  // machine time
};

class Executor final : public rpc::Worker {
 public:
  // All must outlive the worker. `queue` is this worker's own.
  Executor(const Context& context, Perform perform, ExecutionQueue& queue, CaseworkMetrics& metrics,
           const ExecutorOptions& options)
      : context_(context), perform_(std::move(perform)), queue_(queue), metrics_(metrics), options_(options) {}
  void Start() override;
  void Stop() override;

 private:
  void Work();
  void Sweep();
  // Takes one case as far as it goes. True: it waits for an outcome.
  bool ExecuteOne(const std::string& number);
  absl::Status OfferAll();

  const Context& context_;
  const Perform perform_;
  ExecutionQueue& queue_;
  CaseworkMetrics& metrics_;
  const ExecutorOptions options_;
  Stopper stopper_;
  std::vector<std::thread> threads_;
};

}  // namespace redress::casework
