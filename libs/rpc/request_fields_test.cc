#include "libs/rpc/request_fields.h"

#include <catch2/catch.hpp>

#include "libs/rpc/testing/echo.pb.h"

namespace redress::rpc {
namespace {

std::vector<std::string> FieldsOf(const Violations& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.all()) fields.push_back(violation.field);
  return fields;
}
using Fields = std::vector<std::string>;

TEST_CASE("what is wrong with id, name and page is named together", "[rpc]") {
  testing::EchoRequest request;
  Violations violations;
  CHECK(RequestIdOf(request, &violations).nil());
  CHECK(IdIn("agents/*", "agents/", "agent", &violations).empty());
  CHECK(LimitOf(-1, {.usual = 20, .most = 100}, &violations) == 0);
  AddViolations(absl::OkStatus(), &violations);
  CHECK(FieldsOf(violations) == Fields{"request_id", "agent", "page_size"});
  request.set_request_id("0d3c1c2e-8f6a-4a6e-9a57-1f8f5e0b7a11");
  Violations none;
  CHECK(RequestIdOf(request, &none).ToString() == request.request_id());
  CHECK(IdIn("agents/*", "agents/a-li", "agent", &none) == "a-li");
  CHECK(LimitOf(0, {.usual = 20, .most = 100}, &none) == 20);
  CHECK(LimitOf(1'000, {.usual = 20, .most = 100}, &none) == 100);
  CHECK(none.empty());
}

TEST_CASE("a filter gives each condition to its field, once, and is refused where it cannot be", "[rpc]") {
  const auto read = [](const char* filter, std::string* owner, std::string* since) {
    Violations violations;
    const auto take = [since](const Condition& condition) {
      *since = condition.value;
      return condition.value != "never";
    };
    ApplyFilter(filter,
                {{{.name = "owner"}, NameInto("agents/*", owner)}, {{.name = "since", .ops = {FilterOp::kGreaterOrEqual}}, take}},
                &violations);
    return FieldsOf(violations);
  };
  std::string owner, since;
  CHECK(read(R"(owner = "agents/a-li" AND since >= "today")", &owner, &since).empty());
  CHECK(owner == "a-li");
  CHECK(since == "today");
  for (const char* bad : {R"(owner = "teams/a-li")", R"(owner = "agents/a-li" AND owner = "agents/a-li")", "since >= never",
                          "since = today", "other = 1", "owner"}) {
    CAPTURE(bad);
    owner.clear();
    CHECK(read(bad, &owner, &since) == Fields{"filter"});
  }
}

TEST_CASE("a NUL is found in every text, however deep", "[rpc]") {
  const std::string nul("a\0b", 3);
  testing::EchoRequest request;
  request.set_text("没收到货");
  request.add_texts("催办");
  request.mutable_leaf()->add_leaves()->set_text("催办");
  Violations none;
  CheckNoNul(request, &none);
  CHECK(none.empty());
  request.set_text(nul);
  request.add_texts(nul);
  request.mutable_leaf()->set_text(nul);
  request.mutable_leaf()->mutable_leaves(0)->set_text(nul);
  Violations violations;
  CheckNoNul(request, &violations);
  CHECK(FieldsOf(violations) == Fields{"text", "leaf.text", "leaf.leaves[0].text", "texts[1]"});
}

}  // namespace
}  // namespace redress::rpc
