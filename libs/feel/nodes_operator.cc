// Nodes of constants, names and operators.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/feel/nodes.h"
#include "libs/feel/nodes_depth.h"

namespace redress::feel {
namespace {

class Constant : public Node {
 public:
  explicit Constant(Value value) : value_(std::move(value)) {}
  const Value* constant() const override { return &value_; }

 protected:
  Value Run(Frame&) const override { return value_; }
  const Value* Peek(Frame&) const override { return &value_; }

 private:
  const Value value_;
};

class Input : public Node {
 public:
  explicit Input(int slot) : slot_(slot) {}

 protected:
  Value Run(Frame& frame) const override {
    const Value* const value = Peek(frame);
    return value == nullptr ? Value() : *value;
  }
  const Value* Peek(Frame& frame) const override {
    if (static_cast<size_t>(slot_) >= frame.inputs.size()) return nullptr;
    const Value& value = frame.inputs[static_cast<size_t>(slot_)];
    if (ReadObserver* const observer = frame.evaluation.observer(); observer != nullptr) observer->OnRead(slot_, value);
    return &value;
  }

 private:
  const int slot_;
};

class Local : public Node {
 public:
  explicit Local(int local) : local_(local) {}

 protected:
  Value Run(Frame& frame) const override { return frame.locals[local_]; }
  const Value* Peek(Frame& frame) const override { return &frame.locals[local_]; }

 private:
  const int local_;
};

class ItemName : public Node {
 public:
  ItemName(std::string name, std::vector<int> items, NodePtr fallback)
      : name_(std::move(name)), items_(std::move(items)), fallback_(std::move(fallback)) {}

 protected:
  Value Run(Frame& frame) const override {
    for (const int item : items_) {
      const Value& value = frame.locals[item];
      if (!value.is(Kind::kContext)) continue;
      if (const Value* const found = value.context().Find(name_); found != nullptr) return *found;
    }
    return fallback_ == nullptr ? Null(frame, absl::StrCat("there is no '", name_, "'")) : fallback_->Evaluate(frame);
  }

 private:
  const std::string name_;
  const std::vector<int> items_;
  const NodePtr fallback_;
};

class Binary : public Node {
 public:
  Binary(Operator op, NodePtr a, NodePtr b) : op_(op), a_(std::move(a)), b_(std::move(b)) {}

 protected:
  Value Run(Frame& frame) const override {
    Value scratch_a;
    Value scratch_b;
    const Value& a = a_->Read(frame, scratch_a);
    const Value& b = b_->Read(frame, scratch_b);
    if (op_ >= Operator::kEqual) return Relation(op_, a, b);
    Value result = Arithmetic(op_, a, b, frame.evaluation);
    if (result.is_null() && !a.is_null() && !b.is_null()) {
      return Null(frame, absl::StrCat("no such arithmetic between ", KindName(a.kind()), " and ", KindName(b.kind())));
    }
    return result;
  }

 private:
  const Operator op_;
  const NodePtr a_;
  const NodePtr b_;
};

// `and` and `or`, which leave the second operand where the first decides.
class Logic : public Node {
 public:
  Logic(bool both, NodePtr a, NodePtr b) : both_(both), a_(std::move(a)), b_(std::move(b)) {}

 protected:
  Value Run(Frame& frame) const override {
    Value a = a_->Evaluate(frame);
    if (both_ ? a.IsFalse() : a.IsTrue()) return a;
    const Value b = b_->Evaluate(frame);
    return both_ ? And(a, b) : Or(a, b);
  }

 private:
  const bool both_;
  const NodePtr a_;
  const NodePtr b_;
};

class Negative : public Node {
 public:
  explicit Negative(NodePtr a) : a_(std::move(a)) {}

 protected:
  Value Run(Frame& frame) const override { return Negated(a_->Evaluate(frame)); }

 private:
  const NodePtr a_;
};

class Between : public Node {
 public:
  Between(NodePtr value, NodePtr low, NodePtr high) : value_(std::move(value)), low_(std::move(low)), high_(std::move(high)) {}

 protected:
  Value Run(Frame& frame) const override {
    Value scratch;
    const Value& value = value_->Read(frame, scratch);
    const Value above = Relation(Operator::kGreaterOrEqual, value, low_->Evaluate(frame));
    return And(above, Relation(Operator::kLessOrEqual, value, high_->Evaluate(frame)));
  }

 private:
  const NodePtr value_;
  const NodePtr low_;
  const NodePtr high_;
};

class InTests : public Node {
 public:
  InTests(NodePtr value, std::vector<NodePtr> tests) : value_(std::move(value)), tests_(std::move(tests)) {}

 protected:
  Value Run(Frame& frame) const override {
    Value scratch;
    const Value& value = value_->Read(frame, scratch);
    Value result = Value::Boolean(false);
    for (const NodePtr& test : tests_) {
      Value scratch_test;
      result = Or(result, In(value, test->Read(frame, scratch_test)));
      if (result.IsTrue()) break;
    }
    return result;
  }

 private:
  const NodePtr value_;
  const std::vector<NodePtr> tests_;
};

class IsInstance : public Node {
 public:
  IsInstance(NodePtr value, Type type) : value_(std::move(value)), wanted_(std::move(type)) {}

 protected:
  Value Run(Frame& frame) const override {
    Value scratch;
    return Value::Boolean(InstanceOf(value_->Read(frame, scratch), wanted_));
  }

 private:
  const NodePtr value_;
  const Type wanted_;
};

class Test : public Node {
 public:
  Test(NodePtr test, bool names_input) : test_(std::move(test)), names_input_(names_input) {}

 protected:
  Value Run(Frame& frame) const override {
    Value scratch;
    const Value& input = frame.locals[0];
    const Value& test = test_->Read(frame, scratch);
    if (names_input_) return test.is(Kind::kBoolean) ? test : Value();
    return InTest(input, test, test_->constant() != nullptr);
  }
  const Value* Against() const override { return names_input_ ? nullptr : test_->constant(); }

 private:
  const NodePtr test_;
  const bool names_input_;
};

Type ArithmeticType(Operator op, const Type& a, const Type& b) {
  if (a.tag() == Type::Tag::kNumber && b.tag() == Type::Tag::kNumber) return a;
  return op == Operator::kAdd && a.tag() == Type::Tag::kString && b.tag() == Type::Tag::kString ? a : Type::Any();
}

}  // namespace

MutableNode ConstantNode(Value value) {
  Type type = value.is_null() ? Type::Any() : TypeOf(value);
  return Made<Constant>({}, type, std::move(value));
}

MutableNode InputNode(int slot, Type type) {
  return Made<Input>({}, std::move(type), slot);
}

MutableNode LocalNode(int local, Type type) {
  return Made<Local>({}, std::move(type), local);
}

MutableNode ItemNameNode(std::string name, std::vector<int> items, NodePtr fallback) {
  const Node* const below = fallback.get();
  return Made<ItemName>({below}, Type::Any(), std::move(name), std::move(items), std::move(fallback));
}

MutableNode ArithmeticNode(Operator op, NodePtr a, NodePtr b) {
  const Type type = ArithmeticType(op, a->type(), b->type());
  const Depths depths{a.get(), b.get()};
  return Made<Binary>(depths, type, op, std::move(a), std::move(b));
}

MutableNode RelationNode(Operator op, NodePtr a, NodePtr b) {
  const Depths depths{a.get(), b.get()};
  return Made<Binary>(depths, BooleanType(), op, std::move(a), std::move(b));
}

MutableNode AndNode(NodePtr a, NodePtr b) {
  const Depths depths{a.get(), b.get()};
  return Made<Logic>(depths, BooleanType(), true, std::move(a), std::move(b));
}

MutableNode OrNode(NodePtr a, NodePtr b) {
  const Depths depths{a.get(), b.get()};
  return Made<Logic>(depths, BooleanType(), false, std::move(a), std::move(b));
}

MutableNode NegativeNode(NodePtr a) {
  if (const Value* const value = a->constant(); value != nullptr && !value->is_null()) return ConstantNode(Negated(*value));
  const Depths depths{a.get()};
  const Type type = a->type();
  return Made<Negative>(depths, type, std::move(a));
}

MutableNode BetweenNode(NodePtr value, NodePtr low, NodePtr high) {
  const Depths depths{value.get(), low.get(), high.get()};
  return Made<Between>(depths, BooleanType(), std::move(value), std::move(low), std::move(high));
}

MutableNode InNode(NodePtr value, std::vector<NodePtr> tests) {
  Depths depths = DepthsOf(tests);
  depths.Add(value.get());
  return Made<InTests>(depths, BooleanType(), std::move(value), std::move(tests));
}

MutableNode InstanceOfNode(NodePtr value, Type type) {
  const Depths depths{value.get()};
  return Made<IsInstance>(depths, BooleanType(), std::move(value), std::move(type));
}

MutableNode TestNode(NodePtr test, bool names_input) {
  const Depths depths{test.get()};
  return Made<Test>(depths, BooleanType(), std::move(test), names_input);
}

}  // namespace redress::feel
