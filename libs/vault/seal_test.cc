#include "libs/vault/seal.h"

#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <type_traits>

#include "libs/base/error.h"

namespace redress::vault {
namespace {

static_assert(!std::is_copy_constructible_v<DataKey> && !std::is_copy_assignable_v<DataKey>, "a key is moved, never copied");

TEST_CASE("What is sealed opens to the same text", "[vault]") {
  const DataKey key = DataKey::Random();
  const auto text =
      GENERATE(as<std::string>(), "", "a", "我的快递丢了，已经三天了！", std::string(100'000, 'x'), std::string("\0\xff", 2));
  const std::string sealed = Seal(key, "complaint.text/1", text);
  CHECK(sealed.size() == text.size() + kSealOverhead);
  CHECK(Open(key, "complaint.text/1", sealed).value() == text);
}

TEST_CASE("The sealed bytes hold nothing of the text and are never the same twice", "[vault]") {
  const DataKey key = DataKey::Random();
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string sealed = Seal(key, "", "canary-13800138000");
    CHECK(sealed.find("canary") == std::string::npos);
    CHECK(seen.insert(sealed).second);
  }
}

TEST_CASE("A change of any bit, a cut or an addition is noticed", "[vault]") {
  const DataKey key = DataKey::Random();
  const std::string sealed = Seal(key, "row 7", "张小明");
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    const absl::Status refused = Open(key, "row 7", changed).status();
    CHECK(refused.code() == absl::StatusCode::kDataLoss);
    CHECK(ReasonOf(refused) == "UNSEAL_FAILED");
  }
  for (size_t size = 0; size < sealed.size(); ++size) CHECK_FALSE(Open(key, "row 7", sealed.substr(0, size)).ok());
  CHECK_FALSE(Open(key, "row 7", sealed + "x").ok());
}

TEST_CASE("Sealed bytes open only in their own place and with their own key", "[vault]") {
  const DataKey key = DataKey::Random();
  const std::string sealed = Seal(key, "row 7", "text");
  CHECK_FALSE(Open(key, "row 8", sealed).ok());
  CHECK_FALSE(Open(key, "", sealed).ok());
  CHECK_FALSE(Open(DataKey::Random(), "row 7", sealed).ok());
}

TEST_CASE("A key that was moved away is overwritten", "[vault]") {
  DataKey key = DataKey::From(std::string(32, 'k'));
  const DataKey moved = std::move(key);
  CHECK(moved.view() == std::string(32, 'k'));
  CHECK(key.view() == std::string(32, '\0'));  // NOLINT(bugprone-use-after-move): this is what is tested
}

}  // namespace
}  // namespace redress::vault
