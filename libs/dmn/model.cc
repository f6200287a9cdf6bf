#include "libs/dmn/model.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/dmn/graph.h"
#include "libs/feel/function.h"

namespace redress::dmn {

using feel::Value;

namespace {

constexpr size_t kMaxMessages = 500;

// The inputs of a context: those of the model, and of its imports under their names.
void Flatten(const Graph& graph, const std::string& ns, const feel::Context& context, int depth, std::vector<Input>& inputs) {
  for (const auto& [name, value] : context.entries()) {
    const auto imports = graph.imports.find(ns);
    const std::string* imported = nullptr;
    if (graph.Find(ns, name) < 0 && imports != graph.imports.end() && value.is(feel::Kind::kContext) && depth > 0) {
      for (const auto& [import, import_ns] : imports->second) {
        imported = import == name ? &import_ns : imported;
      }
    }
    if (imported != nullptr) {
      Flatten(graph, *imported, value.context(), depth - 1, inputs);
    } else {
      inputs.push_back({ns, name, value});
    }
  }
}

// One call of a model from outside.
class Call {
 public:
  Call(std::shared_ptr<const Graph> graph, const EvaluateOptions& options)
      : graph_(std::move(graph)),
        evaluation_(options.limits, options.now, options.zone),
        run_(graph_, evaluation_, &result_.messages) {
    if (options.trace) {
      evaluation_.set_observer(&recorder_);
    }
  }

  // The element of that name and kind; -1, with a status, if there is none.
  int Find(absl::string_view name, ElementKind kind) {
    const int element = graph_->Find("", name);
    if (element >= 0 && graph_->elements[static_cast<size_t>(element)].kind == kind) {
      return element;
    }
    result_.status = absl::NotFoundError(absl::StrCat("the model has no such element: ", name));
    return -1;
  }

  // Gives the inputs to the run; returns the decisions that are thereby known.
  std::vector<int> Give(const std::vector<Input>& inputs) {
    std::vector<int> decisions;
    for (const Input& input : inputs) {
      const int element = graph_->Find(input.ns, input.name);
      const ElementKind kind = element >= 0 ? graph_->elements[static_cast<size_t>(element)].kind : ElementKind::kKnowledge;
      if (kind != ElementKind::kInputData && kind != ElementKind::kDecision) {
        result_.messages.push_back({"", absl::StrCat("the model has no input ", input.name)});
        continue;
      }
      run_.Give(element, input.value);
      if (kind == ElementKind::kDecision) {
        decisions.push_back(element);
      }
    }
    return decisions;
  }

  Run& run() { return run_; }
  feel::Evaluation& evaluation() { return evaluation_; }

  Result Finish(Value value) {
    for (const feel::Evaluation::Note& note : evaluation_.notes()) {
      result_.messages.push_back({"", note.message});
    }
    if (result_.messages.size() > kMaxMessages) {
      result_.messages.resize(kMaxMessages);
    }
    result_.steps = evaluation_.steps();
    result_.trace = recorder_.Take();
    if (result_.status.ok()) {
      result_.status = evaluation_.status();
    }
    if (result_.status.ok()) {
      result_.value = std::move(value);
    }
    return std::move(result_);
  }

 private:
  const std::shared_ptr<const Graph> graph_;
  Result result_;
  Recorder recorder_;
  feel::Evaluation evaluation_;
  Run run_;
};

}  // namespace

const std::string& Model::name() const {
  return graph_->name;
}
const std::string& Model::ns() const {
  return graph_->ns;
}

std::vector<ElementInfo> Model::elements() const {
  std::vector<ElementInfo> all;
  all.reserve(graph_->elements.size());
  for (const GraphElement& element : graph_->elements) {
    all.push_back({static_cast<ElementInfo::Kind>(element.kind), element.ns, element.name, element.id, element.type});
  }
  return all;
}

Result Model::Evaluate(absl::string_view decision, const feel::Context& inputs, const EvaluateOptions& options) const {
  constexpr int kImportsDeep = 16;
  std::vector<Input> flat;
  Flatten(*graph_, graph_->ns, inputs, kImportsDeep, flat);
  return Evaluate(decision, flat, options);
}

Result Model::Evaluate(absl::string_view decision, const std::vector<Input>& inputs, const EvaluateOptions& options) const {
  Call call(graph_, options);
  const int element = call.Find(decision, ElementKind::kDecision);
  if (element < 0) {
    return call.Finish({});
  }
  call.run().Make(graph_->Order({element}, call.Give(inputs)));
  return call.Finish(call.run().ValueOf(element));
}

Result Model::EvaluateService(absl::string_view service, const std::vector<Input>& inputs, const EvaluateOptions& options) const {
  Call call(graph_, options);
  const int element = call.Find(service, ElementKind::kService);
  if (element < 0) {
    return call.Finish({});
  }
  const GraphElement& found = graph_->elements[static_cast<size_t>(element)];
  call.Give(inputs);
  call.run().Make(found.order);
  return call.Finish(call.run().ServiceResult(found));
}

Result Model::EvaluateKnowledge(absl::string_view knowledge, const std::vector<Input>& arguments,
                                const EvaluateOptions& options) const {
  Call call(graph_, options);
  const int element = call.Find(knowledge, ElementKind::kKnowledge);
  if (element < 0) {
    return call.Finish({});
  }
  std::vector<std::pair<std::string, Value>> named;
  named.reserve(arguments.size());
  for (const Input& argument : arguments) {
    named.emplace_back(argument.name, argument.value);
  }
  const Value function = call.run().ValueOf(element);
  return call.Finish(function.is(feel::Kind::kFunction) ? function.function().CallNamed(named, call.evaluation()) : Value());
}

}  // namespace redress::dmn
