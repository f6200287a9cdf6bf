// Nodes that make and take apart ranges, lists and contexts.
#include <algorithm>

#include "libs/feel/nodes.h"
#include "libs/feel/nodes_depth.h"

namespace redress::feel {
namespace {

// The end of a range must have an order, or be null at an open end.
bool IsEnd(const Value& value, bool included) {
  return value.is_null() ? !included : Compare(value, value).has_value();
}

Value MakeRange(Range::Form form, const Value& start, const Value& end, const RangeEnds& ends) {
  if (form == Range::Form::kEqual || form == Range::Form::kNotEqual) {
    return Value::Of(Range{start, start, ends.start_included, ends.end_included, form});
  }
  const bool missing = ends.start == nullptr || ends.end == nullptr;
  // An operator without a value has nothing to compare with.
  if (missing && start.is_null() && end.is_null()) return {};
  if (!IsEnd(start, ends.start_included) || !IsEnd(end, ends.end_included)) return {};
  if (!start.is_null() && !end.is_null()) {
    const std::optional<int> order = Compare(start, end);
    if (!order) return {};
  }
  return Value::Of(Range{start, end, ends.start_included, ends.end_included, form});
}

class RangeMaker : public Node {
 public:
  RangeMaker(Range::Form form, RangeEnds ends) : form_(form), ends_(std::move(ends)) {}

 protected:
  Value Run(Frame& frame) const override {
    const Value start = ends_.start == nullptr ? Value() : ends_.start->Evaluate(frame);
    const Value end = ends_.end == nullptr ? Value() : ends_.end->Evaluate(frame);
    Value range = MakeRange(form_, start, end, ends_);
    return range.is_null() ? Null(frame, "these values make no range") : range;
  }

 private:
  const Range::Form form_;
  const RangeEnds ends_;
};

class ListMaker : public Node {
 public:
  explicit ListMaker(std::vector<NodePtr> items) : items_(std::move(items)) {}

 protected:
  Value Run(Frame& frame) const override {
    List list;
    list.reserve(items_.size());
    for (const NodePtr& item : items_) list.push_back(item->Evaluate(frame));
    return Value::Of(std::move(list));
  }

 private:
  const std::vector<NodePtr> items_;
};

class ContextMaker : public Node {
 public:
  explicit ContextMaker(std::vector<EntryCode> entries) : entries_(std::move(entries)) {}

 protected:
  Value Run(Frame& frame) const override {
    Context context;
    for (const EntryCode& entry : entries_) {
      if (context.Find(entry.name) != nullptr) return Null(frame, "a context has the same entry twice");
      Value value = entry.value->Evaluate(frame);
      frame.locals[entry.local] = value;
      context.Put(entry.name, std::move(value));
    }
    return Value::Of(std::move(context));
  }

 private:
  const std::vector<EntryCode> entries_;
};

// Counts from 1, from the end with negative numbers; null where nothing is.
Value AtIndex(const List& list, const Decimal& index) {
  const std::optional<int64_t> at = index.ToInt64();
  const auto size = static_cast<int64_t>(list.size());
  if (!at || *at == 0 || *at > size || *at < -size) return {};
  return list[static_cast<size_t>(*at > 0 ? *at - 1 : size + *at)];
}

class Filter : public Node {
 public:
  Filter(NodePtr list, NodePtr predicate, int item) : list_(std::move(list)), predicate_(std::move(predicate)), item_(item) {}

 protected:
  Value Run(Frame& frame) const override {
    Value base = list_->Evaluate(frame);
    if (base.is_null()) return base;
    if (const Value* const index = predicate_->constant(); index != nullptr && index->is(Kind::kNumber) && base.is(Kind::kList)) {
      return AtIndex(base.list(), index->number());
    }
    if (!base.is(Kind::kList)) return Filtered(frame, List{base});
    return Filtered(frame, base.list());
  }

 private:
  Value Filtered(Frame& frame, const List& list) const {
    List kept;
    const size_t count = std::max<size_t>(list.size(), 1);
    for (size_t i = 0; i < count; ++i) {
      // Of an empty list the predicate still tells whether it is an index.
      frame.locals[item_] = list.empty() ? Value() : list[i];
      const Value passed = predicate_->Evaluate(frame);
      if (i == 0 && passed.is(Kind::kNumber)) return AtIndex(list, passed.number());

      if (passed.IsTrue() && !list.empty()) kept.push_back(list[i]);
      if (!frame.evaluation.status().ok()) return {};
    }
    return Value::Of(std::move(kept));
  }

  const NodePtr list_;
  const NodePtr predicate_;
  const int item_;
};

class Path : public Node {
 public:
  Path(NodePtr base, std::string name) : base_(std::move(base)), name_(std::move(name)) {}

 protected:
  Value Run(Frame& frame) const override {
    Value scratch;
    return Property(base_->Read(frame, scratch), name_, frame.evaluation);
  }
  // An entry of what lies in the frame lies there too.
  const Value* Peek(Frame& frame) const override {
    const Value* const base = base_->InPlace(frame);
    return base != nullptr && base->is(Kind::kContext) ? base->context().Find(name_) : nullptr;
  }

 private:
  const NodePtr base_;
  const std::string name_;
};

Type ItemsType(const std::vector<NodePtr>& items) {
  if (items.empty()) return Type::ListOf(Type::Any());
  Type type = items[0]->type();
  for (const NodePtr& item : items) {
    if (!(item->type() == type)) return Type::ListOf(Type::Any());
  }
  return Type::ListOf(type);
}

// The type of a property or an entry, as far as it is known.
Type PropertyType(const Type& base, const std::string& name) {
  if (base.tag() == Type::Tag::kList) {
    const Type item = PropertyType(base.element(), name);
    return Type::ListOf(item);
  }
  if (const Type* const field = base.FindField(name); field != nullptr) return *field;
  return Type::Any();
}

}  // namespace

MutableNode RangeNode(Range::Form form, RangeEnds ends) {
  const Node* const start = ends.start.get();
  const Node* const end = ends.end.get();
  if ((start == nullptr || start->constant() != nullptr) && (end == nullptr || end->constant() != nullptr)) {
    Value range =
        MakeRange(form, start == nullptr ? Value() : *start->constant(), end == nullptr ? Value() : *end->constant(), ends);
    if (!range.is_null()) return ConstantNode(std::move(range));
  }
  const Depths depths{start, end};
  const Type type = Type::RangeOf(start != nullptr ? start->type() : end->type());
  return Made<RangeMaker>(depths, type, form, std::move(ends));
}

MutableNode ListNode(std::vector<NodePtr> items) {
  if (std::all_of(items.begin(), items.end(), [](const NodePtr& item) { return item->constant() != nullptr; })) {
    List list;
    list.reserve(items.size());
    for (const NodePtr& item : items) list.push_back(*item->constant());
    return ConstantNode(Value::Of(std::move(list)));
  }
  const Type type = ItemsType(items);
  const Depths depths = DepthsOf(items);
  return Made<ListMaker>(depths, type, std::move(items));
}

MutableNode ContextNode(std::vector<EntryCode> entries) {
  Depths depths;
  std::vector<Type::Field> fields;
  fields.reserve(entries.size());
  for (const EntryCode& entry : entries) {
    depths.Add(entry.value.get());
    fields.emplace_back(entry.name, entry.value->type());
  }
  return Made<ContextMaker>(depths, Type::ContextOf(std::move(fields)), std::move(entries));
}

MutableNode FilterNode(NodePtr list, NodePtr predicate, int item) {
  const Depths depths{list.get(), predicate.get()};
  const Type base = list->type();
  const Type::Tag by = predicate->type().tag();
  Type type = Type::Any();
  if (by == Type::Tag::kNumber && base.tag() == Type::Tag::kList) type = base.element();
  if (by == Type::Tag::kBoolean) type = base.tag() == Type::Tag::kList || base.is_any() ? base : Type::ListOf(base);
  return Made<Filter>(depths, type, std::move(list), std::move(predicate), item);
}

MutableNode PathNode(NodePtr base, std::string name) {
  const Depths depths{base.get()};
  const Type type = PropertyType(base->type(), name);
  return Made<Path>(depths, type, std::move(base), std::move(name));
}

}  // namespace redress::feel
