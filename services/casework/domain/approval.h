// Somebody else's yes to a plan (domain.md §5). What is above a specialist's band is decided by another person, never by the
// proposer, in nobody's name but the approver's or that of one who lent their own authority for a time; what was lent cannot be
// lent on. Nobody decides in time: one level up. Pure functions, thread safe.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "services/casework/domain/authority.h"
#include "services/casework/domain/plan.h"

namespace redress::casework {

// The values are those of the contract.
enum class ApprovalState { kPending = 1, kApproved = 2, kRefused = 3, kExpired = 4 };

template <>
inline constexpr std::array kWords<ApprovalState> = {
    Named<ApprovalState>{ApprovalState::kPending, "PENDING"},
    Named<ApprovalState>{ApprovalState::kApproved, "APPROVED"},
    Named<ApprovalState>{ApprovalState::kRefused, "REFUSED"},
    Named<ApprovalState>{ApprovalState::kExpired, "EXPIRED"},
};

struct Approval {
  std::string id;  // `a1`, `a2`, … within the case
  std::string plan_hash;
  std::string proposer;
  Authority required = Authority::kSupervisor;
  ApprovalState state = ApprovalState::kPending;
  std::string approver;                     // bare agent id who decided
  std::string delegator;                    // in whose place; empty: by the approver's own authority
  Authority used = Authority::kSpecialist;  // the authority by which it was decided
  std::string reason;                       // required for a no; ≤ 500 code points
  BusinessTime request_time;
  BusinessTime expire_time;
  absl::optional<BusinessTime> end_time;
  friend bool operator==(const Approval&, const Approval&) = default;
};

// How long somebody has to decide, by severity (ordinary, urgent, critical): domain.md §6.
struct ApprovalPolicy {
  std::array<absl::Duration, 3> decide_within = {absl::Hours(4), absl::Hours(1), absl::Minutes(30)};
};

// Authority lent for a time.
struct Delegation {
  std::string delegator;  // bare agent ids
  std::string delegate;
  Authority authority = Authority::kSupervisor;
  BusinessTime expire_time;
};

inline constexpr absl::Duration kDelegationMax = absl::Hours(24 * 30);

// Lends the delegator's own authority, `own`, which is what their role gives; what somebody lent them is never in it, so there
// are no chains. INVALID_ARGUMENT naming the fields: to oneself or nobody, over or later than 30 days. FAILED_PRECONDITION,
// reason NOTHING_TO_DELEGATE: a specialist decides on nobody's plan.
absl::StatusOr<Delegation> Delegate(const std::string& delegator, Authority own, const std::string& delegate,
                                    BusinessTime expire_time, BusinessTime now);

// True where a plan needs somebody else's yes.
constexpr bool NeedsApproval(const Plan& plan) {
  return plan.required_authority != Authority::kSpecialist;
}

// The request for a plan that needs one; `number` from 1 within the case.
Approval AskApproval(const Plan& plan, int number, Severity severity, const ApprovalPolicy& policy, BusinessTime now);

// Who decides, with what.
struct Approver {
  std::string agent;                       // bare id
  Authority own = Authority::kSpecialist;  // by role
  std::vector<Delegation> lent;            // to this agent; expired ones may be among them
};

struct Decision {
  std::string plan_hash;
  bool approved = false;
  std::string reason;
};

// The decided request. FAILED_PRECONDITION, reason: APPROVAL_NOT_PENDING; APPROVAL_EXPIRED (its time is over, the timer is on its
// way); PLAN_CHANGED; SELF_APPROVAL (the proposer decides, or lent the authority); AUTHORITY_TOO_LOW, with the one that is
// needed. INVALID_ARGUMENT naming `reason`: missing for a no, or too long.
absl::StatusOr<Approval> Decide(const Approval& approval, const Approver& approver, const Decision& decision, BusinessTime now);

// What becomes of a request that nobody decided in time: it ends at its expiry, and the next one is asked, one level up, from
// then on. FAILED_PRECONDITION, reason NOT_DUE or APPROVAL_NOT_PENDING.
struct Expired {
  Approval ended;
  Approval next;
};
absl::StatusOr<Expired> Expire(const Approval& approval, int next_number, Severity severity, const ApprovalPolicy& policy,
                               BusinessTime now);

}  // namespace redress::casework
