// A fixed number of threads for work that only computes: batches of texts share them, so that however many calls are open no more
// than this run, and the caller's thread helps while it waits. Thread safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"

namespace redress::classification {

class WorkPool {
 public:
  // `threads` ≥ 0; with none the callers do everything themselves.
  explicit WorkPool(int threads);
  ~WorkPool();
  WorkPool(const WorkPool&) = delete;
  WorkPool& operator=(const WorkPool&) = delete;

  // Calls `work(i)` once for each i in [0, count), in any order and thread; returns when all are done.
  void ForEach(size_t count, absl::FunctionRef<void(size_t)> work);

 private:
  struct Job;
  void Run();
  static void Help(Job& job);

  std::mutex mutex_;
  std::condition_variable work_added_;
  std::deque<std::shared_ptr<Job>> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace redress::classification
