#include "libs/dmn/run.h"

#include <utility>

#include "libs/feel/function.h"

namespace redress::dmn {

using feel::Value;

namespace {

// The frame that an element starts with; `value_of` gives the value of an element.
template <typename ValueOf>
Frame MakeFrame(const GraphElement& element, size_t slots, const ValueOf& value_of) {
  Frame frame(slots);
  for (const FrameBinding& binding : element.bindings) {
    if (binding.element >= 0) {
      frame[binding.slot] = value_of(binding.element);
      continue;
    }
    std::vector<feel::Context::Entry> entries;
    entries.reserve(binding.fields.size());
    for (const auto& [name, other] : binding.fields) {
      entries.emplace_back(name, value_of(other));
    }
    frame[binding.slot] = Value::Of(feel::Context(std::move(entries)));
  }
  return frame;
}

class KnowledgeFunction : public feel::Function {
 public:
  KnowledgeFunction(std::shared_ptr<const Graph> graph, const GraphElement& element)
      : Function(element.code->parameters, element.wanted->type()), graph_(std::move(graph)), element_(element) {}

 protected:
  Value Run(absl::Span<const Value> arguments, feel::Evaluation& evaluation) const override {
    // A knowledge model sees functions only.
    const Frame outer = MakeFrame(element_, element_.code->outer, [&](int other) { return FunctionOf(graph_, other); });
    return element_.code->Run(outer, arguments, evaluation);
  }

 private:
  const std::shared_ptr<const Graph> graph_;
  const GraphElement& element_;
};

class ServiceFunction : public feel::Function {
 public:
  ServiceFunction(std::shared_ptr<const Graph> graph, const GraphElement& element)
      : Function(element.parameters, element.wanted->type()), graph_(std::move(graph)), element_(element) {}

 protected:
  Value Run(absl::Span<const Value> arguments, feel::Evaluation& evaluation) const override {
    if (!evaluation.Spend(static_cast<int64_t>(graph_->elements.size()))) {
      return {};
    }
    dmn::Run run(graph_, evaluation, nullptr);
    for (size_t i = 0; i < element_.inputs.size() && i < arguments.size(); ++i) {
      run.Give(element_.inputs[i], arguments[i]);
    }
    run.Make(element_.order);
    return run.ServiceResult(element_);
  }

 private:
  const std::shared_ptr<const Graph> graph_;
  const GraphElement& element_;
};

}  // namespace

Value FunctionOf(const std::shared_ptr<const Graph>& graph, int element) {
  const GraphElement& of = graph->elements[static_cast<size_t>(element)];
  if (of.kind == ElementKind::kKnowledge && of.code != nullptr) {
    return Value::Of(std::make_shared<const KnowledgeFunction>(graph, of));
  }
  if (of.kind == ElementKind::kService) {
    return Value::Of(std::make_shared<const ServiceFunction>(graph, of));
  }
  return {};
}

void Run::TakeNotes(const std::string& element) {
  if (messages_ == nullptr) {
    return;
  }
  for (const feel::Evaluation::Note& note : evaluation_.notes()) {
    messages_->push_back({element, note.message});
  }
  evaluation_.ClearNotes();
}

void Run::Give(int element, const Value& value) {
  values_[static_cast<size_t>(element)] = graph_->elements[static_cast<size_t>(element)].wanted->Conform(value, evaluation_);
  TakeNotes(graph_->elements[static_cast<size_t>(element)].name);
}

void Run::Make(const std::vector<int>& order) {
  for (const int decision : order) {
    if (!evaluation_.Spend()) {
      return;
    }
    MakeOne(decision);
  }
}

void Run::MakeOne(int decision) {
  const GraphElement& element = graph_->elements[static_cast<size_t>(decision)];
  Value& value = values_[static_cast<size_t>(decision)];
  Recorder* const recorder = Recorder::Of(evaluation_);
  if (recorder != nullptr) {
    DecisionTrace trace{element.ns, element.id, element.name, {}, {}, {}};
    trace.inputs.reserve(element.requires_inputs.size() + element.requires_decisions.size());
    for (const std::vector<int>* const required : {&element.requires_inputs, &element.requires_decisions}) {
      for (const int other : *required) {
        trace.inputs.emplace_back(graph_->elements[static_cast<size_t>(other)].name, values_[static_cast<size_t>(other)]);
      }
    }
    recorder->Begin(std::move(trace));
  }
  if (element.logic != nullptr) {
    Frame frame = MakeFrame(element, element.slots, [&](int other) { return ValueOf(other); });
    value = element.wanted->Conform(element.logic->Evaluate(frame, evaluation_), evaluation_);
  } else {
    evaluation_.Null(-1, "the decision has no logic");
  }
  if (recorder != nullptr) {
    recorder->End(value);
  }
  TakeNotes(element.name);
}

Value Run::ValueOf(int element) const {
  const ElementKind kind = graph_->elements[static_cast<size_t>(element)].kind;
  const bool function = kind == ElementKind::kKnowledge || kind == ElementKind::kService;
  return function ? FunctionOf(graph_, element) : values_[static_cast<size_t>(element)];
}

Value Run::ServiceResult(const GraphElement& service) const {
  if (service.outputs.size() == 1) {
    return service.wanted->Conform(ValueOf(service.outputs.front()), evaluation_);
  }
  std::vector<feel::Context::Entry> entries;
  entries.reserve(service.outputs.size());
  for (const int output : service.outputs) {
    entries.emplace_back(graph_->elements[static_cast<size_t>(output)].name, ValueOf(output));
  }
  return service.wanted->Conform(Value::Of(feel::Context(std::move(entries))), evaluation_);
}

}  // namespace redress::dmn
