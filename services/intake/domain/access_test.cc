#include "services/intake/domain/access.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::intake {
namespace {

TEST_CASE("A back end sees what it submitted, staff see everything", "[intake]") {
  const Reader backend{.subject = "backends/shop", .own_only = true};
  CHECK(MaySee(backend, "backends/shop"));
  CHECK_FALSE(MaySee(backend, "backends/other"));
  const Reader agent{.subject = "agents/a", .may_see_all = true};
  CHECK(MaySee(agent, "backends/shop"));
}

TEST_CASE("Personal data in clear needs a role, then a reason", "[intake]") {
  const Reader backend{.subject = "backends/shop", .own_only = true};
  const Reader agent{.subject = "agents/a", .may_see_all = true};
  CHECK(CheckFullView(backend, {}).ok());
  CHECK(ReasonOf(CheckFullView(backend, {true, "why"})) == "VIEW_NOT_ALLOWED");
  CHECK(CheckFullView(agent, {true, "why"}).ok());
  const std::string reason = GENERATE(std::string(), std::string(" "), std::string(201, 'x'));
  const absl::Status status = CheckFullView(agent, {true, reason});
  REQUIRE(ViolationsOf(status).size() == 1);
  CHECK(ViolationsOf(status)[0].field == "read_reason");
}

}  // namespace
}  // namespace redress::intake
