#include "tools/platform/domain/fault.h"

#include <utility>

#include "tools/platform/domain/operation.h"

namespace redress::platform {

void CheckFault(const Fault& fault, Violations* violations) {
  const bool slow = fault.kind == FaultKind::kSlow, late = fault.kind == FaultKind::kLate;
  if (fault.count.has_value() && (*fault.count < 1 || *fault.count > 1'000'000)) {
    violations->Add("fault.count", "must be from 1 to 1,000,000");
  }
  if (fault.probability.has_value() && !(*fault.probability > 0 && *fault.probability <= 1)) {
    violations->Add("fault.probability", "must be above 0 and at most 1");
  }
  if ((slow || late) && fault.delay <= absl::ZeroDuration()) violations->Add("fault.delay", "is required and positive");
  if (!slow && !late && fault.delay != absl::ZeroDuration()) violations->Add("fault.delay", "is for SLOW and LATE only");
  if (slow && fault.delay > absl::Seconds(60)) violations->Add("fault.delay", "must be at most 60 s");
  if (late && fault.delay > absl::Hours(30 * 24)) violations->Add("fault.delay", "must be at most 30 days");
  if (fault.operation_kind.empty()) return;
  if (slow || fault.kind == FaultKind::kDown) violations->Add("fault.operation_kind", "must be empty: all calls are concerned");
  if (!OperationKindOf(fault.operation_kind).has_value()) {
    violations->Add("fault.operation_kind", "must be a kind of operation: `refund`, `coupon`, …");
  }
}

void FaultSet::Set(Fault fault) {
  fault.hits = 0;
  const FaultKind kind = fault.kind;
  faults_[kind] = std::move(fault);
}

std::vector<Fault> FaultSet::List() const {
  std::vector<Fault> all;
  for (const auto& [kind, fault] : faults_) all.push_back(fault);
  return all;
}

absl::optional<Fault> FaultSet::Strike(FaultKind kind, absl::string_view operation_kind, double chance) {
  const auto found = faults_.find(kind);
  if (found == faults_.end()) return absl::nullopt;
  Fault& fault = found->second;
  if (!fault.operation_kind.empty() && fault.operation_kind != operation_kind) return absl::nullopt;
  if (fault.count.has_value() && *fault.count == 0) return absl::nullopt;
  if (fault.probability.has_value() && chance >= *fault.probability) return absl::nullopt;
  if (fault.count.has_value()) --*fault.count;
  ++fault.hits;
  return fault;
}

}  // namespace redress::platform
