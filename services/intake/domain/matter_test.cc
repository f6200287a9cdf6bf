#include "services/intake/domain/matter.h"

#include <catch2/catch.hpp>
#include <set>

namespace redress::intake {
namespace {

TEST_CASE("Whose word links a complaint to a customer's earlier one", "[intake]") {
  for (int i = 1; i <= kChannelLast; ++i) {
    const auto channel = static_cast<Channel>(i);
    CHECK(MayLinkByCustomer(Vouching::kPlatform, channel));
    CHECK(MayLinkByCustomer(Vouching::kStaff, channel));
    CHECK(MayLinkByCustomer(Vouching::kConnector, channel) == (channel == Channel::kChat || channel == Channel::kHotline));
  }
}

TEST_CASE("A matter is a customer with an order; what a text names is none", "[intake]") {
  Submission said;
  said.customer.id = Secret("u-1");
  said.text = Secret("my order o-9");
  CHECK(MatterKeys(said).empty());
  said.orders = {Secret("o-1"), Secret("o-2")};
  CHECK(MatterKeys(said).size() == 2);
  Submission other = said;
  other.customer.id = Secret("u-2");
  CHECK_FALSE(MatterKeys(said)[0] == MatterKeys(other)[0]);
}

TEST_CASE("Nobody without an identity has a matter", "[intake]") {
  Submission said;
  said.orders = {Secret("o-1")};
  CHECK(MatterKeys(said).empty());
}

TEST_CASE("Customers and orders do not run into each other", "[intake]") {
  Submission a;
  a.customer.id = Secret("u-1");
  a.orders = {Secret("2-o")};
  Submission b;
  b.customer.id = Secret("u-12");
  b.orders = {Secret("-o")};
  CHECK_FALSE(MatterKeys(a)[0] == MatterKeys(b)[0]);
}

TEST_CASE("A message is one by channel, source and id", "[intake]") {
  std::set<std::string> keys;
  for (const Channel channel : {Channel::kEmail, Channel::kChat}) {
    for (const char* source : {"mail-1", "mail-2", ""}) {
      for (const char* id : {"m1", "m2"}) keys.insert(MessageKey(channel, source, Secret(id), "backends/a").Reveal());
    }
  }
  CHECK(keys.size() == 12);
  CHECK(MessageKey(Channel::kEmail, "mail-1", Secret("m1"), "backends/a") ==
        MessageKey(Channel::kEmail, "mail-1", Secret("m1"), "backends/b"));
  CHECK_FALSE(MessageKey(Channel::kEmail, "", Secret("m1"), "backends/a") ==
              MessageKey(Channel::kEmail, "", Secret("m1"), "backends/b"));
  CHECK(MessageKey(Channel::kEmail, "mail-1", Secret(), "backends/a").Reveal().empty());
}

}  // namespace
}  // namespace redress::intake
