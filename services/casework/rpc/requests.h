// What every handler of casework makes of its caller: who acts, and by which link. Pure functions over a
// verified caller.
#pragma once

#include <array>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/types/optional.h"
#include "libs/base/status_macros.h"
#include "libs/rpc/caller.h"
#include "services/casework/app/once.h"
#include "services/casework/domain/change.h"
#include "services/casework/domain/link.h"

namespace redress::casework {

// The bare id of the agent that calls; empty for anybody else.
inline std::string AgentOf(const rpc::Caller& caller) {
  absl::string_view id = caller.subject;
  return absl::ConsumePrefix(&id, "agents/") ? std::string(id) : std::string();
}

// The link by which a party calls; nothing for staff, services and back ends. PERMISSION_DENIED, reason NOT_A_LINK: a party's
// role without one.
inline absl::StatusOr<absl::optional<Link>> LinkOf(const rpc::Caller& caller) {
  constexpr std::array<std::pair<rpc::Role, LinkParty>, 4> kParties = {{
      {auth::v1::ROLE_CUSTOMER, LinkParty::kCustomer},
      {auth::v1::ROLE_SELLER, LinkParty::kSeller},
      {auth::v1::ROLE_CARRIER, LinkParty::kCarrier},
      {auth::v1::ROLE_DEPARTMENT, LinkParty::kDepartment},
  }};
  for (const auto& [role, party] : kParties) {
    if (!caller.Is(role)) continue;
    ASSIGN_OR_RETURN(Link link, ParseLink(caller.subject, party));
    return absl::make_optional(std::move(link));
  }
  return absl::optional<Link>();
}

// Who acts, as the trail writes it: `agents/a-li`, or the party of the link (`customer`).
inline Actor ActorOf(const rpc::Caller& caller, const absl::optional<Link>& link) {
  if (link.has_value()) return {absl::AsciiStrToLower(Word(link->party)), "", false};
  return {caller.subject, AgentOf(caller), caller.Is(auth::v1::ROLE_SUPERVISOR)};
}

}  // namespace redress::casework
