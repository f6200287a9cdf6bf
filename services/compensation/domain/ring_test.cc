#include "services/compensation/domain/ring.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"

namespace redress::compensation {
namespace {

using Names = std::vector<std::string>;

TEST_CASE("Who shares nothing is a ring of one", "[compensation]") {
  CHECK(RingOf("a", {}) == Names{"a"});
  CHECK(RingOf("a", {{"a", "PHONE/1"}, {"b", "PHONE/2"}}) == Names{"a"});
  CHECK(RingOf("a", {{"b", "PHONE/1"}, {"c", "PHONE/1"}}) == Names{"a"});
}

TEST_CASE("Customers are tied directly and through others, whatever they share", "[compensation]") {
  const std::vector<SharedLink> links = {{"a", "PHONE/1"},  {"b", "PHONE/1"}, {"b", "ADDRESS/2"}, {"c", "ADDRESS/2"},
                                         {"d", "DEVICE/3"}, {"c", "PHONE/4"}, {"c", "PHONE/4"}};
  CHECK(RingOf("a", links) == Names{"a", "b", "c"});
  CHECK(RingOf("c", links) == Names{"a", "b", "c"});
  CHECK(RingOf("d", links) == Names{"d"});
}

TEST_CASE("A place ties nobody", "[compensation]") {
  std::vector<SharedLink> links;
  for (size_t i = 0; i < kPlaceCustomersMin; ++i) links.push_back({absl::StrCat("c", i), "ADDRESS/1"});
  CHECK(RingOf("c0", links).size() == kPlaceCustomersMin);
  links.push_back({"one more", "ADDRESS/1"});
  CHECK(RingOf("c0", links) == Names{"c0"});
}

// The naive way: take in whoever shares something, until nobody new is found.
Names Naive(const std::string& customer, const std::vector<SharedLink>& links) {
  std::set<std::string> ring = {customer};
  for (size_t before = 0; before != ring.size();) {
    before = ring.size();
    for (const SharedLink& one : links) {
      if (!ring.contains(one.customer)) continue;
      for (const SharedLink& other : links) {
        if (other.identifier == one.identifier) ring.insert(other.customer);
      }
    }
  }
  return {ring.begin(), ring.end()};
}

TEST_CASE("Random rings are those that the naive way finds, in any order of the links", "[compensation]") {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<SharedLink> links;
    const size_t count = random() % 40;
    links.reserve(count);
    for (size_t i = 0; i < count; ++i) {
      links.push_back({absl::StrCat("c", random() % 15), absl::StrCat("PHONE/", random() % 20)});
    }
    const Names expected = Naive("c0", links);
    CHECK(RingOf("c0", links) == expected);
    std::shuffle(links.begin(), links.end(), random);
    CHECK(RingOf("c0", links) == expected);
  }
}

}  // namespace
}  // namespace redress::compensation
