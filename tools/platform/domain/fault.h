// Faults that are switched on at run time, and the decision whether one strikes now. Chance comes in as an argument. Pure, not
// thread safe: app/fault_board.h is what a process shares.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "libs/base/error.h"

namespace redress::platform {

// In the order of the control contract, which numbers them from 1.
enum class FaultKind { kDown = 1, kSlow, kErrorBefore, kRefuse, kLate, kErrorAfter, kDuplicateReport, kLostReport };

struct Fault {
  FaultKind kind = FaultKind::kDown;
  absl::optional<int> count;           // how often it still strikes
  absl::optional<double> probability;  // of each strike; neither: always
  absl::Duration delay;                // of kSlow and kLate
  std::string operation_kind;          // empty: all
  int64_t hits = 0;                    // how often it struck
  friend bool operator==(const Fault&, const Fault&) = default;
};

// By the control contract's names of the fields.
void CheckFault(const Fault& fault, Violations* violations);

class FaultSet {
 public:
  // In the place of the former one of its kind, with no hits yet.
  void Set(Fault fault);
  void Clear() { faults_.clear(); }
  // By kind.
  std::vector<Fault> List() const;

  // The fault, where one of this kind strikes an operation of this kind (empty: no operation is concerned). `chance`: uniform
  // in [0, 1). A strike is counted.
  absl::optional<Fault> Strike(FaultKind kind, absl::string_view operation_kind, double chance);

 private:
  std::map<FaultKind, Fault> faults_;
};

}  // namespace redress::platform
