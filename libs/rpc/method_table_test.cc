#include "libs/rpc/method_table.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "libs/rpc/testing/echo.pb.h"

namespace redress::rpc {
namespace {

const std::atomic<bool> kReady{true};

std::vector<Role> AllRoles() {
  std::vector<Role> roles;
  for (int i = 2; i < auth::v1::Role_ARRAYSIZE; ++i) {
    if (auth::v1::Role_IsValid(i)) roles.push_back(static_cast<Role>(i));
  }
  return roles;
}

TEST_CASE("methods are found by the type of their request, with their rule", "[rpc]") {
  MethodTable methods;
  REQUIRE(methods.AddService("redress.rpc.testing.EchoService", &kReady).ok());
  const Method* method = methods.Find(testing::EchoOfServiceRequest::descriptor());
  REQUIRE(method != nullptr);
  CHECK(method->full_name == "redress.rpc.testing.EchoService/EchoOfService");
  CHECK(method->roles == RoleSet{auth::v1::ROLE_SERVICE, auth::v1::ROLE_ADMIN});
  CHECK(method->services == std::vector<std::string>{"caller"});
  CHECK(method->deadline_default == absl::Seconds(3));
  CHECK(methods.Find(testing::EchoRequest::descriptor())->deadline_default == absl::Seconds(10));
  CHECK(methods.Find(testing::EchoResponse::descriptor()) == nullptr);
  CHECK(methods.All().size() == 5);
}

TEST_CASE("a contract with a fault is refused, every fault named", "[rpc]") {
  const auto [service, fault] = GENERATE(table<std::string, std::string>({
      {"redress.rpc.testing.RulelessService", "RulelessService/Ruleless does not say who may call it"},
      {"redress.rpc.testing.TwinService", "has the same request type as"},
      {"redress.rpc.testing.Stranger", "is not linked into this program"},
  }));
  MethodTable methods;
  const absl::Status status = methods.AddService(service, &kReady);
  CHECK(status.code() == absl::StatusCode::kFailedPrecondition);
  CHECK_THAT(std::string(status.message()), Catch::Contains(fault));
}

TEST_CASE("exactly the roles of the rule may call", "[rpc]") {
  MethodTable methods;
  REQUIRE(methods.AddService("redress.rpc.testing.EchoService", &kReady).ok());
  const Method& two_roles = *methods.Find(testing::EchoRequest::descriptor());
  const Method& open = *methods.Find(testing::EchoToAllRequest::descriptor());
  for (const Role role : AllRoles()) {
    CAPTURE(auth::v1::Role_Name(role));
    const bool may = role == auth::v1::ROLE_SPECIALIST || role == auth::v1::ROLE_BACKEND;
    const absl::Status status = Authorize(two_roles, "agents/a-li", RoleSet{role});
    CHECK(status.ok() == may);
    if (!may) CHECK(ReasonOf(status) == "ROLE_NOT_ALLOWED");
    CHECK(Authorize(open, "agents/a-li", RoleSet{role}).ok());
  }
  CHECK(Authorize(two_roles, "agents/a-li", {}).code() == absl::StatusCode::kPermissionDenied);
  CHECK(Authorize(two_roles, "", {}).code() == absl::StatusCode::kUnauthenticated);
  CHECK(Authorize(open, "", {}).ok());
}

TEST_CASE("a service is let in by its name, other roles by their role", "[rpc]") {
  using R = RoleSet;
  const auto [subject, roles, reason] = GENERATE(table<std::string, RoleSet, std::string>({
      {"services/caller", R{auth::v1::ROLE_SERVICE}, ""},
      {"services/other", R{auth::v1::ROLE_SERVICE}, "SERVICE_NOT_ALLOWED"},
      {"services/", R{auth::v1::ROLE_SERVICE}, "SERVICE_NOT_ALLOWED"},
      {"agents/caller", R{auth::v1::ROLE_SERVICE}, "SERVICE_NOT_ALLOWED"},
      {"caller", R{auth::v1::ROLE_SERVICE}, "SERVICE_NOT_ALLOWED"},
      {"services/caller", R{auth::v1::ROLE_BACKEND}, "ROLE_NOT_ALLOWED"},
      {"agents/root", R{auth::v1::ROLE_ADMIN}, ""},
      {"services/other", (R{auth::v1::ROLE_ADMIN, auth::v1::ROLE_SERVICE}), ""},
  }));
  CAPTURE(subject);
  MethodTable methods;
  REQUIRE(methods.AddService("redress.rpc.testing.EchoService", &kReady).ok());
  CHECK(ReasonOf(Authorize(*methods.Find(testing::EchoOfServiceRequest::descriptor()), subject, roles)) == reason);
}

}  // namespace
}  // namespace redress::rpc
