#include "libs/rpc/caller.h"

#include <catch2/catch.hpp>

namespace redress::rpc {
namespace {

TEST_CASE("roles are named without their prefix, and strangers are no roles", "[rpc]") {
  CHECK(RoleOf("SPECIALIST") == auth::v1::ROLE_SPECIALIST);
  CHECK(RoleOf("CARRIER") == auth::v1::ROLE_CARRIER);
  CHECK(RoleOf("ROLE_SPECIALIST") == auth::v1::ROLE_UNSPECIFIED);
  CHECK(RoleOf("EMPEROR") == auth::v1::ROLE_UNSPECIFIED);
  CHECK(RoleOf("") == auth::v1::ROLE_UNSPECIFIED);
}

TEST_CASE("a set holds what was added, and numbers it cannot know fall off", "[rpc]") {
  RoleSet roles{auth::v1::ROLE_AUDITOR};
  roles.Add(static_cast<Role>(1000));
  CHECK(roles == RoleSet{auth::v1::ROLE_AUDITOR});
  CHECK(roles.Meets({auth::v1::ROLE_AUDITOR, auth::v1::ROLE_ADMIN}));
  CHECK_FALSE(roles.Meets({auth::v1::ROLE_ADMIN}));
  roles.Remove(auth::v1::ROLE_AUDITOR);
  CHECK(roles.empty());
}

TEST_CASE("only a bearer of the role SERVICE is a service", "[rpc]") {
  Caller caller;
  caller.subject = "services/routing";
  CHECK(caller.Service().empty());
  caller.roles.Add(auth::v1::ROLE_SERVICE);
  CHECK(caller.Service() == "routing");
  caller.subject = "agents/a-li";
  CHECK(caller.Service().empty());
}

TEST_CASE("a call that nobody waits for says so", "[rpc]") {
  Caller caller;
  CHECK(caller.CheckAlive().ok());
  caller.deadline = Deadline::After(-absl::Seconds(1));
  CHECK(caller.CheckAlive().code() == absl::StatusCode::kDeadlineExceeded);
  caller.cancelled = [](const void*) { return true; };
  CHECK(caller.CheckAlive().code() == absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace redress::rpc
