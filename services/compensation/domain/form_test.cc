#include "services/compensation/domain/form.h"

#include <catch2/catch.hpp>
#include <set>

namespace redress::compensation {
namespace {

TEST_CASE("A form's hash is pinned: stored hashes depend on it", "[compensation]") {
  CHECK(Form().Sha256Hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(Form().Add("a").Add(-7).Sha256Hex() == Form().Add("a").Add("-7").Sha256Hex());
  CHECK(Form().Add("a").Add(-7).Sha256Hex() == "9712d2770de1f5d977813e5ff23af5fb36b4a2fb975faf5bf3a117e17c4b1ea2");
}

TEST_CASE("No two lists of fields have one form", "[compensation]") {
  const std::set<std::string> hashes = {Form().Add("ab").Sha256Hex(),         Form().Add("a").Add("b").Sha256Hex(),
                                        Form().Add("").Add("ab").Sha256Hex(), Form().Add("ab").Add("").Sha256Hex(),
                                        Form().Add("1:a;").Sha256Hex(),       Form().Add("1:a;1:b").Sha256Hex()};
  CHECK(hashes.size() == 6);
}

}  // namespace
}  // namespace redress::compensation
