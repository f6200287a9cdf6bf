#include "services/casework/domain/approval.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

constexpr size_t kReasonMax = 500;  // code points

absl::Duration WithinOf(const ApprovalPolicy& policy, Severity severity) {
  return policy.decide_within[static_cast<size_t>(severity) - 1];
}

absl::Status CheckPending(const Approval& approval) {
  if (approval.state == ApprovalState::kPending) return absl::OkStatus();
  return Refuse("APPROVAL_NOT_PENDING", absl::StrCat("the request is ", Word(approval.state)));
}

absl::Status CheckDecision(const Decision& decision) {
  Violations violations;
  if (!decision.approved && Trim(decision.reason).empty()) violations.Add("reason", "required for a no");
  if (CodePointCount(decision.reason) > kReasonMax) violations.Add("reason", "at most 500 characters");
  return violations.ToStatus();
}

// The authority by which `approver` may decide: their own, or what one lent who may not be the proposer either. The lowest that
// suffices is not sought: the first that does is used, own before lent.
absl::Status UseAuthority(const Approver& approver, BusinessTime now, Approval* approval) {
  if (approver.agent == approval->proposer) return Refuse("SELF_APPROVAL", "nobody decides on their own plan");
  if (Suffices(approver.own, approval->required)) {
    approval->used = approver.own;
    return absl::OkStatus();
  }
  bool from_proposer = false;
  for (const Delegation& lent : approver.lent) {
    if (lent.delegate != approver.agent || now >= lent.expire_time || !Suffices(lent.authority, approval->required)) continue;
    if (lent.delegator == approval->proposer) {
      from_proposer = true;
      continue;
    }
    approval->delegator = lent.delegator;
    approval->used = lent.authority;
    return absl::OkStatus();
  }
  if (from_proposer) return Refuse("SELF_APPROVAL", "who proposed the plan cannot lend the authority to decide on it");
  return Refuse("AUTHORITY_TOO_LOW", absl::StrCat("needed: ", Word(approval->required)));
}

}  // namespace

absl::StatusOr<Delegation> Delegate(const std::string& delegator, Authority own, const std::string& delegate,
                                    BusinessTime expire_time, BusinessTime now) {
  Violations violations;
  if (delegate.empty()) violations.Add("delegation.delegate", "required");
  if (delegate == delegator) violations.Add("delegation.delegate", "somebody else");
  if (expire_time <= now) violations.Add("delegation.expire_time", "later than now");
  if (expire_time > now + kDelegationMax) violations.Add("delegation.expire_time", "at most 30 days from now");
  RETURN_IF_ERROR(violations.ToStatus());
  if (own == Authority::kSpecialist) return Refuse("NOTHING_TO_DELEGATE", "a specialist decides on nobody's plan");
  return Delegation{delegator, delegate, own, expire_time};
}

Approval AskApproval(const Plan& plan, int number, Severity severity, const ApprovalPolicy& policy, BusinessTime now) {
  Approval approval;
  approval.id = absl::StrCat("a", number);
  approval.plan_hash = plan.hash;
  approval.proposer = plan.proposer;
  approval.required = plan.required_authority;
  approval.request_time = now;
  approval.expire_time = now + WithinOf(policy, severity);
  return approval;
}

absl::StatusOr<Approval> Decide(const Approval& approval, const Approver& approver, const Decision& decision, BusinessTime now) {
  RETURN_IF_ERROR(CheckDecision(decision));
  RETURN_IF_ERROR(CheckPending(approval));
  if (decision.plan_hash != approval.plan_hash) {
    return Refuse("PLAN_CHANGED", absl::StrCat("asked is a decision on the plan with hash ", approval.plan_hash));
  }
  if (now >= approval.expire_time) return Refuse("APPROVAL_EXPIRED", "its time is over; it is asked one level up");
  Approval next = approval;
  RETURN_IF_ERROR(UseAuthority(approver, now, &next));
  next.state = decision.approved ? ApprovalState::kApproved : ApprovalState::kRefused;
  next.approver = approver.agent;
  next.reason = decision.reason;
  next.end_time = now;
  return next;
}

absl::StatusOr<Expired> Expire(const Approval& approval, int next_number, Severity severity, const ApprovalPolicy& policy,
                               BusinessTime now) {
  RETURN_IF_ERROR(CheckPending(approval));
  if (now < approval.expire_time) return Refuse("NOT_DUE", "there is still time to decide");
  Expired expired{approval, approval};
  expired.ended.state = ApprovalState::kExpired;
  expired.ended.end_time = approval.expire_time;
  expired.next.id = absl::StrCat("a", next_number);
  expired.next.required = NextLevel(approval.required);
  expired.next.request_time = approval.expire_time;
  expired.next.expire_time = approval.expire_time + WithinOf(policy, severity);
  return expired;
}

}  // namespace redress::casework
