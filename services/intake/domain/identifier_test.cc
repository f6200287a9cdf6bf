#include "services/intake/domain/identifier.h"

#include <catch2/catch.hpp>
#include <string>

namespace redress::intake {
namespace {

std::string Told(const Customer& customer, IdentifierKind kind) {
  for (const Identifier& identifier : IdentifiersOf(customer)) {
    if (identifier.kind == kind) return identifier.value.Reveal();
  }
  return "";
}

std::string Phone(const std::string& written) {
  return Told({.phone = Secret(written)}, IdentifierKind::kPhone);
}

std::string Address(const std::string& written) {
  return Told({.address = Secret(written)}, IdentifierKind::kAddress);
}

TEST_CASE("A number is the same however it is written", "[intake]") {
  for (const char* written : {"+8613800165201", "13800165201", "138-0016-5201", "0086 138 0016 5201", "+86 (138) 0016 5201"}) {
    CHECK(Phone(written) == "13800165201");
  }
  CHECK(Phone("021-6543210") == "0216543210");
  CHECK(Phone("+4930123456") == "4930123456");
  CHECK(Phone("8613800165201") == "13800165201");
  CHECK(Phone("8623800165201") == "8623800165201");  // no mobile number of that country
  for (const char* none : {"", "12", "12-34-56", "call me"}) CHECK(Phone(none).empty());
}

TEST_CASE("An address is the same whatever its spaces, punctuation and letter case", "[intake]") {
  CHECK(Address("上海市徐汇区 漕溪北路18号，3-B 室") == Address("上海市徐汇区漕溪北路18号3b室"));
  CHECK(Address("12 Long Street, Flat 3") == "12longstreetflat3");
  CHECK(Address("上海市徐汇区漕溪北路18号") != Address("上海市徐汇区漕溪北路19号"));
  for (const char* none : {"", "上海", "  ，。 ", "Flat 3"}) CHECK(Address(none).empty());
}

TEST_CASE("What was not told is no identifier, and the order is that of the kinds", "[intake]") {
  CHECK(IdentifiersOf({}).empty());
  CHECK(IdentifiersOf({.id = Secret("u-1"), .email = Secret("a@example.cn")}).empty());
  CHECK(Told({.device = Secret("ios-0123456789")}, IdentifierKind::kDevice) == "ios-0123456789");
  CHECK(Told({.device = Secret("ios")}, IdentifierKind::kDevice).empty());
  const auto all = IdentifiersOf(
      {.phone = Secret("13800165201"), .address = Secret("上海市徐汇区漕溪北路18号"), .device = Secret("ios-0123456789")});
  REQUIRE(all.size() == 3);
  CHECK(all[0].kind == IdentifierKind::kPhone);
  CHECK(all[1].kind == IdentifierKind::kAddress);
  CHECK(all[2].kind == IdentifierKind::kDevice);
}

}  // namespace
}  // namespace redress::intake
