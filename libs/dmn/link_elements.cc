// The second half of the linker: compiles each element, with the names of what it requires in scope.
#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/dmn/linker.h"

namespace redress::dmn {

using feel::Scope;
using feel::Type;

ItemTypePtr Linker::VariableType(const Source& source) {
  const absl::optional<TypedName>& variable = source.syntax->variable;
  return tables_[source.types]->Find(variable ? variable->type_ref : "", variable ? variable->where : Where{}, findings_);
}

UnitContext Linker::UnitOf(const GraphElement& element, const Source& source) {
  return {*tables_[source.types], findings_, source.model->language, element.name, element.id, index_rules_min_};
}

void Linker::CompileElement(int index) {
  GraphElement& element = graph_->elements[static_cast<size_t>(index)];
  const Source& source = sources_[static_cast<size_t>(index)];
  findings_.SetSource(source.model->source);
  element.wanted = VariableType(source);
  element.type = element.wanted->type();
  switch (element.kind) {
    case ElementKind::kInputData:
      return;
    case ElementKind::kDecision:
      return CompileDecision(element, source);
    case ElementKind::kKnowledge:
      return CompileKnowledge(element, source, index);
    case ElementKind::kService:
      return CompileService(element, source);
  }
}

void Linker::Bind(GraphElement& element, const Source& source, int required, Scope& scope,
                  std::map<std::string, FrameBinding>& imports) {
  const GraphElement& other = graph_->elements[static_cast<size_t>(required)];
  std::string import;
  if (other.ns != source.model->ns) {
    const auto& known = source.model->imports;
    const auto found = std::find_if(known.begin(), known.end(), [&](const ImportSyntax& i) { return i.ns == other.ns; });
    if (found == known.end()) {
      findings_.Expression(source.syntax->where,
                           absl::StrCat(element.name, " requires ", other.name, " of ", other.ns, ", which is not imported"));
      return;
    }
    import = found->name;
  }
  if (!import.empty()) {
    imports[import].fields.emplace_back(other.name, required);
    return;
  }
  element.bindings.push_back({static_cast<size_t>(scope.Add(other.name, other.type)), required, {}});
  const absl::optional<TypedName>& variable = sources_[static_cast<size_t>(required)].syntax->variable;
  if (variable && !variable->name.empty() && variable->name != other.name) {
    element.bindings.push_back({static_cast<size_t>(scope.Add(variable->name, other.type)), required, {}});
  }
}

Scope Linker::MakeScope(GraphElement& element, const Source& source) {
  Scope scope = tables_[source.types]->scope();
  std::map<std::string, FrameBinding> imports;
  std::vector<int> required = source.knowledge;
  required.insert(required.end(), element.requires_decisions.begin(), element.requires_decisions.end());
  required.insert(required.end(), element.requires_inputs.begin(), element.requires_inputs.end());
  for (const int other : required) {
    Bind(element, source, other, scope, imports);
  }
  for (auto& [name, binding] : imports) {
    std::vector<Type::Field> fields;
    fields.reserve(binding.fields.size());
    for (const auto& [field, other] : binding.fields) {
      fields.emplace_back(field, graph_->elements[static_cast<size_t>(other)].type);
    }
    binding.slot = static_cast<size_t>(scope.Add(name, Type::ContextOf(std::move(fields))));
    element.bindings.push_back(std::move(binding));
  }
  return scope;
}

void Linker::CompileDecision(GraphElement& element, const Source& source) {
  const Scope scope = MakeScope(element, source);
  if (source.syntax->logic == nullptr) {
    findings_.Warning(source.syntax->where, absl::StrCat("the decision ", element.name, " has no logic and is null"));
    return;
  }
  const UnitContext unit = UnitOf(element, source);
  Compiler compiler(unit);
  element.logic = compiler.Compile(*source.syntax->logic, scope, element.wanted.get());
  element.slots = std::max(compiler.slots(), scope.variables().size());
  if (element.type.is_any()) {
    element.type = element.logic->type();
  }
}

void Linker::CompileKnowledge(GraphElement& element, const Source& source, int index) {
  // The variable's type may be that of the function, or that of what it gives.
  if (element.wanted->type().tag() == Type::Tag::kFunction && element.wanted->type().has_parts()) {
    element.wanted = std::make_shared<ItemType>(element.wanted->type().element());
  }
  FunctionExpression none;
  const FunctionExpression* function = &none;
  Where where = source.syntax->where;
  if (source.syntax->logic != nullptr) {
    function = &std::get<FunctionExpression>(source.syntax->logic->body);
    where = source.syntax->logic->where;
  } else {
    findings_.Warning(where, absl::StrCat("the knowledge model ", element.name, " has no logic and is null"));
  }
  Scope scope = MakeScope(element, source);
  std::vector<Type> parameters;
  parameters.reserve(function->parameters.size());
  for (const TypedName& parameter : function->parameters) {
    // Faults are told when the function is compiled.
    Findings ignored;
    parameters.push_back(tables_[source.types]->Find(parameter.type_ref, parameter.where, ignored)->type());
  }
  const auto self = static_cast<size_t>(scope.Add(element.name, Type::FunctionOf(std::move(parameters), element.wanted->type())));
  element.bindings.push_back({self, index, {}});
  const UnitContext unit = UnitOf(element, source);
  element.code = Compiler(unit).CompileFunction(*function, scope, element.wanted, where);
  element.type = element.code->type();
}

void Linker::CompileService(GraphElement& element, const Source& source) {
  std::vector<Type> parameters;
  element.inputs = element.requires_inputs;
  element.inputs.insert(element.inputs.end(), source.input_decisions.begin(), source.input_decisions.end());
  for (const int input : element.inputs) {
    const GraphElement& other = graph_->elements[static_cast<size_t>(input)];
    element.parameters.push_back({other.name, other.wanted->type()});
    parameters.push_back(other.wanted->type());
  }
  element.outputs = source.outputs;
  element.order = graph_->Order(source.outputs, source.input_decisions);
  if (element.wanted->type().tag() == Type::Tag::kFunction && element.wanted->type().has_parts()) {
    element.wanted = std::make_shared<ItemType>(element.wanted->type().element());
  }
  Type result = element.wanted->type();
  if (result.is_any() && element.outputs.size() == 1) {
    result = graph_->elements[static_cast<size_t>(element.outputs.front())].type;
  } else if (result.is_any()) {
    std::vector<Type::Field> fields;
    fields.reserve(element.outputs.size());
    for (const int output : element.outputs) {
      const GraphElement& other = graph_->elements[static_cast<size_t>(output)];
      fields.emplace_back(other.name, other.type);
    }
    result = Type::ContextOf(std::move(fields));
  }
  element.type = Type::FunctionOf(std::move(parameters), result);
}

}  // namespace redress::dmn
