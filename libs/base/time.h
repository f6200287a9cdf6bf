// Business time: the time of events, clocks, offers and everything else that domain rules speak of. It comes from a TimeSource
// that a stack shares, so that the demo and tests step it while every rule stays exact. Machine time (leases, deadlines,
// back-off) is another type in machine_time.h; the two do not mix.
#pragma once

#include <atomic>
#include <compare>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "libs/base/machine_time.h"  // whoever includes "time" gets both

namespace redress {

// A moment, in whole microseconds since the Unix epoch, UTC. A value; arithmetic stops at the ends of int64.
class BusinessTime {
 public:
  constexpr BusinessTime() = default;
  static constexpr BusinessTime FromUnixMicros(int64_t micros) { return BusinessTime(micros); }
  static BusinessTime FromAbsl(absl::Time time) { return BusinessTime(absl::ToUnixMicros(time)); }
  // `2026-11-22T08:27:00Z`, `…00.5+08:00`. Seconds need two digits, the offset is required, a fraction has 1 to 9 digits of
  // which six are kept; years 0001 to 9999; no leap second. INVALID_ARGUMENT, reason INVALID_TIME otherwise.
  static absl::StatusOr<BusinessTime> ParseRfc3339(absl::string_view text);

  constexpr int64_t micros() const { return micros_; }
  absl::Time ToAbsl() const { return absl::FromUnixMicros(micros_); }
  // UTC with `Z`; no fraction, three or six digits of it, whatever suffices. Parses back to the same time in years 0001 to 9999.
  std::string ToRfc3339() const;
  // The date on which this moment falls in `zone`.
  absl::CivilDay DayIn(absl::TimeZone zone) const { return absl::CivilDay(zone.At(ToAbsl()).cs); }

  friend constexpr auto operator<=>(BusinessTime, BusinessTime) = default;
  friend BusinessTime operator+(BusinessTime time, absl::Duration duration);
  friend BusinessTime operator-(BusinessTime time, absl::Duration duration) { return time + -duration; }
  friend absl::Duration operator-(BusinessTime later, BusinessTime earlier) { return later.ToAbsl() - earlier.ToAbsl(); }
  BusinessTime& operator+=(absl::Duration duration) { return *this = *this + duration; }

 private:
  explicit constexpr BusinessTime(int64_t micros) : micros_(micros) {}
  int64_t micros_ = 0;
};

// Tells what time it is for the business. Thread safe.
class TimeSource {
 public:
  virtual ~TimeSource() = default;
  virtual BusinessTime Now() const = 0;
};

// The system's clock.
class SystemTimeSource final : public TimeSource {
 public:
  BusinessTime Now() const override;
};

// Stands still until it is stepped; for tests within one process.
class SteppedTimeSource final : public TimeSource {
 public:
  explicit SteppedTimeSource(BusinessTime start) : micros_(start.micros()) {}
  BusinessTime Now() const override { return BusinessTime::FromUnixMicros(micros_.load()); }
  void Set(BusinessTime time) { micros_.store(time.micros()); }
  void Advance(absl::Duration step) { micros_.fetch_add(absl::ToInt64Microseconds(step)); }

 private:
  std::atomic<int64_t> micros_;
};

// Stands still until it is stepped; shared by all processes of a stack through a mapped file of eight bytes (host byte order).
class SharedTimeSource final : public TimeSource {
 public:
  enum class Access { kRead, kStep };
  // Opens the file; one that is missing is made, with the system's present time in it, however many processes do so at once.
  // FAILED_PRECONDITION, reason TIME_FILE, when it cannot be opened or is not such a file.
  static absl::StatusOr<std::unique_ptr<SharedTimeSource>> Open(const std::string& path, Access access);
  ~SharedTimeSource() override;
  SharedTimeSource(const SharedTimeSource&) = delete;
  SharedTimeSource& operator=(const SharedTimeSource&) = delete;

  BusinessTime Now() const override;
  // Only for Access::kStep. Every process sees the new time at once.
  void Set(BusinessTime time);
  void Advance(absl::Duration step);

 private:
  explicit SharedTimeSource(int64_t* mapped) : mapped_(mapped) {}
  int64_t* const mapped_;
};

// `system`, or `file:<path>` for a SharedTimeSource that is only read. INVALID_ARGUMENT, reason INVALID_TIME_SOURCE otherwise.
absl::StatusOr<std::unique_ptr<TimeSource>> OpenTimeSource(absl::string_view spec);

}  // namespace redress
