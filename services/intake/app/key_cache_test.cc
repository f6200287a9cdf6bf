#include "services/intake/app/key_cache.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"

namespace redress::intake {
namespace {

KeyHandle Key(const std::string& owner) {
  return std::make_shared<CachedKey>(WrappedKey{owner, Uuid::Random(), "wrapped"}, vault::DataKey::Random(), false);
}

TEST_CASE("The first key of an owner stays, whoever adds another", "[intake]") {
  KeyCache cache(10);
  CHECK(cache.Find("a") == nullptr);
  const KeyHandle first = Key("a");
  CHECK(cache.Add(first) == first);
  CHECK(cache.Add(Key("a")) == first);
  CHECK(cache.Find("a") == first);
}

TEST_CASE("The least recently used key goes first", "[intake]") {
  KeyCache cache(2);
  cache.Add(Key("a"));
  cache.Add(Key("b"));
  cache.Find("a");
  cache.Add(Key("c"));
  CHECK(cache.size() == 2);
  CHECK(cache.Find("a") != nullptr);
  CHECK(cache.Find("b") == nullptr);
}

TEST_CASE("Only the key that turned out wrong is forgotten", "[intake]") {
  KeyCache cache(10);
  const KeyHandle wrong = Key("a");
  cache.Add(wrong);
  cache.Forget(wrong);
  const KeyHandle right = cache.Add(Key("a"));
  cache.Forget(wrong);
  CHECK(cache.Find("a") == right);
}

}  // namespace
}  // namespace redress::intake
