// Hears at once when a business time that a stack shares (time.h) is stepped: whoever waits for time need not ask for it again
// and again. Thread safe.
#pragma once

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/time.h"

namespace redress {

class TimeSteps {
 public:
  // Of the same text as OpenTimeSource, whose file is there already. Null for `system`, whose time flows by itself.
  // FAILED_PRECONDITION, reason TIME_FILE, where the file cannot be opened or is not such a file.
  static absl::StatusOr<std::unique_ptr<TimeSteps>> Open(absl::string_view spec);
  ~TimeSteps();
  TimeSteps(const TimeSteps&) = delete;
  TimeSteps& operator=(const TimeSteps&) = delete;

  // Waits as long as it is `seen`, for so much machine time at most; may also return earlier.
  void WaitWhile(BusinessTime seen, absl::Duration patience) const;

 private:
  explicit TimeSteps(int64_t* mapped) : mapped_(mapped) {}
  int64_t* const mapped_;
};

// What a step does after the new time is in `mapped`: wakes all who wait in any process.
void WakeTimeSteps(int64_t* mapped);

}  // namespace redress
