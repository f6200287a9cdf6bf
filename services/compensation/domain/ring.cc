#include "services/compensation/domain/ring.h"

#include <map>
#include <numeric>
#include <set>
#include <utility>

namespace redress::compensation {
namespace {

// Disjoint sets of numbers from 0: union by size, with halved paths.
class DisjointSets {
 public:
  explicit DisjointSets(size_t count) : parents_(count), sizes_(count, 1) {
    std::iota(parents_.begin(), parents_.end(), size_t{0});
  }

  size_t Find(size_t item) {
    while (parents_[item] != item) {
      parents_[item] = parents_[parents_[item]];
      item = parents_[item];
    }
    return item;
  }

  void Join(size_t a, size_t b) {
    a = Find(a);
    b = Find(b);
    if (a == b) return;
    if (sizes_[a] < sizes_[b]) std::swap(a, b);
    parents_[b] = a;
    sizes_[a] += sizes_[b];
  }

 private:
  std::vector<size_t> parents_;
  std::vector<size_t> sizes_;
};

}  // namespace

std::vector<std::string> RingOf(const std::string& customer, const std::vector<SharedLink>& links) {
  std::map<std::string, size_t> numbers = {{customer, 0}};
  std::map<std::string, std::set<size_t>> told;
  for (const SharedLink& link : links) {
    const size_t number = numbers.emplace(link.customer, numbers.size()).first->second;
    told[link.identifier].insert(number);
  }
  DisjointSets sets(numbers.size());
  for (const auto& [identifier, by] : told) {
    if (by.size() > kPlaceCustomersMin) continue;
    for (const size_t other : by) sets.Join(*by.begin(), other);
  }
  std::vector<std::string> ring;
  for (const auto& [name, number] : numbers) {
    if (sets.Find(number) == sets.Find(0)) ring.push_back(name);
  }
  return ring;
}

}  // namespace redress::compensation
