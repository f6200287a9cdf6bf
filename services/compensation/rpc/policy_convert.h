// Proto ↔ domain of what is said about policies. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/rpc/caller.h"
#include "redress/compensation/v1/policy_service.pb.h"
#include "services/compensation/app/evaluate.h"
#include "services/compensation/app/policies.h"
#include "services/compensation/app/simulate.h"
#include "services/compensation/rpc/convert.h"

namespace redress::compensation {

v1::PolicyFinding ToProto(const PolicyFinding& finding);
v1::PolicyVersion ToProto(const PolicyView& view);
v1::PolicyVersion ToProto(const PolicyVersion& version);
v1::PolicyPublication ToProto(const Publication& publication);
v1::PolicySimulation ToProto(const Simulation& simulation, Currency currency);
v1::PolicyResult ToProto(const VersionSums& sums);

absl::StatusOr<PolicyFiles> FromProto(const v1::ValidatePolicyRequest& request);
absl::StatusOr<Parsed<CreateCommand>> FromProto(const v1::CreatePolicyVersionRequest& request);
absl::StatusOr<Parsed<ApproveCommand>> FromProto(const v1::ApprovePolicyVersionRequest& request);
absl::StatusOr<Parsed<PublishCommand>> FromProto(const v1::PublishPolicyRequest& request);
absl::StatusOr<Parsed<RollbackCommand>> FromProto(const v1::RollbackPolicyRequest& request);
absl::StatusOr<Parsed<SimulateCommand>> FromProto(const v1::SimulatePolicyRequest& request);
// PERMISSION_DENIED, reason VERSION_NOT_ALLOWED, before anything else where the caller may only ask what decides now.
absl::StatusOr<EvaluateCommand> EvaluateCommandOf(const v1::EvaluatePolicyRequest& request, const rpc::Caller& caller);

// The number in `policyVersions/{number}`. INVALID_ARGUMENT naming `name`.
absl::StatusOr<int64_t> VersionIn(const std::string& name);

// A page of what is numbered: below `before` (0: all), at most `limit`.
struct NumberedPage {
  int64_t before = 0;
  int limit = 0;
};
absl::StatusOr<NumberedPage> PageOf(int32_t page_size, const std::string& page_token);
// Of the last number shown; empty where the page was not full.
std::string TokenAfter(const NumberedPage& page, size_t shown, int64_t last);

// At most 90 days before `now`. INVALID_ARGUMENT naming `since_time`.
absl::StatusOr<BusinessTime> SinceOf(const v1::ComparePoliciesRequest& request, BusinessTime now);

}  // namespace redress::compensation
