// The messages of redress.sla.v1 ↔ the values of domain/ and store/. Pure functions, thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "redress/sla/v1/sla_service.pb.h"
#include "services/sla/app/reading.h"

namespace redress::sla {

v1::Clock ToProto(const CaseClock& of);
v1::Policy ToProto(const Policy& policy);

// The bare number of the case. INVALID_ARGUMENT: WRONG_CHECK_DIGITS or MALFORMED_NAME.
absl::StatusOr<std::string> FromProto(const v1::ListClocksRequest& request);
// INVALID_ARGUMENT: INVALID_FIELDS with every bad field, INVALID_PAGE_TOKEN.
absl::StatusOr<DueQuery> FromProto(const v1::ListDueClocksRequest& request);
// The version; empty for the one in force. INVALID_ARGUMENT: INVALID_FIELDS.
absl::StatusOr<std::string> FromProto(const v1::GetPolicyRequest& request);

}  // namespace redress::sla
