#include "services/compensation/domain/chain.h"

#include <catch2/catch.hpp>
#include <functional>

namespace redress::compensation {
namespace {

EntryText EntryOf(int64_t id) {
  return {id,    "00000000-0000-0000-0000-00000000000a", "PAID", "liability", "paid", "CNY",
          4'200, BusinessTime::FromUnixMicros(id)};
}

std::vector<Link> Three() {
  Head head{.partition = 7};
  std::vector<Link> links;
  links.reserve(3);
  for (const int64_t entry : {12, 9, 15}) links.push_back(LinkAfter(&head, entry * 2, EntryOf(entry)));
  return links;
}

std::string HashAt(const std::vector<Link>& links, int64_t position) {
  return position >= 1 && position <= static_cast<int64_t>(links.size()) ? links[position - 1].hash : "";
}

TEST_CASE("A chain as it was made verifies; its entries need not come by their ids", "[compensation]") {
  CHECK_FALSE(VerifyLinks({}).has_value());
  CHECK_FALSE(VerifyLinks(Three()).has_value());
}

TEST_CASE("A change of any field of an entry or a link is named by the first link that it breaks", "[compensation]") {
  const std::vector<std::function<void(Link*)>> changes = {
      [](Link* link) { link->found->entry += 1; },
      [](Link* link) { link->found->grant[0] = '1'; },
      [](Link* link) { link->found->reason = "FAILED"; },
      [](Link* link) { link->found->debit = "paid"; },
      [](Link* link) { link->found->credit = "liability"; },
      [](Link* link) { link->found->currency = "USD"; },
      [](Link* link) { link->found->amount_minor -= 1; },
      [](Link* link) { link->found->time = link->found->time + absl::Microseconds(1); },
      [](Link* link) { link->found->claim = "c"; },
      [](Link* link) { link->found->move = 1; },
      [](Link* link) { link->partition = 8; },
      [](Link* link) { link->sequence += 1; },
      [](Link* link) { link->entry = 99; },
      [](Link* link) { link->hash[0] = link->hash[0] == '0' ? '1' : '0'; },
      [](Link* link) { link->found.reset(); },
      [](Link* link) { link->entry.reset(), link->found.reset(); },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    std::vector<Link> links = Three();
    changes[i](&links[1]);
    INFO("change " << i);
    const auto fault = VerifyLinks(links);
    REQUIRE(fault.has_value());
    CHECK(fault->position == 2);
  }
}

TEST_CASE("A link that is gone, put in or in another place is named", "[compensation]") {
  std::vector<Link> links = Three();
  links.erase(links.begin() + 1);
  CHECK(VerifyLinks(links)->position == 2);
  links = Three();
  std::swap(links[1].found, links[2].found);
  CHECK(VerifyLinks(links)->position == 2);
  links = Three();
  Head head{.partition = 7, .position = 1, .hash = links[0].hash};
  links[1] = LinkAfter(&head, links[1].sequence, EntryOf(77));  // forged well, but what follows knows better
  CHECK(VerifyLinks(links)->position == 3);
}

TEST_CASE("An entry that was missing when it was linked stays a fault, and those after it are linked", "[compensation]") {
  Head head;
  std::vector<Link> links = {LinkAfter(&head, 1, absl::nullopt), LinkAfter(&head, 2, EntryOf(1))};
  CHECK(VerifyLinks(links)->position == 1);
}

TEST_CASE("A seal tells of a changed seal, a missing one, and a chain that was written anew", "[compensation]") {
  std::vector<Link> links = Three();
  std::vector<Seal> seals;
  std::string former(kNoHash);
  for (int i = 1; i <= 3; ++i) {
    Seal seal{i, "2026-11-2" + std::to_string(i), {{7, i, 0, links[i - 1].hash}}, BusinessTime::FromUnixMicros(i), ""};
    former = seal.hash = HashOf(seal, former);
    seals.push_back(seal);
  }
  const auto hash_at = [&](int, int64_t position) { return HashAt(links, position); };
  CHECK_FALSE(VerifySeals(seals, hash_at).has_value());

  const std::vector<std::function<void(Seal*)>> changes = {
      [](Seal* seal) { seal->day = "2026-11-29"; },
      [](Seal* seal) { seal->heads[0].position = 1; },
      [](Seal* seal) { seal->heads[0].partition = 8; },
      [](Seal* seal) { seal->heads[0].hash = std::string(kNoHash); },
      [](Seal* seal) { seal->heads.clear(); },
      [](Seal* seal) { seal->time = seal->time + absl::Microseconds(1); },
      [](Seal* seal) { seal->hash = std::string(kNoHash); },
      [](Seal* seal) { seal->number = 3; },
  };
  for (size_t i = 0; i < changes.size(); ++i) {
    std::vector<Seal> changed = seals;
    changes[i](&changed[1]);
    INFO("change " << i);
    REQUIRE(VerifySeals(changed, hash_at).has_value());
    CHECK(VerifySeals(changed, hash_at)->number == 2);
  }
  std::vector<Seal> gap = {seals[0], seals[2]};
  CHECK(VerifySeals(gap, hash_at)->number == 2);

  // Every link hashed anew after a forged entry: the chain verifies, the seal does not.
  Head head{.partition = 7};
  for (Link& link : links) {
    link.found->amount_minor += 1;
    link = LinkAfter(&head, link.sequence, link.found);
  }
  CHECK_FALSE(VerifyLinks(links).has_value());
  CHECK(VerifySeals(seals, hash_at)->number == 1);
  links.clear();  // the tail cut off
  CHECK(VerifySeals(seals, hash_at)->number == 1);
}

}  // namespace
}  // namespace redress::compensation
