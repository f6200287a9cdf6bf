#include "libs/dmn/graph.h"

#include <algorithm>

#include "libs/feel/scope.h"

namespace redress::dmn {

int Graph::Find(absl::string_view of, absl::string_view name) const {
  if (of.empty() || of == ns) {
    if (const auto exact = own.find(name); exact != own.end()) {
      return exact->second;
    }
  }
  const auto found = by_name.find({of.empty() ? ns : std::string(of), feel::NormalName(name)});
  return found != by_name.end() ? found->second : -1;
}

std::vector<int> Graph::Order(const std::vector<int>& decisions, const std::vector<int>& given) const {
  if (decisions.size() == 1 && given.empty() && elements[static_cast<size_t>(decisions.front())].requires_decisions.empty()) {
    return decisions;
  }
  std::vector<bool> seen(elements.size());
  for (const int decision : given) {
    seen[static_cast<size_t>(decision)] = true;
  }
  std::vector<int> open = decisions;
  std::vector<int> order;
  while (!open.empty()) {
    const int next = open.back();
    open.pop_back();
    if (seen[static_cast<size_t>(next)]) {
      continue;
    }
    seen[static_cast<size_t>(next)] = true;
    order.push_back(next);
    const std::vector<int>& required = elements[static_cast<size_t>(next)].requires_decisions;
    open.insert(open.end(), required.begin(), required.end());
  }
  std::sort(order.begin(), order.end(),
            [&](int a, int b) { return elements[static_cast<size_t>(a)].rank < elements[static_cast<size_t>(b)].rank; });
  return order;
}

}  // namespace redress::dmn
