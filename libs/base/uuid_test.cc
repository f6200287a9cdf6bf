#include "libs/base/uuid.h"

#include <array>
#include <catch2/catch.hpp>
#include <cctype>
#include <set>
#include <string>
#include <thread>

#include "absl/container/flat_hash_set.h"
#include "libs/base/error.h"
#include "libs/base/random.h"

namespace redress {
namespace {

TEST_CASE("Random ids are of version 4 and never the same", "[base]") {
  absl::flat_hash_set<Uuid> seen;
  for (int i = 0; i < 10'000; ++i) {
    const Uuid uuid = Uuid::Random();
    REQUIRE(uuid.bytes()[6] >> 4 == 4);
    REQUIRE(uuid.bytes()[8] >> 6 == 2);
    REQUIRE(seen.insert(uuid).second);
  }
}

TEST_CASE("Ordered ids are of version 7 and never go back by more than a millisecond's worth", "[base]") {
  const auto millisecond = [](const Uuid& uuid) { return std::string(uuid.bytes().begin(), uuid.bytes().begin() + 6); };
  Uuid last = Uuid::NewOrdered();
  for (int i = 0; i < 10'000; ++i) {
    const Uuid next = Uuid::NewOrdered();
    REQUIRE(next.bytes()[6] >> 4 == 7);
    REQUIRE(next.bytes()[8] >> 6 == 2);
    REQUIRE(next != last);
    REQUIRE(millisecond(next) >= millisecond(last));
    last = next;
  }
}

TEST_CASE("An id is written in lower case and read back in either", "[base]") {
  const std::string text = "0af76519-16cd-43dd-8448-eb211c80319c";
  std::string upper = text;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  CHECK(Uuid::Parse(text)->ToString() == text);
  CHECK(Uuid::Parse(upper)->ToString() == text);
  CHECK(Uuid::Parse("00000000-0000-0000-0000-000000000000")->nil());
  const Uuid random = Uuid::Random();
  CHECK(Uuid::Parse(random.ToString()).value() == random);
}

TEST_CASE("What is no id is refused", "[base]") {
  const auto text = GENERATE(as<std::string>(), "", "0af7651916cd43dd8448eb211c80319c", "0af76519-16cd-43dd-8448-eb211c80319",
                             "0af76519-16cd-43dd-8448-eb211c80319c0", "0af76519-16cd-43dd-8448-eb211c80319g",
                             "0af7651-916cd-43dd-8448-eb211c80319c", "{af76519-16cd-43dd-8448-eb211c80319}",
                             "0af76519_16cd_43dd_8448_eb211c80319c");
  CHECK(Uuid::Parse(text).status().code() == absl::StatusCode::kInvalidArgument);
  CHECK(ReasonOf(Uuid::Parse(text).status()) == "INVALID_UUID");
}

TEST_CASE("What must be unique is drawn whole across the ends of the store, and by each thread from a store of its own",
          "[base]") {
  const auto draw = [](absl::flat_hash_set<std::string>& seen) {
    for (int i = 0; i < 2'000; ++i) {
      std::array<uint8_t, 24> id{};  // does not divide the size of the store
      FillUnique(absl::MakeSpan(id));
      seen.insert(std::string(id.begin(), id.end()));
    }
  };
  absl::flat_hash_set<std::string> here;
  absl::flat_hash_set<std::string> there;
  std::thread other([&] { draw(there); });
  draw(here);
  other.join();
  REQUIRE(here.size() == 2'000);
  REQUIRE(there.size() == 2'000);
  here.merge(there);
  REQUIRE(here.size() == 4'000);
}

TEST_CASE("Random numbers stay below their bound and reach all of it", "[base]") {
  std::set<uint32_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(RandomBelow(5));
  CHECK(seen == std::set<uint32_t>{0, 1, 2, 3, 4});
  CHECK(RandomBelow(0) == 0);
  CHECK(RandomBelow(1) == 0);
  CHECK(RandomBytes(24).size() == 24);
  CHECK(RandomBytes(24) != RandomBytes(24));
}

}  // namespace
}  // namespace redress
