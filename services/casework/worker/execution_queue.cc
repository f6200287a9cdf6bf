#include "services/casework/worker/execution_queue.h"

#include <algorithm>

#include "libs/base/back_off.h"

namespace redress::casework {

void ExecutionQueue::SetDue(const std::string& number, Entry* entry, MachineTime due) {
  due_.erase({entry->due, number});
  entry->due = due;
  due_.emplace(due, number);
  changed_.Signal();
}

void ExecutionQueue::Poke(const std::string& number) {
  absl::MutexLock lock(&mutex_);
  Entry& entry = entries_[number];
  entry.attempts = 0;
  entry.poked = entry.taken;
  if (!entry.taken) SetDue(number, &entry, MachineClock::Now());
}

void ExecutionQueue::Offer(const std::string& number) {
  absl::MutexLock lock(&mutex_);
  const auto [at, fresh] = entries_.try_emplace(number);
  if (fresh) SetDue(number, &at->second, MachineClock::Now());
}

std::string ExecutionQueue::Take(Deadline deadline) {
  absl::MutexLock lock(&mutex_);
  while (!stopped_) {
    const MachineTime now = MachineClock::Now();
    if (!due_.empty() && due_.begin()->first <= now) {
      const std::string number = due_.begin()->second;
      due_.erase(due_.begin());
      entries_[number].taken = true;
      return number;
    }
    if (now >= deadline.time()) return "";
    const MachineTime until = due_.empty() ? deadline.time() : std::min(deadline.time(), due_.begin()->first);
    changed_.WaitWithTimeout(&mutex_, until - now);
  }
  return "";
}

void ExecutionQueue::Done(const std::string& number, bool waits) {
  absl::MutexLock lock(&mutex_);
  const auto at = entries_.find(number);
  if (at == entries_.end()) return;
  Entry& entry = at->second;
  entry.taken = false;
  if (entry.poked) {
    entry.poked = false;
    SetDue(number, &entry, MachineClock::Now());
  } else if (waits) {
    const absl::Duration pause = BackOff(pauses_.first, pauses_.most, entry.attempts++);
    SetDue(number, &entry, MachineClock::Now() + pause);
  } else {
    entries_.erase(at);
  }
}

void ExecutionQueue::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
  changed_.SignalAll();
}

bool ExecutionQueue::stopped() const {
  absl::MutexLock lock(&mutex_);
  return stopped_;
}

}  // namespace redress::casework
