// Machine time: leases, deadlines, back-off, measured durations. Monotonic, of this machine only, never stored or sent, and a
// type of its own so that it cannot be taken for business time (time.h). Stopper is what every worker loop waits on; nothing
// in the suite sleeps.
#pragma once

#include <chrono>
#include <compare>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "absl/time/time.h"

namespace redress {

// A moment on the monotonic clock. A value.
class MachineTime {
 public:
  constexpr MachineTime() = default;
  explicit constexpr MachineTime(std::chrono::steady_clock::time_point point) : point_(point) {}
  // For std::condition_variable and its like.
  constexpr std::chrono::steady_clock::time_point point() const { return point_; }

  friend constexpr auto operator<=>(MachineTime, MachineTime) = default;
  friend absl::Duration operator-(MachineTime later, MachineTime earlier) {
    return absl::FromChrono(later.point_ - earlier.point_);
  }
  // Stops at the far ends of the clock, so that an infinite duration is allowed.
  friend MachineTime operator+(MachineTime time, absl::Duration duration);

 private:
  std::chrono::steady_clock::time_point point_;
};

class MachineClock {
 public:
  static MachineTime Now();
};

// When something must be finished. A value.
class Deadline {
 public:
  static Deadline After(absl::Duration duration) { return Deadline(MachineClock::Now() + duration); }
  static Deadline Never() { return Deadline(MachineTime(std::chrono::steady_clock::time_point::max())); }
  explicit constexpr Deadline(MachineTime time) : time_(time) {}

  constexpr MachineTime time() const { return time_; }
  bool Expired() const { return MachineClock::Now() >= time_; }
  // What is left, never negative; absl::InfiniteDuration() for Never().
  absl::Duration Remaining() const;
  friend constexpr auto operator<=>(Deadline, Deadline) = default;

 private:
  MachineTime time_;
};

// Asks loops to end, and is what they wait on between two rounds. Thread safe; any number of waiters; stopping is for ever.
class Stopper {
 public:
  bool stopping() const;
  // Waits until asked to stop, or for so long. True: asked to stop.
  bool WaitFor(absl::Duration duration) { return WaitUntil(Deadline::After(duration)); }
  bool WaitUntil(Deadline deadline);
  void Stop();

 private:
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
};

}  // namespace redress
