#include "libs/dmn/linker.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace redress::dmn {
namespace {

const char* KindName(ElementKind kind) {
  switch (kind) {
    case ElementKind::kInputData:
      return "inputData";
    case ElementKind::kDecision:
      return "decision";
    case ElementKind::kKnowledge:
      return "businessKnowledgeModel";
    case ElementKind::kService:
      return "decisionService";
  }
  return "";
}

}  // namespace

std::shared_ptr<Graph> Linker::Link() {
  graph_ = std::make_shared<Graph>();
  graph_->name = models_.back().name;
  graph_->ns = models_.back().ns;
  for (const ModelSyntax& model : models_) {
    for (const ImportSyntax& import : model.imports) {
      graph_->imports[model.ns].emplace_back(import.name, import.ns);
    }
  }
  MakeTypes();
  AddElements();
  ResolveReferences();
  for (const int element : Rank()) {
    CompileElement(element);
  }
  return graph_;
}

void Linker::MakeTypes() {
  for (const ModelSyntax& model : models_) {
    findings_.SetSource(model.source);
    std::vector<std::pair<std::string, const TypeTable*>> imports;
    for (const ImportSyntax& import : model.imports) {
      for (size_t i = 0; i < tables_.size(); ++i) {
        if (models_[i].ns == import.ns) {
          imports.emplace_back(import.name, tables_[i].get());
        }
      }
    }
    tables_.push_back(std::make_unique<TypeTable>(model, imports, findings_));
  }
}

void Linker::AddElements() {
  for (size_t i = 0; i < models_.size(); ++i) {
    findings_.SetSource(models_[i].source);
    for (const ElementSyntax& syntax : models_[i].elements) {
      AddElement(models_[i], syntax, i);
    }
  }
}

void Linker::AddElement(const ModelSyntax& model, const ElementSyntax& syntax, size_t types) {
  const int index = static_cast<int>(graph_->elements.size());
  GraphElement element;
  element.kind = syntax.kind;
  element.ns = model.ns;
  element.name = syntax.name;
  element.id = syntax.id;
  graph_->elements.push_back(std::move(element));
  sources_.push_back({&model, &syntax, types, {}, {}, {}, {}});
  if (!graph_->by_name.emplace(std::make_pair(model.ns, feel::NormalName(syntax.name)), index).second) {
    findings_.Expression(syntax.where, absl::StrCat("the name ", syntax.name, " is used twice"));
  } else if (model.ns == graph_->ns) {
    graph_->own.emplace(feel::NormalName(syntax.name), index);
  }
  if (!syntax.id.empty() && !by_id_.emplace(std::make_pair(model.ns, syntax.id), index).second) {
    findings_.Error(syntax.where, absl::StrCat("the id ", syntax.id, " is used twice"));
  }
}

std::vector<int> Linker::Resolve(const Source& source, const std::vector<Reference>& references, std::vector<ElementKind> kinds) {
  std::vector<int> elements;
  for (const Reference& reference : references) {
    const auto found = by_id_.find({reference.ns.empty() ? source.model->ns : reference.ns, reference.id});
    if (found == by_id_.end()) {
      findings_.Expression(reference.where, absl::StrCat(source.syntax->name, " refers to ", reference.ns, "#", reference.id,
                                                         ", which is nowhere"));
      continue;
    }
    const ElementKind kind = graph_->elements[static_cast<size_t>(found->second)].kind;
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
      findings_.Expression(reference.where, absl::StrCat(source.syntax->name, " refers to a ", KindName(kind), ", where a ",
                                                         KindName(kinds.front()), " is due"));
      continue;
    }
    if (std::find(elements.begin(), elements.end(), found->second) != elements.end()) {
      findings_.Warning(reference.where, absl::StrCat(source.syntax->name, " refers to ", reference.id, " twice"));
      continue;
    }
    elements.push_back(found->second);
  }
  return elements;
}

void Linker::ResolveReferences() {
  for (size_t i = 0; i < sources_.size(); ++i) {
    Source& source = sources_[i];
    findings_.SetSource(source.model->source);
    const ElementSyntax& syntax = *source.syntax;
    GraphElement& element = graph_->elements[i];
    element.requires_inputs = Resolve(source, syntax.inputs, {ElementKind::kInputData});
    source.knowledge = Resolve(source, syntax.knowledge, {ElementKind::kKnowledge, ElementKind::kService});
    if (syntax.kind == ElementKind::kService) {
      source.input_decisions = Resolve(source, syntax.decisions, {ElementKind::kDecision});
      source.outputs = Resolve(source, syntax.outputs, {ElementKind::kDecision});
      source.encapsulated = Resolve(source, syntax.encapsulated, {ElementKind::kDecision});
    } else {
      element.requires_decisions = Resolve(source, syntax.decisions, {ElementKind::kDecision});
    }
  }
}

std::vector<int> Linker::Rank() {
  const size_t count = sources_.size();
  std::vector<std::vector<int>> requirements(count);
  std::vector<std::vector<int>> required_by(count);
  std::vector<size_t> missing(count);
  std::vector<int> order;
  for (size_t i = 0; i < count; ++i) {
    std::vector<int>& all = requirements[i];
    all = graph_->elements[i].requires_decisions;
    for (const std::vector<int>* const more : {&graph_->elements[i].requires_inputs, &sources_[i].knowledge, &sources_[i].outputs,
                                               &sources_[i].input_decisions, &sources_[i].encapsulated}) {
      all.insert(all.end(), more->begin(), more->end());
    }
    // A function may call itself: a recursion ends, or the budget ends it.
    if (sources_[i].syntax->kind == ElementKind::kKnowledge) {
      all.erase(std::remove(all.begin(), all.end(), static_cast<int>(i)), all.end());
    }
    missing[i] = all.size();
    for (const int required : all) {
      required_by[static_cast<size_t>(required)].push_back(static_cast<int>(i));
    }
    if (missing[i] == 0) {
      order.push_back(static_cast<int>(i));
    }
  }
  std::vector<bool> done(count);
  for (size_t next = 0; next < order.size(); ++next) {
    const auto element = static_cast<size_t>(order[next]);
    done[element] = true;
    graph_->elements[element].rank = static_cast<int>(next);
    for (const int other : required_by[element]) {
      if (--missing[static_cast<size_t>(other)] == 0) {
        order.push_back(other);
      }
    }
  }
  if (order.size() < count) {
    ReportCycle(requirements, done);
  }
  return order;
}

void Linker::ReportCycle(const std::vector<std::vector<int>>& requirements, const std::vector<bool>& done) {
  size_t at = 0;
  while (done[at]) {
    ++at;
  }
  // Whatever is not done requires something that is not done; walking along it ends in the cycle.
  std::vector<size_t> path;
  while (std::find(path.begin(), path.end(), at) == path.end()) {
    path.push_back(at);
    const std::vector<int>& next = requirements[at];
    at = static_cast<size_t>(*std::find_if(next.begin(), next.end(), [&](int i) { return !done[static_cast<size_t>(i)]; }));
  }
  std::string names;
  for (auto step = std::find(path.begin(), path.end(), at); step != path.end(); ++step) {
    absl::StrAppend(&names, sources_[*step].syntax->name, " → ");
  }
  findings_.SetSource(sources_[at].model->source);
  findings_.Error(sources_[at].syntax->where, absl::StrCat("the requirements form a cycle: ", names, sources_[at].syntax->name));
}

}  // namespace redress::dmn
