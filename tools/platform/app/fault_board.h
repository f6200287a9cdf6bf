// The faults of a process: set by the control service, asked by everything that may go wrong on purpose. Holds the set under a
// lock, takes chance from the system, and waits where a call is to be slow. Thread safe.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "tools/platform/domain/fault.h"

namespace redress::platform {

class FaultBoard {
 public:
  void Set(const Fault& fault);
  void Clear();
  std::vector<Fault> List() const;

  // The fault that strikes, if one does.
  absl::optional<Fault> Strike(FaultKind kind, absl::string_view operation_kind = "");
  // What every call of the platform goes through first: waits where it is to be slow, as long as `alive` is OK and gives what
  // that says otherwise. UNAVAILABLE, reason PLATFORM_DOWN, where it is down.
  absl::Status Enter(absl::FunctionRef<absl::Status()> alive);

 private:
  mutable std::mutex mutex_;
  FaultSet faults_;
};

}  // namespace redress::platform
