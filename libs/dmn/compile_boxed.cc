// The boxed expressions without a rule of their own: contexts, lists, relations, invocations, conditionals.
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/dmn/compiler.h"

namespace redress::dmn {

using feel::Scope;
using feel::Type;
using feel::Value;

namespace {

class ContextNode : public Node {
 public:
  struct Entry {
    std::string name;
    int slot = -1;  // -1: the result
    ItemTypePtr wanted;
    NodePtr value;
  };

  ContextNode(const Type& type, std::vector<Entry> entries) : Node(type), entries_(std::move(entries)) {}

  Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override {
    std::vector<feel::Context::Entry> made;
    made.reserve(entries_.size());
    for (const Entry& entry : entries_) {
      if (!evaluation.Spend()) {
        return {};
      }
      Value value = entry.wanted->Conform(entry.value->Evaluate(frame, evaluation), evaluation);
      if (entry.slot < 0) {
        return value;
      }
      frame[static_cast<size_t>(entry.slot)] = value;
      made.emplace_back(entry.name, std::move(value));
    }
    return Value::Of(feel::Context(std::move(made)));
  }

 private:
  const std::vector<Entry> entries_;
};

class ListNode : public Node {
 public:
  ListNode(const Type& type, std::vector<NodePtr> items) : Node(type), items_(std::move(items)) {}

  Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override {
    feel::List list;
    list.reserve(items_.size());
    for (const NodePtr& item : items_) {
      if (!evaluation.Spend()) {
        return {};
      }
      list.push_back(item->Evaluate(frame, evaluation));
    }
    return Value::Of(std::move(list));
  }

 private:
  const std::vector<NodePtr> items_;
};

struct Column {
  std::string name;
  ItemTypePtr wanted;
};

class RelationNode : public Node {
 public:
  RelationNode(const Type& type, std::vector<Column> columns, std::vector<std::vector<NodePtr>> rows)
      : Node(type), columns_(std::move(columns)), rows_(std::move(rows)) {}

  Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override {
    feel::List list;
    list.reserve(rows_.size());
    for (const std::vector<NodePtr>& row : rows_) {
      if (!evaluation.Spend(static_cast<int64_t>(columns_.size()))) {
        return {};
      }
      std::vector<feel::Context::Entry> entries;
      entries.reserve(columns_.size());
      for (size_t i = 0; i < columns_.size() && i < row.size(); ++i) {
        entries.emplace_back(columns_[i].name, columns_[i].wanted->Conform(row[i]->Evaluate(frame, evaluation), evaluation));
      }
      list.push_back(Value::Of(feel::Context(std::move(entries))));
    }
    return Value::Of(std::move(list));
  }

 private:
  const std::vector<Column> columns_;
  const std::vector<std::vector<NodePtr>> rows_;
};

class InvocationNode : public Node {
 public:
  InvocationNode(const Type& type, NodePtr function, std::vector<std::pair<std::string, NodePtr>> bindings)
      : Node(type), function_(std::move(function)), bindings_(std::move(bindings)) {}

  Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override {
    const Value function = function_->Evaluate(frame, evaluation);
    if (!function.is(feel::Kind::kFunction)) {
      return evaluation.Null(-1, "what is invoked is no function");
    }
    std::vector<std::pair<std::string, Value>> arguments;
    arguments.reserve(bindings_.size());
    for (const auto& [name, node] : bindings_) {
      arguments.emplace_back(name, node->Evaluate(frame, evaluation));
    }
    return evaluation.Spend() ? function.function().CallNamed(arguments, evaluation) : Value();
  }

 private:
  const NodePtr function_;
  const std::vector<std::pair<std::string, NodePtr>> bindings_;
};

class ConditionalNode : public Node {
 public:
  ConditionalNode(const Type& type, NodePtr condition, NodePtr then, NodePtr otherwise)
      : Node(type), condition_(std::move(condition)), then_(std::move(then)), otherwise_(std::move(otherwise)) {}

  Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override {
    const Value holds = condition_->Evaluate(frame, evaluation);
    if (!holds.is_null() && !holds.is(feel::Kind::kBoolean)) {
      return evaluation.Null(-1, "the condition is no boolean");
    }
    return evaluation.Spend() ? (holds.IsTrue() ? then_ : otherwise_)->Evaluate(frame, evaluation) : Value();
  }

 private:
  const NodePtr condition_;
  const NodePtr then_;
  const NodePtr otherwise_;
};

}  // namespace

NodePtr Compiler::Compile(const ContextExpression& context, const Scope& scope) {
  Scope inner = scope;
  std::vector<ContextNode::Entry> entries;
  entries.reserve(context.entries.size());
  std::vector<Type::Field> fields;
  fields.reserve(context.entries.size());
  absl::optional<Type> result;
  std::set<std::string> names;
  for (const ContextExpression::Entry& entry : context.entries) {
    if (entry.variable && !names.insert(entry.variable->name).second) {
      return std::make_unique<NullNode>("a context entry stands twice");
    }
    ContextNode::Entry compiled;
    const bool named = entry.variable.has_value();
    compiled.wanted = FindType(named ? entry.variable->type_ref : "", entry.where);
    compiled.value = entry.value != nullptr ? Compile(*entry.value, inner, compiled.wanted.get())
                                            : std::make_unique<NullNode>("the context entry has no expression");
    const Type& type = compiled.wanted->type().is_any() ? compiled.value->type() : compiled.wanted->type();
    if (named) {
      compiled.name = entry.variable->name;
      compiled.slot = Add(inner, compiled.name, type);
      fields.emplace_back(compiled.name, type);
    } else {
      result = type;
    }
    entries.push_back(std::move(compiled));
  }
  return std::make_unique<ContextNode>(result ? *result : Type::ContextOf(std::move(fields)), std::move(entries));
}

NodePtr Compiler::Compile(const ListExpression& list, const Scope& scope) {
  std::vector<NodePtr> items;
  items.reserve(list.items.size());
  bool same = true;
  for (const ExpressionPtr& item : list.items) {
    items.push_back(Compile(*item, scope));
    same = same && items.back()->type() == items.front()->type();
  }
  const Type element = same && !items.empty() ? items.front()->type() : Type::Any();
  return std::make_unique<ListNode>(Type::ListOf(element), std::move(items));
}

NodePtr Compiler::Compile(const RelationExpression& relation, const Scope& scope) {
  std::vector<Column> columns;
  columns.reserve(relation.columns.size());
  for (const TypedName& column : relation.columns) {
    columns.push_back({column.name, FindType(column.type_ref, column.where)});
  }
  std::vector<std::vector<NodePtr>> rows;
  rows.reserve(relation.rows.size());
  for (const std::vector<ExpressionPtr>& row : relation.rows) {
    rows.emplace_back();
    rows.back().reserve(row.size());
    for (const ExpressionPtr& cell : row) {
      rows.back().push_back(Compile(*cell, scope));
    }
  }
  std::vector<Type::Field> fields;
  fields.reserve(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    Type type = columns[i].wanted->type();
    if (type.is_any() && !rows.empty() && i < rows.front().size()) {
      type = rows.front()[i]->type();
      for (const std::vector<NodePtr>& row : rows) {
        type = i < row.size() && row[i]->type() == type ? type : Type::Any();
      }
    }
    fields.emplace_back(columns[i].name, type);
  }
  return std::make_unique<RelationNode>(Type::ListOf(Type::ContextOf(std::move(fields))), std::move(columns), std::move(rows));
}

NodePtr Compiler::Compile(const InvocationExpression& invocation, const Scope& scope) {
  NodePtr function = CompilePart(invocation.function, scope);
  std::vector<std::pair<std::string, NodePtr>> bindings;
  bindings.reserve(invocation.bindings.size());
  for (const auto& [parameter, value] : invocation.bindings) {
    bindings.emplace_back(parameter.name, CompilePart(value, scope));
  }
  const Type type = function->type().tag() == Type::Tag::kFunction ? function->type().element() : Type::Any();
  return std::make_unique<InvocationNode>(type, std::move(function), std::move(bindings));
}

NodePtr Compiler::Compile(const ConditionalExpression& conditional, const Scope& scope) {
  NodePtr condition = CompilePart(conditional.condition, scope);
  NodePtr then = CompilePart(conditional.then, scope);
  NodePtr otherwise = CompilePart(conditional.otherwise, scope);
  const Type type = then->type() == otherwise->type() ? then->type() : Type::Any();
  return std::make_unique<ConditionalNode>(type, std::move(condition), std::move(then), std::move(otherwise));
}

}  // namespace redress::dmn
