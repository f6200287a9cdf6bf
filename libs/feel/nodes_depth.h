// How the makers of nodes.h build one: the depth is one more than that of the deepest node below. Inside of nodes*.cc only.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

#include "libs/feel/node.h"

namespace redress::feel {

// The depth of the deepest of some nodes; missing ones count nothing.
class Depths {
 public:
  Depths() = default;
  Depths(std::initializer_list<const Node*> nodes) {
    for (const Node* const node : nodes) Add(node);
  }
  void Add(const Node* node) {
    if (node != nullptr) deepest_ = std::max(deepest_, node->depth());
  }
  int deepest() const { return deepest_; }

 private:
  int deepest_ = 0;
};

inline Depths DepthsOf(const std::vector<NodePtr>& nodes) {
  Depths depths;
  for (const NodePtr& node : nodes) depths.Add(node.get());
  return depths;
}

template <typename T, typename... Args>
std::unique_ptr<Node> Made(const Depths& depths, Type type, Args&&... args) {
  auto node = std::make_unique<T>(std::forward<Args>(args)...);
  node->set_depth(depths.deepest() + 1);
  node->set_type(std::move(type));
  return node;
}

}  // namespace redress::feel
