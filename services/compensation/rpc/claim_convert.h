// Proto ↔ domain for claims, as convert.h for the rest.
#pragma once

#include "absl/status/statusor.h"
#include "redress/compensation/v1/claim.pb.h"
#include "services/compensation/app/claims.h"
#include "services/compensation/rpc/convert.h"

namespace redress::compensation {

v1::Claim ToProto(const ClaimView& view);

absl::StatusOr<Parsed<SettleCommand>> FromProto(const v1::RecordSettlementRequest& request);
absl::StatusOr<Parsed<WriteOffCommand>> FromProto(const v1::WriteOffClaimRequest& request);
absl::StatusOr<Parsed<AppealCommand>> FromProto(const v1::AppealChargeRequest& request);
absl::StatusOr<Parsed<DecideCommand>> FromProto(const v1::DecideAppealRequest& request);
absl::StatusOr<ClaimQuery> ClaimQueryOf(const v1::ListClaimsRequest& request);

}  // namespace redress::compensation
