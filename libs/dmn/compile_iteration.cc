// Boxed filters and iterations. What FEEL has rules for (over what is iterated, what a filter keeps, what `some` makes of a null)
// is left to FEEL: a small program of it runs over the values that the nodes give.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/dmn/compiler.h"
#include "libs/dmn/text.h"

namespace redress::dmn {

using feel::Scope;
using feel::Type;
using feel::Value;

namespace {

// A name that no model has.
constexpr char kInput[] = "_redress_in_";

feel::Program CompileHelper(const std::string& text) {
  Scope scope;
  scope.Add(kInput);
  return *feel::Compile(text, scope);
}

Type ElementOf(const Type& type) {
  return type.tag() == Type::Tag::kList || type.tag() == Type::Tag::kRange ? type.element() : Type::Any();
}

// The filter whose condition is a text: FEEL's own.
class TextFilterNode : public Node {
 public:
  TextFilterNode(NodePtr in, int slot, feel::Program filter)
      : Node(filter.type()), in_(std::move(in)), slot_(static_cast<size_t>(slot)), filter_(std::move(filter)) {}

  Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override {
    frame[slot_] = in_->Evaluate(frame, evaluation);
    return filter_.Evaluate(frame, evaluation);
  }

 private:
  const NodePtr in_;
  const size_t slot_;
  const feel::Program filter_;
};

// The filter whose condition is boxed itself.
class BoxedFilterNode : public Node {
 public:
  BoxedFilterNode(NodePtr in, size_t slot, std::vector<std::pair<std::string, size_t>> fields, NodePtr match)
      : Node(in->type()), in_(std::move(in)), slot_(slot), fields_(std::move(fields)), match_(std::move(match)) {}

  Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override {
    const Value in = in_->Evaluate(frame, evaluation);
    if (in.is_null()) {
      return {};
    }
    const feel::List items = in.is(feel::Kind::kList) ? in.list() : feel::List{in};
    feel::List kept;
    for (const Value& item : items) {
      if (!evaluation.Spend()) {
        return {};
      }
      frame[slot_] = item;
      for (const auto& [name, slot] : fields_) {
        const Value* const field = item.is(feel::Kind::kContext) ? item.context().Find(name) : nullptr;
        frame[slot] = field != nullptr ? *field : Value();
      }
      if (match_->Evaluate(frame, evaluation).IsTrue()) {
        kept.push_back(item);
      }
    }
    return Value::Of(std::move(kept));
  }

 private:
  const NodePtr in_;
  const size_t slot_;
  const std::vector<std::pair<std::string, size_t>> fields_;
  const NodePtr match_;
};

class IterationNode : public Node {
 public:
  IterationNode(const Type& type, Iteration kind, NodePtr in, size_t slot, int partial, NodePtr body)
      : Node(type), kind_(kind), in_(std::move(in)), slot_(slot), partial_(partial), body_(std::move(body)) {}

  Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override {
    static const auto* const domain = new feel::Program(CompileHelper(absl::StrCat("for item in ", kInput, " return item")));
    static const auto* const some = new feel::Program(CompileHelper(absl::StrCat("some item in ", kInput, " satisfies item")));
    static const auto* const every = new feel::Program(CompileHelper(absl::StrCat("every item in ", kInput, " satisfies item")));
    const Value in = in_->Evaluate(frame, evaluation);
    const Value items = domain->Evaluate({&in, 1}, evaluation);
    if (!items.is(feel::Kind::kList)) {
      return evaluation.Null(-1, "there is no list to iterate over");
    }
    feel::List results;
    results.reserve(items.list().size());
    for (const Value& item : items.list()) {
      frame[slot_] = item;
      if (partial_ >= 0) {
        frame[static_cast<size_t>(partial_)] = Value::Of(results);
      }
      if (!evaluation.Spend(partial_ >= 0 ? static_cast<int64_t>(results.size()) + 1 : 1)) {
        return {};
      }
      results.push_back(body_->Evaluate(frame, evaluation));
      if (kind_ != Iteration::kFor && !results.back().is_null() && !results.back().is(feel::Kind::kBoolean)) {
        return evaluation.Null(-1, "what is to be satisfied is no boolean");
      }
    }
    const Value all = Value::Of(std::move(results));
    return kind_ == Iteration::kFor ? all : (kind_ == Iteration::kSome ? some : every)->Evaluate({&all, 1}, evaluation);
  }

 private:
  const Iteration kind_;
  const NodePtr in_;
  const size_t slot_;
  const int partial_;  // -1: the body does not look at what was made so far
  const NodePtr body_;
};

}  // namespace

NodePtr Compiler::Compile(const FilterExpression& filter, const Scope& scope) {
  NodePtr in = CompilePart(filter.in, scope);
  Scope inner = scope;
  if (const auto* const literal = filter.match != nullptr ? std::get_if<LiteralExpression>(&filter.match->body) : nullptr) {
    const int slot = Add(inner, kInput, in->type());
    // On a line of its own, so that a fault's line within the text is one too many and its column is right.
    Text text = literal->text;
    text.text = absl::StrCat(kInput, "[\n", literal->text.text, "\n]");
    text.where = {text.where.line - 1, 1};
    absl::optional<feel::Program> program = CompileText(text, inner);
    if (!program) {
      return std::make_unique<NullNode>(absl::StrCat("a faulty filter: ", literal->text.text));
    }
    return std::make_unique<TextFilterNode>(std::move(in), slot, *std::move(program));
  }
  const Type element = ElementOf(in->type());
  const int slot = Add(inner, "item", element);
  std::vector<std::pair<std::string, size_t>> fields;
  fields.reserve(element.fields().size());
  for (const Type::Field& field : element.fields()) {
    fields.emplace_back(field.first, static_cast<size_t>(Add(inner, field.first, field.second)));
  }
  NodePtr match = CompilePart(filter.match, inner);
  return std::make_unique<BoxedFilterNode>(std::move(in), static_cast<size_t>(slot), std::move(fields), std::move(match));
}

NodePtr Compiler::Compile(const IterationExpression& iteration, const Scope& scope) {
  NodePtr in = CompilePart(iteration.in, scope);
  Scope inner = scope;
  int partial = iteration.kind == Iteration::kFor ? Add(inner, "partial", Type::Of(Type::Tag::kList)) : -1;
  const int slot = Add(inner, iteration.variable, ElementOf(in->type()));
  if (partial >= 0) {
    read_.resize(std::max(read_.size(), static_cast<size_t>(partial) + 1));
    read_[static_cast<size_t>(partial)] = false;
  }
  NodePtr body = CompilePart(iteration.body, inner);
  if (partial >= 0 && !read_[static_cast<size_t>(partial)]) {
    partial = -1;
  }
  const Type type = iteration.kind == Iteration::kFor ? Type::ListOf(body->type()) : Type::Of(Type::Tag::kBoolean);
  return std::make_unique<IterationNode>(type, iteration.kind, std::move(in), static_cast<size_t>(slot), partial,
                                         std::move(body));
}

}  // namespace redress::dmn
