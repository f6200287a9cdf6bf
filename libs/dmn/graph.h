// The compiled decision requirements graph of a model and of all that it imports. Made by the linker; const and thread safe
// afterwards. Functions that leave an evaluation keep it alive.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "libs/dmn/function_code.h"
#include "libs/dmn/item_type.h"
#include "libs/dmn/node.h"
#include "libs/dmn/syntax.h"

namespace redress::dmn {

// What a slot of a frame holds at the beginning: an element's value, or (of an import) a context of several.
struct FrameBinding {
  size_t slot = 0;
  int element = -1;  // -1: a context of `fields`
  std::vector<std::pair<std::string, int>> fields;
};

// An input data, decision, knowledge model or decision service.
struct GraphElement {
  ElementKind kind = ElementKind::kDecision;
  std::string ns;
  std::string name;
  std::string id;
  int rank = 0;        // whatever an element requires has a lower one
  ItemTypePtr wanted;  // declared type of the value; of a function, of what it gives
  feel::Type type;     // as far as it is known; of a function, its own
  std::vector<int> requires_inputs;
  std::vector<int> requires_decisions;

  // Of a decision and a knowledge model.
  std::vector<FrameBinding> bindings;
  size_t slots = 0;
  NodePtr logic;                             // of a decision; null: it has none
  std::shared_ptr<const FunctionCode> code;  // of a knowledge model

  // Of a decision service.
  std::vector<feel::Parameter> parameters;
  std::vector<int> inputs;  // what the parameters stand for: input data, then decisions
  std::vector<int> outputs;
  std::vector<int> order;  // the decisions to make, in that order
};

struct Graph {
  std::string name;  // of the model that was loaded
  std::string ns;
  std::vector<GraphElement> elements;
  std::map<std::pair<std::string, std::string>, int> by_name;                       // namespace and (normal) name
  absl::flat_hash_map<std::string, int> own;                                        // of the model that was loaded: (normal) name
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> imports;  // namespace → imports: name, namespace

  // The element of that name; -1 if there is none. An empty namespace: that of the model that was loaded.
  int Find(absl::string_view of, absl::string_view name) const;
  // The decisions that these need, themselves included, in an order in which they can be made. Those of `given` are known, and
  // what only they need is left out.
  std::vector<int> Order(const std::vector<int>& decisions, const std::vector<int>& given) const;
};

}  // namespace redress::dmn
