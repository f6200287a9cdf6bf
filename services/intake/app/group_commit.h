// Turns many small requests into few commits: a bounded queue, and threads that each take what has gathered while the commit
// before was under way. Nothing waits for a batch to fill: alone, a request is committed at once. A full queue refuses, which is
// the back pressure that callers feel. Thread safe.
#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace redress::intake {

struct GroupCommitOptions {
  size_t queue_max = 4'096;
  size_t batch_max = 128;
  int threads = 2;
};

template <class Item>
class GroupCommit {
 public:
  // `commit(thread, batch)` is called by thread 0 … threads − 1, never with an empty batch, never twice at once with the same
  // number. It answers every item, whatever happens.
  using Commit = std::function<void(int thread, std::vector<Item> batch)>;

  GroupCommit(GroupCommitOptions options, Commit commit) : options_(options), commit_(std::move(commit)) {}
  ~GroupCommit() { Stop(); }

  void Start() {
    for (int i = 0; i < options_.threads; ++i) {
      threads_.emplace_back([this, i] { Loop(i); });
    }
  }

  // Commits what is queued, then ends. Later pushes are refused. Idempotent.
  void Stop() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  // False where the queue is full or the end has begun; `item` is untouched then.
  bool TryPush(Item& item) {
    absl::MutexLock lock(&mutex_);
    if (stopping_ || queue_.size() >= options_.queue_max) return false;
    queue_.push_back(std::move(item));
    return true;
  }

  size_t depth() const {
    absl::MutexLock lock(&mutex_);
    return queue_.size();
  }

 private:
  bool Ready() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !queue_.empty(); }

  std::vector<Item> Take() {
    absl::MutexLock lock(&mutex_, absl::Condition(this, &GroupCommit::Ready));
    std::vector<Item> batch;
    while (!queue_.empty() && batch.size() < options_.batch_max) {
      batch.push_back(std::move(queue_.front()));
      queue_.pop_front();
    }
    return batch;
  }

  void Loop(int thread) {
    for (;;) {
      std::vector<Item> batch = Take();
      if (batch.empty()) return;
      commit_(thread, std::move(batch));
    }
  }

  const GroupCommitOptions options_;
  const Commit commit_;
  mutable absl::Mutex mutex_;
  std::deque<Item> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace redress::intake
