#include "libs/rpc/wire_check.h"

#include <catch2/catch.hpp>

#include "libs/rpc/testing/echo.pb.h"

namespace redress::rpc {
namespace {

constexpr char kBad[] = "caf\xe9";

testing::EchoRequest Parse(const testing::EchoRequest& request) {
  std::string bytes;
  request.SerializeToString(&bytes);
  testing::EchoRequest parsed;
  REQUIRE(parsed.ParseFromString(bytes));
  return parsed;
}

std::vector<std::string> Fields(const Violations& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations.all()) fields.push_back(violation.field);
  return fields;
}

std::vector<std::string> CheckOf(const testing::EchoRequest& request) {
  EnumPlans plans;
  Violations violations;
  CheckParsed(request, plans.Make(testing::EchoRequest::descriptor()), &violations);
  return Fields(violations);
}

TEST_CASE("the kit's own check stands in for the parser's", "[rpc]") {
  CHECK(WireCheckInPlace().ok());
}

TEST_CASE("every field with invalid UTF-8 or an undeclared enum number is named by its path", "[rpc]") {
  testing::EchoRequest request;
  request.set_text(kBad);
  request.add_texts("好");
  request.add_texts(kBad);
  request.mutable_leaf()->add_leaves()->set_text("fine");
  request.mutable_leaf()->add_leaves()->set_text(kBad);
  request.mutable_leaf()->mutable_leaves(0)->set_colour(static_cast<testing::Colour>(3));
  request.mutable_leaf()->add_colours(testing::COLOUR_BLUE);
  request.mutable_leaf()->add_colours(static_cast<testing::Colour>(-1));
  CHECK(CheckOf(Parse(request)) ==
        std::vector<std::string>{"text", "leaf.leaves[0].colour", "leaf.leaves[1].text", "leaf.colours[1]", "texts[1]"});
}

TEST_CASE("a request is suspected for its own strings, not for those of the one before", "[rpc]") {
  testing::EchoRequest bad;
  bad.set_text(kBad);
  CHECK(CheckOf(Parse(bad)) == std::vector<std::string>{"text"});
  testing::EchoRequest good;
  good.set_text("整整齐齐");
  good.mutable_leaf()->set_colour(testing::COLOUR_BLUE);
  CHECK(CheckOf(Parse(good)).empty());
  static_cast<void>(Parse(bad));  // parsed and never checked
  CHECK(CheckOf(Parse(good)).empty());
}

TEST_CASE("an undeclared number deep in a tree is found", "[rpc]") {
  testing::EchoRequest request;
  testing::Leaf* leaf = request.mutable_leaf();
  for (int i = 0; i < 20; ++i) leaf = leaf->add_leaves();
  CHECK(CheckOf(request).empty());
  leaf->set_colour(static_cast<testing::Colour>(2));
  CHECK(CheckOf(request).size() == 1);
}

TEST_CASE("requests without enums need no plan", "[rpc]") {
  EnumPlans plans;
  CHECK(plans.Make(testing::EchoLaterRequest::descriptor()) == nullptr);
  CHECK(plans.Make(testing::EchoRequest::descriptor()) != nullptr);
}

TEST_CASE("a batch names the item", "[rpc]") {
  testing::Leaf item;
  item.set_text(kBad);
  Violations violations;
  CheckWire(item, "requests[3]", &violations);
  CHECK(Fields(violations) == std::vector<std::string>{"requests[3].text"});
}

}  // namespace
}  // namespace redress::rpc
