#include "services/classification/app/work_pool.h"

#include <algorithm>
#include <atomic>

namespace redress::classification {

struct WorkPool::Job {
  Job(size_t n, absl::FunctionRef<void(size_t)> f) : count(n), work(f) {}
  const size_t count;
  const absl::FunctionRef<void(size_t)> work;
  std::atomic<size_t> next{0};
  std::mutex mutex;
  std::condition_variable all_done;
  size_t done = 0;
};

WorkPool::WorkPool(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

WorkPool::~WorkPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  work_added_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkPool::Help(Job& job) {
  // A few at a time: a text costs about as much as taking a lock that others want.
  constexpr size_t kStep = 8;
  for (size_t begin; (begin = job.next.fetch_add(kStep)) < job.count;) {
    const size_t end = std::min(begin + kStep, job.count);
    for (size_t i = begin; i < end; ++i) job.work(i);
    const std::lock_guard lock(job.mutex);
    job.done += end - begin;
    if (job.done == job.count) job.all_done.notify_all();
  }
}

void WorkPool::Run() {
  for (;;) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      work_added_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
      if (stopping_) return;
      job = jobs_.front();
      if (job->next.load() >= job->count) {  // all of it is taken; whoever gave it waits for the rest
        jobs_.pop_front();
        continue;
      }
    }
    Help(*job);
  }
}

void WorkPool::ForEach(size_t count, absl::FunctionRef<void(size_t)> work) {
  if (count == 0) return;
  const auto job = std::make_shared<Job>(count, work);
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(job);
  }
  work_added_.notify_all();
  Help(*job);
  {
    std::unique_lock lock(job->mutex);
    job->all_done.wait(lock, [&] { return job->done == job->count; });
  }
  const std::lock_guard lock(mutex_);
  jobs_.erase(std::remove(jobs_.begin(), jobs_.end(), job), jobs_.end());
}

}  // namespace redress::classification
