// Nodes that make functions and call them.
#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"
#include "libs/feel/nodes.h"
#include "libs/feel/nodes_depth.h"

namespace redress::feel {
namespace {

// A `function(…)` with the values that it captured from where it was written.
class Closure : public Function {
 public:
  Closure(std::shared_ptr<const FunctionCode> code, List captured)
      : Function(code->parameters, Type::Any()), code_(std::move(code)), captured_(std::move(captured)) {
    for (const Value& value : captured_) nesting_ = std::max(nesting_, value.nesting() + 1);
  }
  int nesting() const override { return nesting_; }

 protected:
  Value Run(absl::Span<const Value> arguments, Evaluation& evaluation) const override {
    if (code_->body == nullptr) return evaluation.Null(-1, "an external function is not run");
    absl::InlinedVector<Value, 8> locals(static_cast<size_t>(code_->locals));
    std::copy(arguments.begin(), arguments.end(), locals.begin());
    for (size_t i = 0; i < captured_.size(); ++i) locals[static_cast<size_t>(code_->captured[i])] = captured_[i];
    Frame frame{{}, locals.data(), evaluation};
    return code_->body->Evaluate(frame);
  }

 private:
  const std::shared_ptr<const FunctionCode> code_;
  const List captured_;
  int nesting_ = 1;
};

List EvaluateAll(const std::vector<NodePtr>& nodes, Frame& frame) {
  List values;
  values.reserve(nodes.size());
  for (const NodePtr& node : nodes) values.push_back(node->Evaluate(frame));
  return values;
}

std::vector<std::pair<std::string, Value>> NameAll(const std::vector<std::string>& names, List values) {
  std::vector<std::pair<std::string, Value>> named;
  named.reserve(names.size());
  for (size_t i = 0; i < names.size(); ++i) named.emplace_back(names[i], std::move(values[i]));
  return named;
}

class ClosureMaker : public Node {
 public:
  ClosureMaker(std::shared_ptr<const FunctionCode> code, std::vector<NodePtr> captured)
      : code_(std::move(code)), captured_(std::move(captured)) {}

 protected:
  Value Run(Frame& frame) const override {
    return Value::Of(std::shared_ptr<const Function>(new Closure(code_, EvaluateAll(captured_, frame))));
  }

 private:
  const std::shared_ptr<const FunctionCode> code_;
  const std::vector<NodePtr> captured_;
};

class FunctionCall : public Node {
 public:
  FunctionCall(NodePtr callee, std::vector<std::string> names, std::vector<NodePtr> arguments)
      : callee_(std::move(callee)), names_(std::move(names)), arguments_(std::move(arguments)) {}

 protected:
  Value Run(Frame& frame) const override {
    const Value callee = callee_->Evaluate(frame);
    if (!callee.is(Kind::kFunction))
      return Null(frame, absl::StrCat("what is called is no function but ", KindName(callee.kind())));
    List arguments = EvaluateAll(arguments_, frame);
    if (!frame.evaluation.status().ok()) return {};
    if (names_.empty()) return callee.function().Call(arguments, frame.evaluation);
    return callee.function().CallNamed(NameAll(names_, std::move(arguments)), frame.evaluation);
  }

 private:
  const NodePtr callee_;
  const std::vector<std::string> names_;
  const std::vector<NodePtr> arguments_;
};

class BuiltinCaller : public Node {
 public:
  BuiltinCaller(const Builtin& builtin, std::vector<std::string> names, std::vector<NodePtr> arguments)
      : builtin_(builtin), names_(std::move(names)), arguments_(std::move(arguments)) {}

 protected:
  Value Run(Frame& frame) const override {
    absl::InlinedVector<Value, 4> arguments;
    for (const NodePtr& argument : arguments_) arguments.push_back(argument->Evaluate(frame));
    if (!frame.evaluation.status().ok()) return {};
    return CallBuiltin(builtin_, names_, {arguments.data(), arguments.size()}, frame.evaluation, position());
  }

 private:
  const Builtin& builtin_;
  const std::vector<std::string> names_;
  const std::vector<NodePtr> arguments_;
};

}  // namespace

MutableNode ClosureNode(std::shared_ptr<const FunctionCode> code, std::vector<NodePtr> captured) {
  Depths depths = DepthsOf(captured);
  depths.Add(code->body.get());
  std::vector<Type> parameters;
  parameters.reserve(code->parameters.size());
  for (const Parameter& parameter : code->parameters) parameters.push_back(parameter.type);
  const Type type = Type::FunctionOf(std::move(parameters), code->body == nullptr ? Type::Any() : code->body->type());
  return Made<ClosureMaker>(depths, type, std::move(code), std::move(captured));
}

MutableNode CallNode(NodePtr callee, std::vector<std::string> names, std::vector<NodePtr> arguments) {
  Depths depths = DepthsOf(arguments);
  depths.Add(callee.get());
  const Type type = callee->type().tag() == Type::Tag::kFunction ? callee->type().element() : Type::Any();
  return Made<FunctionCall>(depths, type, std::move(callee), std::move(names), std::move(arguments));
}

MutableNode BuiltinNode(const Builtin& builtin, std::vector<std::string> names, std::vector<NodePtr> arguments) {
  const Depths depths = DepthsOf(arguments);
  return Made<BuiltinCaller>(depths, builtin.result, builtin, std::move(names), std::move(arguments));
}

}  // namespace redress::feel
