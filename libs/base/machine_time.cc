#include "libs/base/machine_time.h"

#include <algorithm>

namespace redress {

MachineTime operator+(MachineTime time, absl::Duration duration) {
  using Point = std::chrono::steady_clock::time_point;
  const int64_t now = time.point_.time_since_epoch().count();
  int64_t sum = 0;
  if (__builtin_add_overflow(now, absl::ToInt64Nanoseconds(duration), &sum)) {
    return MachineTime(duration > absl::ZeroDuration() ? Point::max() : Point::min());
  }
  return MachineTime(Point(Point::duration(sum)));
}

MachineTime MachineClock::Now() {
  return MachineTime(std::chrono::steady_clock::now());
}

absl::Duration Deadline::Remaining() const {
  if (*this == Never()) return absl::InfiniteDuration();
  return std::max(absl::ZeroDuration(), time_ - MachineClock::Now());
}

bool Stopper::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

bool Stopper::WaitUntil(Deadline deadline) {
  std::unique_lock lock(mutex_);
  if (deadline == Deadline::Never()) {
    stopped_.wait(lock, [this] { return stopping_; });
    return true;
  }
  return stopped_.wait_until(lock, deadline.time().point(), [this] { return stopping_; });
}

void Stopper::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
}

}  // namespace redress
