// Nodes that decide and repeat: `if`, `for`, `some` and `every`.
#include <optional>

#include "libs/feel/nodes.h"
#include "libs/feel/nodes_depth.h"

namespace redress::feel {
namespace {

class If : public Node {
 public:
  If(NodePtr condition, NodePtr yes, NodePtr no) : condition_(std::move(condition)), yes_(std::move(yes)), no_(std::move(no)) {}

 protected:
  Value Run(Frame& frame) const override {
    Value scratch;
    const bool yes = condition_->Read(frame, scratch).IsTrue();
    return (yes ? yes_ : no_)->Evaluate(frame);
  }

 private:
  const NodePtr condition_;
  const NodePtr yes_;
  const NodePtr no_;
};

// What a name of a loop runs through: the items of a list, or steps of one (a day) from one end to the other, up or down.
class Domain {
 public:
  // Nothing where there is nothing to run through (null).
  static std::optional<Domain> Make(const Iterator& iterator, Frame& frame) {
    Value source = iterator.source->Evaluate(frame);
    if (iterator.end != nullptr) return Steps(source, iterator.end->Evaluate(frame));
    if (source.is_null()) return std::nullopt;
    if (source.is(Kind::kRange)) {
      const Range& range = source.range();
      if (range.form != Range::Form::kInterval) return std::nullopt;
      std::optional<Domain> steps = Steps(range.start, range.end);
      if (steps) steps->Trim(range);
      return steps;
    }
    Domain domain;
    domain.list_ = source.is(Kind::kList) ? std::move(source) : Value::Of(List{std::move(source)});
    return domain;
  }

  // The next value; false after the last one.
  bool Next(Value* value) {
    if (!list_.is_null()) {
      if (at_ >= list_.list().size()) return false;
      *value = list_.list()[at_++];
      return true;
    }
    const std::optional<int> order = Compare(next_, last_);
    if (!order || (up_ ? *order > 0 : *order < 0)) return false;
    *value = next_;
    next_ = Step();
    return true;
  }

 private:
  static std::optional<Domain> Steps(const Value& from, const Value& to) {
    if (from.kind() != to.kind() || (!from.is(Kind::kNumber) && !from.is(Kind::kDate))) return std::nullopt;
    Domain domain;
    domain.next_ = from;
    domain.last_ = to;
    domain.up_ = Compare(from, to).value_or(0) <= 0;
    return domain;
  }

  // Leaves out the ends that a range does not include.
  void Trim(const Range& range) {
    if (!range.start_included) next_ = Step();
    if (range.end_included) return;
    up_ = !up_;
    std::swap(next_, last_);
    next_ = Step();
    std::swap(next_, last_);
    up_ = !up_;
  }

  // Null beyond what a number or a date can be, which ends the loop.
  Value Step() const {
    if (next_.is(Kind::kNumber)) return Value::Number(next_.number().Plus(Decimal(up_ ? 1 : -1)));
    return Value::Of(DateOfDays(DaysSinceEpoch(next_.date()) + (up_ ? 1 : -1)));
  }

  Value list_;
  size_t at_ = 0;
  Value next_;
  Value last_;
  bool up_ = true;
};

// What the three loops share: running the body for each combination of the names' values.
class Loop : public Node {
 public:
  Loop(std::vector<Iterator> iterators, NodePtr body) : iterators_(std::move(iterators)), body_(std::move(body)) {}

 protected:
  // Takes the body's result; false ends the loop.
  class Sink {
   public:
    virtual ~Sink() = default;
    virtual bool Take(Value value) = 0;
  };

  // False if a name has nothing to run through.
  bool Each(Frame& frame, Sink& sink) const {
    bool going = true;
    return Each(frame, 0, sink, going);
  }

 private:
  bool Each(Frame& frame, size_t level, Sink& sink, bool& going) const {
    if (level == iterators_.size()) {
      going = sink.Take(body_->Evaluate(frame)) && frame.evaluation.status().ok();
      return true;
    }
    std::optional<Domain> domain = Domain::Make(iterators_[level], frame);
    if (!domain) return false;
    Value& local = frame.locals[iterators_[level].local];
    while (going && domain->Next(&local) && frame.evaluation.Spend()) {
      if (!Each(frame, level + 1, sink, going)) return false;
    }
    return true;
  }

  const std::vector<Iterator> iterators_;
  const NodePtr body_;
};

class For : public Loop {
 public:
  For(std::vector<Iterator> iterators, NodePtr body, int partial)
      : Loop(std::move(iterators), std::move(body)), partial_(partial) {}

 protected:
  Value Run(Frame& frame) const override {
    Collector collector(frame, partial_);
    if (!Each(frame, collector)) return Null(frame, "there is nothing to iterate over");
    return Value::Of(collector.Results());
  }

 private:
  class Collector : public Sink {
   public:
    Collector(Frame& frame, int partial) : frame_(frame), partial_(partial) { Publish(); }
    bool Take(Value value) override {
      if (results_.size() >= frame_.evaluation.limits().list_items) return frame_.evaluation.Exhaust("list_items");
      results_.push_back(std::move(value));
      return Publish();
    }
    List Results() { return std::move(results_); }

   private:
    // The copy costs what it holds, and only a body that reads it pays.
    bool Publish() {
      if (partial_ < 0) return true;
      frame_.locals[partial_] = Value::Of(results_);
      return frame_.evaluation.Spend(static_cast<int64_t>(results_.size()));
    }

    Frame& frame_;
    const int partial_;
    List results_;
  };

  const int partial_;
};

class Quantified : public Loop {
 public:
  Quantified(bool every, std::vector<Iterator> iterators, NodePtr condition)
      : Loop(std::move(iterators), std::move(condition)), every_(every) {}

 protected:
  Value Run(Frame& frame) const override {
    Decider decider(every_);
    if (!Each(frame, decider)) return Null(frame, "there is nothing to iterate over");
    return decider.result();
  }

 private:
  class Decider : public Sink {
   public:
    explicit Decider(bool every) : every_(every), result_(Value::Boolean(every)) {}
    bool Take(Value value) override {
      result_ = every_ ? And(result_, value) : Or(result_, value);
      return every_ ? !result_.IsFalse() : !result_.IsTrue();
    }
    const Value& result() const { return result_; }

   private:
    const bool every_;
    Value result_;
  };

  const bool every_;
};

Depths LoopDepths(const std::vector<Iterator>& iterators, const Node* body) {
  Depths depths{body};
  for (const Iterator& iterator : iterators) {
    depths.Add(iterator.source.get());
    depths.Add(iterator.end.get());
  }
  return depths;
}

}  // namespace

MutableNode IfNode(NodePtr condition, NodePtr yes, NodePtr no) {
  const Depths depths{condition.get(), yes.get(), no.get()};
  const Type type = yes->type() == no->type() ? yes->type() : Type::Any();
  return Made<If>(depths, type, std::move(condition), std::move(yes), std::move(no));
}

MutableNode ForNode(std::vector<Iterator> iterators, NodePtr body, int partial) {
  const Depths depths = LoopDepths(iterators, body.get());
  const Type type = Type::ListOf(body->type());
  return Made<For>(depths, type, std::move(iterators), std::move(body), partial);
}

MutableNode SomeNode(std::vector<Iterator> iterators, NodePtr condition) {
  const Depths depths = LoopDepths(iterators, condition.get());
  return Made<Quantified>(depths, Type::Of(Type::Tag::kBoolean), false, std::move(iterators), std::move(condition));
}

MutableNode EveryNode(std::vector<Iterator> iterators, NodePtr condition) {
  const Depths depths = LoopDepths(iterators, condition.get());
  return Made<Quantified>(depths, Type::Of(Type::Tag::kBoolean), true, std::move(iterators), std::move(condition));
}

}  // namespace redress::feel
