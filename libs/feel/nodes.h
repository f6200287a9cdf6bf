// Makes the nodes of the compiled tree. The maker sets depth and, where it is known, the type; whoever parses sets the position.
// What consists of constants only becomes a constant. Inside of this library only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "libs/feel/builtin.h"
#include "libs/feel/function.h"
#include "libs/feel/node.h"
#include "libs/feel/operators.h"

namespace redress::feel {

using MutableNode = std::unique_ptr<Node>;

MutableNode ConstantNode(Value value);
// The value of a slot of the scope; the observer is told.
MutableNode InputNode(int slot, Type type);
MutableNode LocalNode(int local, Type type);
// The entry `name` of the first of these locals that is a context with it; else `fallback`, which may be missing (then null).
MutableNode ItemNameNode(std::string name, std::vector<int> items, NodePtr fallback);

MutableNode ArithmeticNode(Operator op, NodePtr a, NodePtr b);
MutableNode RelationNode(Operator op, NodePtr a, NodePtr b);
MutableNode AndNode(NodePtr a, NodePtr b);
MutableNode OrNode(NodePtr a, NodePtr b);
MutableNode NegativeNode(NodePtr a);
MutableNode BetweenNode(NodePtr value, NodePtr low, NodePtr high);
// `value in (tests)`.
MutableNode InNode(NodePtr value, std::vector<NodePtr> tests);
MutableNode InstanceOfNode(NodePtr value, Type type);

// `start` and `end` may be missing (null pointers) where the form has none.
struct RangeEnds {
  NodePtr start;
  NodePtr end;
  bool start_included = false;
  bool end_included = false;
};
MutableNode RangeNode(Range::Form form, RangeEnds ends);
MutableNode ListNode(std::vector<NodePtr> items);
// Each entry is kept in a local too, which later entries read.
struct EntryCode {
  std::string name;
  NodePtr value;
  int local = 0;
};
MutableNode ContextNode(std::vector<EntryCode> entries);
// `list[predicate]`, with the item in a local.
MutableNode FilterNode(NodePtr list, NodePtr predicate, int item);
MutableNode PathNode(NodePtr base, std::string name);

MutableNode IfNode(NodePtr condition, NodePtr yes, NodePtr no);
// One name of a loop: over a list, or from `source` to `end` if there is an end.
struct Iterator {
  int local = 0;
  NodePtr source;
  NodePtr end;
};
// `partial` is the local of the results so far, -1 if the body does not read it.
MutableNode ForNode(std::vector<Iterator> iterators, NodePtr body, int partial);
MutableNode SomeNode(std::vector<Iterator> iterators, NodePtr condition);
MutableNode EveryNode(std::vector<Iterator> iterators, NodePtr condition);

// What all closures of one `function(…)` share. The locals begin with the arguments.
struct FunctionCode {
  std::vector<Parameter> parameters;
  NodePtr body;  // missing: an external function, which yields null
  int locals = 0;
  std::vector<int> captured;  // the locals that the captured values go to
};
// `captured` are read when the closure is made.
MutableNode ClosureNode(std::shared_ptr<const FunctionCode> code, std::vector<NodePtr> captured);
// `names` is empty for a call by position.
MutableNode CallNode(NodePtr callee, std::vector<std::string> names, std::vector<NodePtr> arguments);
MutableNode BuiltinNode(const Builtin& builtin, std::vector<std::string> names, std::vector<NodePtr> arguments);

// A test of a unary test: passed by `input` (local 0) as In() has it; or, for one that names `?`, if it is true.
MutableNode TestNode(NodePtr test, bool names_input);

}  // namespace redress::feel
