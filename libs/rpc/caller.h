// Who calls. Made by the Edge from a verified token, given to every handler; app/ code takes what it needs of it (subject,
// deadline), never the transport. A Caller is a value of one call and must not be kept after it, because Cancelled() asks the
// call itself.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "libs/base/machine_time.h"
#include "redress/auth/v1/auth.pb.h"

namespace redress::rpc {

using Role = auth::v1::Role;

// A set of roles. A value.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (const Role role : roles) Add(role);
  }
  constexpr void Add(Role role) { bits_ |= Bit(role); }
  constexpr void Remove(Role role) { bits_ &= ~Bit(role); }
  constexpr bool Has(Role role) const { return (bits_ & Bit(role)) != 0; }
  constexpr bool Meets(RoleSet other) const { return (bits_ & other.bits_) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  friend constexpr bool operator==(RoleSet, RoleSet) = default;

 private:
  // Numbers that a newer contract may use fall off; they are no roles here.
  static constexpr uint32_t Bit(Role role) { return static_cast<unsigned>(role) < 32 ? uint32_t{1} << role : 0; }
  uint32_t bits_ = 0;
};

// `SPECIALIST` → ROLE_SPECIALIST; ROLE_UNSPECIFIED for a name that is no role.
Role RoleOf(absl::string_view name);

struct Caller;
// OK where the caller is `subject` and nobody else. PERMISSION_DENIED, reason ANOTHER_CALLER.
absl::Status CheckSubject(const Caller& caller, absl::string_view subject);

struct Caller {
  // `agents/a-li`, `backends/shop`, `services/routing`. Empty: nobody, on a PUBLIC method called without a token.
  std::string subject;
  RoleSet roles;
  // `teams/logistics`, …
  std::vector<std::string> teams;
  // When the answer is due: the caller's deadline or the method's default, whichever is sooner. Pass it on.
  Deadline deadline = Deadline::Never();
  // Set by the Edge.
  bool (*cancelled)(const void* call) = nullptr;
  const void* call = nullptr;

  bool Is(Role role) const { return roles.Has(role); }
  // The name of the calling service (`routing`), empty where the caller is none of the suite's services.
  std::string Service() const;
  // True where nobody waits for the answer any more. Loops ask it between two rounds. Thread safe.
  bool Cancelled() const { return cancelled != nullptr && cancelled(call); }
  // OK, or CANCELLED / DEADLINE_EXCEEDED: what a long handler returns between two steps.
  absl::Status CheckAlive() const;
};

}  // namespace redress::rpc
