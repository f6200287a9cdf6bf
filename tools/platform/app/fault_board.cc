#include "tools/platform/app/fault_board.h"

#include <algorithm>

#include "libs/base/machine_time.h"
#include "libs/base/random.h"

namespace redress::platform {
namespace {

constexpr uint32_t kChances = 1'000'000'000;
// How soon a slow call sees that nobody waits for it any more.
constexpr absl::Duration kLookEvery = absl::Milliseconds(50);

}  // namespace

void FaultBoard::Set(const Fault& fault) {
  const std::lock_guard<std::mutex> lock(mutex_);
  faults_.Set(fault);
}

void FaultBoard::Clear() {
  const std::lock_guard<std::mutex> lock(mutex_);
  faults_.Clear();
}

std::vector<Fault> FaultBoard::List() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return faults_.List();
}

absl::optional<Fault> FaultBoard::Strike(FaultKind kind, absl::string_view operation_kind) {
  const double chance = static_cast<double>(RandomBelow(kChances)) / kChances;
  const std::lock_guard<std::mutex> lock(mutex_);
  return faults_.Strike(kind, operation_kind, chance);
}

absl::Status FaultBoard::Enter(absl::FunctionRef<absl::Status()> alive) {
  if (const absl::optional<Fault> slow = Strike(FaultKind::kSlow)) {
    const Deadline end = Deadline::After(slow->delay);
    for (Stopper never; !end.Expired(); never.WaitFor(std::min(kLookEvery, end.Remaining()))) {
      if (absl::Status status = alive(); !status.ok()) return status;
    }
  }
  if (Strike(FaultKind::kDown)) {
    return Error(absl::StatusCode::kUnavailable, "PLATFORM_DOWN", "a fault is switched on: down");
  }
  return absl::OkStatus();
}

}  // namespace redress::platform
