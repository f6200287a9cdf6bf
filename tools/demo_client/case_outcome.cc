#include "tools/demo_client/case_outcome.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"

namespace redress::demo {

bool CaseOutcome::over() const {
  return known && (one.state() == casework::v1::Case::STATE_CLOSED || one.state() == casework::v1::Case::STATE_REJECTED ||
                   one.state() == casework::v1::Case::STATE_MERGED);
}

absl::Status Books::Verdict() const {
  if (!ledger.ok()) return ledger.status();
  if (!audit.ok()) return audit.status();
  if (!ledger->faults().empty()) {
    return Error(absl::StatusCode::kDataLoss, "LEDGER_FAULTS", absl::StrCat(ledger->faults_size(), " faults in the books"));
  }
  if (audit->broken().empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kDataLoss, "AUDIT_BROKEN",
               absl::StrCat(audit->broken_size(), " chains of the audit trail were changed"));
}

}  // namespace redress::demo
