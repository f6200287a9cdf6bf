// The compiled tree of an expression. A node evaluates itself in a frame: the values of the scope, the locals of the running
// function, and the evaluation that counts. Inside of this library only; const and thread safe.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "libs/feel/evaluation.h"
#include "libs/feel/type.h"
#include "libs/feel/value.h"

namespace redress::feel {

struct Frame {
  absl::Span<const Value> inputs;
  Value* locals;
  Evaluation& evaluation;
};

class Node {
 public:
  virtual ~Node() = default;
  // Counts a step; null at once if none is left.
  Value Evaluate(Frame& frame) const { return frame.evaluation.Spend() ? Run(frame) : Value(); }
  // The same without a copy, where the value lies in the frame or in the tree; `scratch` holds it otherwise. Valid until the
  // next value is written to the frame's local or to `scratch`.
  const Value& Read(Frame& frame, Value& scratch) const {
    if (const Value* const there = InPlace(frame); there != nullptr) {
      frame.evaluation.Spend();
      return *there;
    }
    scratch = Evaluate(frame);
    return scratch;
  }
  // Null pointer unless the value lies in the frame or in the tree.
  const Value* InPlace(Frame& frame) const { return Peek(frame); }
  // Null pointer unless the value is known without a frame.
  virtual const Value* constant() const { return nullptr; }
  // Of a unary test: the constant that the input is tested against. Null pointer unless that is all that it does.
  virtual const Value* Against() const { return nullptr; }

  // What is known of the result if it is not null.
  const Type& type() const { return type_; }
  void set_type(Type type) { type_ = std::move(type); }
  // The byte of the text at which it begins.
  int position() const { return position_; }
  void set_position(int position) { position_ = position; }
  // How many nodes are above each other.
  int depth() const { return depth_; }
  void set_depth(int depth) { depth_ = depth; }

 protected:
  virtual Value Run(Frame& frame) const = 0;
  virtual const Value* Peek(Frame& frame) const {
    (void)frame;
    return nullptr;
  }
  // Null, with a note of why.
  Value Null(Frame& frame, absl::string_view message) const { return frame.evaluation.Null(position_, message); }

 private:
  Type type_;
  int position_ = 0;
  int depth_ = 1;
};

using NodePtr = std::unique_ptr<const Node>;

// What Program and UnaryTests share: an expression, or tests of one.
struct Code {
  NodePtr root;                       // of a program
  std::vector<NodePtr> tests;         // each is one test of the local 0, which is `?`
  std::vector<const Value*> against;  // the same, where all are against constants (of the tests); else empty
  bool negated = false;               // not(…)
  bool any = false;                   // `-`
  int locals = 0;
  std::vector<int> reads;
  Type type;
};

}  // namespace redress::feel
