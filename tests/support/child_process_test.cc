#include "tests/support/child_process.h"

#include <catch2/catch.hpp>

#include <set>

namespace redress::test {
namespace {

TEST_CASE("No port is given twice, nor one that an outgoing connection may have", "[support]") {
  std::set<int> ports;
  for (int i = 0; i < 1'000; ++i) {
    const int port = FreePort();
    CHECK(ports.insert(port).second);
    CHECK(port < 32'768);
  }
}

}  // namespace
}  // namespace redress::test
