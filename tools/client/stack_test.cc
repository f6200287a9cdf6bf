#include "tools/client/stack.h"

#include <catch2/catch.hpp>

namespace redress::client {

TEST_CASE("ParseEnv reads what a shell would read from a stack.env", "[client]") {
  const auto values = ParseEnv("# a stack\nREDRESS_GATEWAY=http://127.0.0.1:1\n\nexport A='b c'\nPG=\"host=x port=1\"\nEMPTY=\n");
  CHECK(values.at("REDRESS_GATEWAY") == "http://127.0.0.1:1");
  CHECK(values.at("A") == "b c");
  CHECK(values.at("PG") == "host=x port=1");
  CHECK(values.at("EMPTY").empty());
  CHECK(values.size() == 4);
}

}  // namespace redress::client
