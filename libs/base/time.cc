#include "libs/base/time.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <limits>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/time_steps.h"
#include "libs/base/uuid.h"

namespace redress {
namespace {

// Reads the parts of a text from left to right; after the first that does not fit `ok` is false.
class Scanner {
 public:
  explicit Scanner(absl::string_view text) : rest_(text) {}
  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }
  char Peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  // Exactly `count` digits, as a number in [min, max].
  int Number(int count, int min, int max) {
    int value = 0;
    for (int i = 0; i < count; ++i) value = value * 10 + Digit();
    ok_ = ok_ && value >= min && value <= max;
    return value;
  }
  // One of `choices`, which it returns.
  char OneOf(absl::string_view choices) {
    if (rest_.empty() || !absl::StrContains(choices, rest_.substr(0, 1))) return Fail();
    return Take();
  }
  // `.` and 1 to 9 digits, or nothing; in microseconds.
  int64_t Fraction() {
    if (Peek() != '.') return 0;
    Take();
    int64_t micros = 0;
    int digits = 0;
    for (; digits < 9 && absl::ascii_isdigit(static_cast<unsigned char>(Peek())); ++digits) {
      const int digit = Take() - '0';
      if (digits < 6) micros = micros * 10 + digit;
    }
    for (int i = digits; i < 6; ++i) micros *= 10;
    ok_ = ok_ && digits > 0;
    return micros;
  }

 private:
  int Digit() {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(Peek()))) return Fail();
    return Take() - '0';
  }
  char Take() {
    const char first = rest_.front();
    rest_.remove_prefix(1);
    return first;
  }
  char Fail() {
    ok_ = false;
    return 0;
  }
  absl::string_view rest_;
  bool ok_ = true;
};

absl::Status InvalidTime() {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_TIME", "a time is written as 2026-11-22T08:27:00Z (RFC 3339)");
}

absl::Status TimeFileError(absl::string_view what) {
  return Error(absl::StatusCode::kFailedPrecondition, "TIME_FILE", absl::StrCat("the shared business time ", what));
}

// Makes the file whole under another name and links it: nobody ever sees half of it, and the first one wins.
absl::Status CreateTimeFile(const std::string& path) {
  const std::string draft = absl::StrCat(path, ".", Uuid::Random().ToString());
  const int file = open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0660);
  if (file < 0) return TimeFileError("cannot be created");
  const absl::Cleanup remove = [&] {
    close(file);
    unlink(draft.c_str());
  };
  const int64_t now = SystemTimeSource().Now().micros();
  if (write(file, &now, sizeof now) != sizeof now) return TimeFileError("cannot be written");
  if (link(draft.c_str(), path.c_str()) != 0 && errno != EEXIST) return TimeFileError("cannot be created");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<BusinessTime> BusinessTime::ParseRfc3339(absl::string_view text) {
  Scanner in(text);
  const int year = in.Number(4, 1, 9999);
  in.OneOf("-");
  const int month = in.Number(2, 1, 12);
  in.OneOf("-");
  const int day = in.Number(2, 1, 31);
  in.OneOf("Tt");
  const int hour = in.Number(2, 0, 23);
  in.OneOf(":");
  const int minute = in.Number(2, 0, 59);
  in.OneOf(":");
  const int second = in.Number(2, 0, 59);
  const int64_t fraction = in.Fraction();
  const char sign = in.OneOf("Zz+-");
  int offset_minutes = 0;
  if (sign == '+' || sign == '-') {
    offset_minutes = in.Number(2, 0, 23) * 60;
    in.OneOf(":");
    offset_minutes += in.Number(2, 0, 59);
    if (sign == '-') offset_minutes = -offset_minutes;
  }
  const absl::CivilSecond civil(year, month, day, hour, minute, second);
  if (!in.done() || civil.day() != day) return InvalidTime();  // the second: 30 February rolls over
  const absl::CivilSecond utc = civil - int64_t{offset_minutes} * 60;
  if (utc.year() < 1 || utc.year() > 9999) return InvalidTime();
  return FromUnixMicros((utc - absl::CivilSecond()) * 1'000'000 + fraction);
}

std::string BusinessTime::ToRfc3339() const {
  const int64_t fraction = ((micros_ % 1'000'000) + 1'000'000) % 1'000'000;
  const char* format = fraction == 0          ? "%E4Y-%m-%dT%H:%M:%SZ"
                       : fraction % 1000 == 0 ? "%E4Y-%m-%dT%H:%M:%E3SZ"
                                              : "%E4Y-%m-%dT%H:%M:%E6SZ";
  return absl::FormatTime(format, ToAbsl(), absl::UTCTimeZone());
}

BusinessTime operator+(BusinessTime time, absl::Duration duration) {
  int64_t sum = 0;
  const int64_t micros = absl::ToInt64Microseconds(duration);
  if (__builtin_add_overflow(time.micros_, micros, &sum)) {
    sum = micros > 0 ? std::numeric_limits<int64_t>::max() : std::numeric_limits<int64_t>::min();
  }
  return BusinessTime(sum);
}

BusinessTime SystemTimeSource::Now() const {
  return BusinessTime::FromUnixMicros(absl::GetCurrentTimeNanos() / 1000);
}

absl::StatusOr<std::unique_ptr<SharedTimeSource>> SharedTimeSource::Open(const std::string& path, Access access) {
  const bool steps = access == Access::kStep;
  const int flags = (steps ? O_RDWR : O_RDONLY) | O_CLOEXEC;
  int file = open(path.c_str(), flags);
  if (file < 0 && errno == ENOENT) {
    RETURN_IF_ERROR(CreateTimeFile(path));
    file = open(path.c_str(), flags);
  }
  if (file < 0) return TimeFileError("cannot be opened");
  const absl::Cleanup close_file = [&] { close(file); };
  struct stat about {};
  if (fstat(file, &about) != 0 || about.st_size != sizeof(int64_t)) return TimeFileError("is not a file of eight bytes");
  void* const mapped = mmap(nullptr, sizeof(int64_t), PROT_READ | (steps ? PROT_WRITE : 0), MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) return TimeFileError("cannot be mapped");
  return std::unique_ptr<SharedTimeSource>(new SharedTimeSource(static_cast<int64_t*>(mapped)));
}

SharedTimeSource::~SharedTimeSource() {
  munmap(mapped_, sizeof(int64_t));
}

BusinessTime SharedTimeSource::Now() const {
  return BusinessTime::FromUnixMicros(std::atomic_ref<int64_t>(*mapped_).load());
}

void SharedTimeSource::Set(BusinessTime time) {
  std::atomic_ref<int64_t>(*mapped_).store(time.micros());
  WakeTimeSteps(mapped_);
}

void SharedTimeSource::Advance(absl::Duration step) {
  std::atomic_ref<int64_t>(*mapped_).fetch_add(absl::ToInt64Microseconds(step));
  WakeTimeSteps(mapped_);
}

absl::StatusOr<std::unique_ptr<TimeSource>> OpenTimeSource(absl::string_view spec) {
  if (spec == "system") return std::make_unique<SystemTimeSource>();
  if (absl::ConsumePrefix(&spec, "file:") && !spec.empty()) {
    return SharedTimeSource::Open(std::string(spec), SharedTimeSource::Access::kRead);
  }
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_TIME_SOURCE", "business time is `system` or `file:<path>`");
}

}  // namespace redress
