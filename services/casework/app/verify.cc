#include "services/casework/app/verify.h"

#include <algorithm>
#include <utility>

#include "libs/base/status_macros.h"
#include "services/casework/app/reading.h"
#include "services/casework/domain/handling.h"

namespace redress::casework {
namespace {

// What is true of the orders. A platform that does not answer is a finding, not a failure: a person can go on by hand.
std::vector<OrderFacts> FactsOf(Backends& backends, const std::vector<std::string>& orders, Deadline deadline) {
  if (orders.empty()) return {};
  absl::StatusOr<std::vector<OrderFacts>> facts = backends.ReadOrders(orders, deadline);
  return facts.ok() ? *std::move(facts) : std::vector<OrderFacts>(orders.size());
}

// What intake and the platform say.
struct Found {
  ClaimedOrders claimed;
  std::vector<OrderFacts> orders;
};

// Nobody is asked for who may not have it.
absl::StatusOr<Found> Ask(const Context& context, const Target& target, const Actor& actor, Deadline deadline) {
  ASSIGN_OR_RETURN(const CaseFile seen, Look(context, target));
  RETURN_IF_ERROR(CheckMayAct(seen, actor));
  RETURN_IF_ERROR(CheckLive(seen));
  Found found;
  ASSIGN_OR_RETURN(found.claimed, ClaimsOfCase(context, seen, deadline));
  found.orders = FactsOf(context.backends, found.claimed.orders, deadline);
  return found;
}

}  // namespace

absl::StatusOr<ClaimedOrders> ClaimsOfCase(const Context& context, const CaseFile& file, Deadline deadline) {
  ASSIGN_OR_RETURN(const std::vector<ClaimedOrders> claims, context.backends.ReadClaims(file.complaints, deadline));
  ClaimedOrders all;
  for (const ClaimedOrders& claim : claims) {
    for (const std::string& order : claim.orders) {
      if (std::find(all.orders.begin(), all.orders.end(), order) == all.orders.end()) all.orders.push_back(order);
    }
    if (!all.amount_paid.has_value()) all.amount_paid = claim.amount_paid;
    if (all.product.empty()) all.product = claim.product;
  }
  return all;
}

absl::StatusOr<CaseFile> FillChecklist(const Context& context, const Request& request, const Target& target, const Actor& actor) {
  const absl::StatusOr<Found> found = Ask(context, target, actor, request.deadline);
  // The first answer to this very request, if there is one, comes before any refusal.
  return ChangeCase(context, request, target, [&](const CaseFile& file, BusinessTime now) -> absl::StatusOr<Change> {
    RETURN_IF_ERROR(found.status());
    Claims claims = ClaimsOf(file.tag.l1, file.tag.l2);
    claims.product = found->claimed.product;
    claims.amount_paid = found->claimed.amount_paid;
    return FillChecklist(file, claims, found->orders, {actor, "", now});
  });
}

}  // namespace redress::casework
