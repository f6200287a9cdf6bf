#include "services/intake/domain/missing_information.h"

#include <catch2/catch.hpp>

namespace redress::intake {
namespace {

using List = std::vector<std::string>;

Submission Complete() {
  Submission said;
  said.channel = Channel::kApp;
  said.customer.id = Secret("u-1");
  said.orders = {Secret("o-1")};
  said.remedy_sought = Secret("退款");
  said.evidence.resize(1);
  return said;
}

TEST_CASE("Nothing is asked of a complete complaint", "[intake]") {
  CHECK(MissingInformation(Complete()).empty());
}

TEST_CASE("Everything that lacks is listed, in a fixed order", "[intake]") {
  Submission said;
  said.channel = Channel::kApp;
  CHECK(MissingInformation(said) == List{"contact", "order_numbers", "remedy_sought", "event_time", "evidence"});
}

TEST_CASE("Any way to answer is a contact", "[intake]") {
  Submission said = Complete();
  said.customer = Customer();
  SECTION("a phone") {
    said.customer.phone = Secret("12345");
  }
  SECTION("an e-mail address") {
    said.customer.email = Secret("a@b.c");
  }
  SECTION("an account") {
    said.customer.id = Secret("u");
  }
  SECTION("a handle") {
    said.author_handle = Secret("@a");
  }
  CHECK(MissingInformation(said).empty());
}

TEST_CASE("The time is asked for only where no order tells it", "[intake]") {
  Submission said = Complete();
  said.orders.clear();
  CHECK(MissingInformation(said) == List{"order_numbers", "event_time"});
  said.event_time = BusinessTime();
  CHECK(MissingInformation(said) == List{"order_numbers"});
}

TEST_CASE("Evidence is asked for where it could have been sent along", "[intake]") {
  Submission said = Complete();
  said.evidence.clear();
  for (int i = 1; i <= kChannelLast; ++i) {
    said.channel = static_cast<Channel>(i);
    const bool silent =
        said.channel == Channel::kHotline || said.channel == Channel::kStore || said.channel == Channel::kRegulator;
    CHECK(MissingInformation(said).empty() == silent);
  }
}

}  // namespace
}  // namespace redress::intake
