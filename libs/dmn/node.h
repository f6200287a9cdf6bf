// A compiled boxed expression: a tree of nodes over one frame of values. Nodes are const after compiling and thread safe; a frame
// belongs to one evaluation.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "libs/feel/evaluation.h"
#include "libs/feel/type.h"
#include "libs/feel/value.h"

namespace redress::dmn {

// Values at hand: of few, which is what decisions and rules have, they need no memory of their own.
using Values = absl::InlinedVector<feel::Value, 8>;
// The values of the names in scope, by slot; as long as any scope of its unit needs.
using Frame = Values;

class Node {
 public:
  virtual ~Node() = default;
  // Null where DMN says so; never throws. Names that the node brings into scope are written into the frame.
  virtual feel::Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const = 0;
  // The type of the value, as far as it is known beforehand.
  const feel::Type& type() const { return type_; }

 protected:
  explicit Node(feel::Type type) : type_(std::move(type)) {}

 private:
  const feel::Type type_;
};
using NodePtr = std::unique_ptr<const Node>;

// Always null, with a note that says why.
class NullNode : public Node {
 public:
  explicit NullNode(std::string why) : Node(feel::Type::Any()), why_(std::move(why)) {}
  feel::Value Evaluate(Frame&, feel::Evaluation& evaluation) const override { return evaluation.Null(-1, why_); }

 private:
  const std::string why_;
};

}  // namespace redress::dmn
