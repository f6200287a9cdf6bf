// What the demo found out about one case, and whether the books and the audit trail are right. Values; functions are pure.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "redress/casework/v1/aids.pb.h"
#include "redress/casework/v1/case.pb.h"
#include "redress/compensation/v1/compensation_service.pb.h"
#include "tools/demo_client/told.h"

namespace redress::demo {

// What became of one case.
struct CaseOutcome {
  bool known = false;
  casework::v1::Case one;
  std::vector<compensation::v1::Grant> grants;  // oldest first
  std::vector<ClockTold> clocks;                // by their start
  std::vector<NoticeTold> notices;              // oldest first
  std::string remains;                          // what is to be done next, where it is not over; else empty

  bool over() const;
};

// Whether the books agree with the shop's and the audit trail is whole. Each may fail by itself.
struct Books {
  absl::StatusOr<compensation::v1::VerifyLedgerResponse> ledger;
  absl::StatusOr<casework::v1::VerifyAuditResponse> audit;

  // The first fault, or what kept it from being looked for.
  absl::Status Verdict() const;
};
}  // namespace redress::demo
