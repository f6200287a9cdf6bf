#include "libs/base/time_steps.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <bit>
#include <climits>
#include <string>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"

namespace redress {
namespace {

// The kernel waits on four bytes: those that change with every step, unless it is a multiple of 71 minutes to the microsecond;
// that one is seen when the patience ends.
uint32_t* LowWord(int64_t* mapped) {
  return reinterpret_cast<uint32_t*>(mapped) + (std::endian::native == std::endian::little ? 0 : 1);
}

absl::Status TimeFileError() {
  return Error(absl::StatusCode::kFailedPrecondition, "TIME_FILE", "the shared business time cannot be waited for");
}

}  // namespace

absl::StatusOr<std::unique_ptr<TimeSteps>> TimeSteps::Open(absl::string_view spec) {
  if (!absl::ConsumePrefix(&spec, "file:")) return std::unique_ptr<TimeSteps>();
  const int file = open(std::string(spec).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return TimeFileError();
  const absl::Cleanup close_file = [file] { close(file); };
  struct stat about {};
  if (fstat(file, &about) != 0 || about.st_size != sizeof(int64_t)) return TimeFileError();
  void* const mapped = mmap(nullptr, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) return TimeFileError();
  return std::unique_ptr<TimeSteps>(new TimeSteps(static_cast<int64_t*>(mapped)));
}

TimeSteps::~TimeSteps() {
  munmap(mapped_, sizeof(int64_t));
}

void TimeSteps::WaitWhile(BusinessTime seen, absl::Duration patience) const {
  if (std::atomic_ref<int64_t>(*mapped_).load() != seen.micros()) return;
  const timespec most = absl::ToTimespec(patience);
  syscall(SYS_futex, LowWord(mapped_), FUTEX_WAIT, static_cast<uint32_t>(seen.micros()), &most, nullptr, 0);
}

void WakeTimeSteps(int64_t* mapped) {
  syscall(SYS_futex, LowWord(mapped), FUTEX_WAKE, INT_MAX, nullptr, nullptr, 0);
}

}  // namespace redress
