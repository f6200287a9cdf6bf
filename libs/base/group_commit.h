// Turns many small requests into few commits: a bounded queue, and threads that each take what has gathered while the commit
// before was under way. Alone, a request is committed at once; in a rush a thread may be told to let more of them come first. A
// full queue refuses, which is the back pressure that callers feel. Thread safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "absl/types/span.h"

namespace redress {

struct GroupCommitOptions {
  size_t queue_max = 4'096;
  size_t batch_max = 128;
  int threads = 2;
  // After a batch of at least `rush` items the next one waits until it is full, `gather` at most.
  size_t rush = 8;
  std::chrono::milliseconds gather{0};
};

template <class Item>
class GroupCommit {
 public:
  // Called by each of the threads, never with an empty batch. It answers every item, whatever happens.
  using Commit = std::function<void(std::vector<Item> batch)>;

  GroupCommit(GroupCommitOptions options, Commit commit) : options_(options), commit_(std::move(commit)) {}
  ~GroupCommit() { Stop(); }

  void Start() {
    for (int i = 0; i < options_.threads; ++i) {
      threads_.emplace_back([this] { Loop(); });
    }
  }

  // Commits what is queued, then ends. Later pushes are refused. Idempotent.
  void Stop() {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    full_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  // False where the queue is full or the end has begun; `item` is untouched then.
  bool TryPush(Item& item) { return TryPushAll(absl::MakeSpan(&item, 1)); }

  // The same for several that stay together: one thread commits them all, in this order. More than the queue holds are taken
  // where it is empty.
  bool TryPushAll(absl::Span<Item> items) {
    bool gathering = false, full = false;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      const bool fits = queue_.size() + items.size() <= options_.queue_max || queue_.empty();
      if (stopping_ || !fits) return false;
      for (size_t i = 0; i < items.size(); ++i) queue_.push_back({std::move(items[i]), i + 1 < items.size()});
      gathering = gathering_;
      full = queue_.size() >= options_.batch_max;
    }
    if (!gathering) changed_.notify_one();
    if (gathering && full) full_.notify_one();
    return true;
  }

  size_t depth() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return queue_.size();
  }

 private:
  struct Entry {
    Item item;
    bool goes_on;  // the next entry belongs to the same push
  };

  std::vector<Item> Take() {
    std::unique_lock<std::mutex> lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || (!queue_.empty() && !gathering_); });
    if (last_size_ >= options_.rush && options_.gather.count() > 0) Gather(lock);
    std::vector<Item> batch;
    for (bool goes_on = false; !queue_.empty() && (goes_on || batch.size() < options_.batch_max);) {
      batch.push_back(std::move(queue_.front().item));
      goes_on = queue_.front().goes_on;
      queue_.pop_front();
    }
    last_size_ = batch.size();
    if (!queue_.empty() || stopping_) changed_.notify_one();
    return batch;
  }

  // Nobody is woken meanwhile but by a full batch, nor takes another thread what comes.
  void Gather(std::unique_lock<std::mutex>& lock) {
    gathering_ = true;
    full_.wait_for(lock, options_.gather, [this] { return stopping_ || queue_.size() >= options_.batch_max; });
    gathering_ = false;
  }

  void Loop() {
    for (;;) {
      std::vector<Item> batch = Take();
      if (batch.empty()) return;
      commit_(std::move(batch));
    }
  }

  const GroupCommitOptions options_;
  const Commit commit_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable full_;
  bool gathering_ = false;
  size_t last_size_ = 0;
  std::deque<Entry> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace redress
