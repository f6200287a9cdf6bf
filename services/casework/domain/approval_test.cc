#include "services/casework/domain/approval.h"

#include <catch2/catch.hpp>
#include <set>

#include "libs/base/error.h"

namespace redress::casework {
namespace {

using A = Authority;

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
const ApprovalPolicy kPolicy;

Plan PlanNeeding(A authority) {
  Plan plan;
  plan.number = 1;
  plan.proposer = "a-li";
  plan.hash = std::string(64, 'c');
  plan.required_authority = authority;
  return plan;
}

Approval AskedFor(A authority, Severity severity = Severity::kOrdinary) {
  return AskApproval(PlanNeeding(authority), 1, severity, kPolicy, kNow);
}

const Decision kYes = {std::string(64, 'c'), true, ""};
const Decision kNo = {std::string(64, 'c'), false, "too much"};

Delegation LentBy(const std::string& delegator, A authority, BusinessTime until = kNow + absl::Hours(1)) {
  return {delegator, "a-wang", authority, until};
}

TEST_CASE("Only a specialist's band needs nobody else", "[casework]") {
  for (const Named<A>& authority : kWords<A>) {
    CHECK(NeedsApproval(PlanNeeding(authority.value)) == (authority.value != A::kSpecialist));
  }
}

TEST_CASE("How long there is to decide is the policy's, by severity", "[casework]") {
  const auto [severity, minutes] =
      GENERATE(table<Severity, int>({{Severity::kOrdinary, 240}, {Severity::kUrgent, 60}, {Severity::kCritical, 30}}));
  CHECK(AskedFor(A::kSupervisor, severity).expire_time == kNow + absl::Minutes(minutes));
}

TEST_CASE("Exactly who has the authority decides, yes or no", "[casework]") {
  for (const Named<A>& need : kWords<A>) {
    for (const Named<A>& have : kWords<A>) {
      CAPTURE(need.word, have.word);
      for (const Decision& decision : {kYes, kNo}) {
        const absl::StatusOr<Approval> decided = Decide(AskedFor(need.value), {"a-wang", have.value, {}}, decision, kNow);
        CHECK(decided.ok() == Suffices(have.value, need.value));
        if (!decided.ok()) {
          CHECK(ReasonOf(decided.status()) == "AUTHORITY_TOO_LOW");
          CHECK(std::string(decided.status().message()) == "needed: " + std::string(need.word));
          continue;
        }
        CHECK(decided->state == (decision.approved ? ApprovalState::kApproved : ApprovalState::kRefused));
        CHECK(decided->approver == "a-wang");
        CHECK(decided->used == have.value);
        CHECK(decided->delegator.empty());
      }
    }
  }
}

TEST_CASE("Nobody decides on their own plan, not with any authority, not through somebody", "[casework]") {
  for (const Named<A>& authority : kWords<A>) {
    CHECK(ReasonOf(Decide(AskedFor(A::kSupervisor), {"a-li", authority.value, {}}, kYes, kNow).status()) == "SELF_APPROVAL");
  }
  const Approver lent_by_proposer = {"a-wang", A::kSpecialist, {LentBy("a-li", A::kManager)}};
  CHECK(ReasonOf(Decide(AskedFor(A::kSupervisor), lent_by_proposer, kYes, kNow).status()) == "SELF_APPROVAL");
  const Approver also_lent = {"a-wang", A::kSpecialist, {LentBy("a-li", A::kManager), LentBy("a-zhao", A::kManager)}};
  CHECK(Decide(AskedFor(A::kSupervisor), also_lent, kYes, kNow)->delegator == "a-zhao");
}

TEST_CASE("Lent authority counts until it expires, to whom it was lent, for no more than was lent", "[casework]") {
  const auto reason = [](const Delegation& lent, A need) {
    return ReasonOf(Decide(AskedFor(need), {"a-wang", A::kSpecialist, {lent}}, kYes, kNow).status());
  };
  CHECK(reason(LentBy("a-zhao", A::kManager, kNow + absl::Microseconds(1)), A::kManager).empty());
  CHECK(reason(LentBy("a-zhao", A::kManager, kNow), A::kManager) == "AUTHORITY_TOO_LOW");
  CHECK(reason(LentBy("a-zhao", A::kSupervisor), A::kManager) == "AUTHORITY_TOO_LOW");
  CHECK(reason(LentBy("a-zhao", A::kManager), A::kLegal) == "AUTHORITY_TOO_LOW");
  Delegation to_another = LentBy("a-zhao", A::kManager);
  to_another.delegate = "a-sun";
  CHECK(reason(to_another, A::kManager) == "AUTHORITY_TOO_LOW");
  const Approver both = {"a-wang", A::kSupervisor, {LentBy("a-zhao", A::kManager)}};
  CHECK(Decide(AskedFor(A::kSupervisor), both, kYes, kNow)->delegator.empty());
  const Approval by_lent = Decide(AskedFor(A::kManager), both, kYes, kNow).value();
  CHECK(by_lent.delegator == "a-zhao");
  CHECK(by_lent.used == A::kManager);
}

TEST_CASE("A decision is about the plan that was asked about, while it is asked", "[casework]") {
  const Approver manager = {"a-wang", A::kManager, {}};
  const Approval asked = AskedFor(A::kSupervisor);
  Decision other = kYes;
  other.plan_hash = std::string(64, 'd');
  CHECK(ReasonOf(Decide(asked, manager, other, kNow).status()) == "PLAN_CHANGED");
  CHECK(Decide(asked, manager, kYes, asked.expire_time - absl::Microseconds(1)).ok());
  CHECK(ReasonOf(Decide(asked, manager, kYes, asked.expire_time).status()) == "APPROVAL_EXPIRED");
  for (const Decision& first : {kYes, kNo}) {
    const Approval decided = Decide(asked, manager, first, kNow).value();
    CHECK(ReasonOf(Decide(decided, manager, kYes, kNow).status()) == "APPROVAL_NOT_PENDING");
    CHECK(ReasonOf(Expire(decided, 2, Severity::kOrdinary, kPolicy, asked.expire_time).status()) == "APPROVAL_NOT_PENDING");
  }
}

TEST_CASE("A no has a reason", "[casework]") {
  const Approver manager = {"a-wang", A::kManager, {}};
  Decision no = kNo;
  no.reason = "  ";
  CHECK(ViolationsOf(Decide(AskedFor(A::kSupervisor), manager, no, kNow).status())[0].field == "reason");
  no.reason = std::string(501, 'x');
  CHECK(ViolationsOf(Decide(AskedFor(A::kSupervisor), manager, no, kNow).status())[0].field == "reason");
}

TEST_CASE("What nobody decides goes one level up from its expiry on, however late the timer is", "[casework]") {
  const auto [need, above] =
      GENERATE(table<A, A>({{A::kSupervisor, A::kManager}, {A::kManager, A::kManager}, {A::kLegal, A::kLegal}}));
  const Approval asked = AskedFor(need, Severity::kUrgent);
  CHECK(ReasonOf(Expire(asked, 2, Severity::kUrgent, kPolicy, asked.expire_time - absl::Microseconds(1)).status()) == "NOT_DUE");
  const Expired expired = Expire(asked, 2, Severity::kUrgent, kPolicy, asked.expire_time + absl::Hours(9)).value();
  CHECK(expired.ended.state == ApprovalState::kExpired);
  CHECK(expired.ended.end_time == asked.expire_time);
  CHECK(expired.next.id == "a2");
  CHECK(expired.next.state == ApprovalState::kPending);
  CHECK(expired.next.required == above);
  CHECK(expired.next.request_time == asked.expire_time);
  CHECK(expired.next.expire_time == asked.expire_time + absl::Hours(1));
  CHECK(expired.next.plan_hash == asked.plan_hash);
}

TEST_CASE("Authority is lent by those who have some, to somebody else, for at most 30 days", "[casework]") {
  for (const Named<A>& own : kWords<A>) {
    const absl::StatusOr<Delegation> lent = Delegate("a-zhao", own.value, "a-wang", kNow + kDelegationMax, kNow);
    if (own.value == A::kSpecialist) {
      CHECK(ReasonOf(lent.status()) == "NOTHING_TO_DELEGATE");
    } else {
      CHECK(lent->authority == own.value);
    }
  }
  const auto fields = [](const std::string& delegate, BusinessTime until) {
    std::set<std::string> names;
    const absl::Status status = Delegate("a-zhao", A::kManager, delegate, until, kNow).status();
    for (const FieldViolation& violation : ViolationsOf(status)) names.insert(violation.field);
    return names;
  };
  using Fields = std::set<std::string>;
  CHECK(fields("a-zhao", kNow + absl::Hours(1)) == Fields{"delegation.delegate"});
  CHECK(fields("", kNow) == Fields{"delegation.delegate", "delegation.expire_time"});
  CHECK(fields("a-wang", kNow + kDelegationMax + absl::Microseconds(1)) == Fields{"delegation.expire_time"});
}

}  // namespace
}  // namespace redress::casework
