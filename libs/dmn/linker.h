// Makes the graph of a model: resolves references and names across the imported models, orders what requires each other, compiles
// each element. Used once per load; not thread safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/dmn/compiler.h"
#include "libs/dmn/graph.h"

namespace redress::dmn {

class Linker {
 public:
  // `models`: whatever one imports stands before it; the last is the one that is loaded. Tables of at least `index_rules_min`
  // rules are indexed.
  Linker(const std::vector<ModelSyntax>& models, size_t index_rules_min, Findings& findings)
      : models_(models), index_rules_min_(index_rules_min), findings_(findings) {}

  // The graph; usable if there are no findings that forbid it.
  std::shared_ptr<Graph> Link();

 private:
  // An element with what it was made of.
  struct Source {
    const ModelSyntax* model;
    const ElementSyntax* syntax;
    size_t types;                // index of its model's table
    std::vector<int> knowledge;  // required knowledge models and services
    std::vector<int> input_decisions;
    std::vector<int> outputs;
    std::vector<int> encapsulated;
  };

  void MakeTypes();
  void AddElements();
  void AddElement(const ModelSyntax& model, const ElementSyntax& syntax, size_t types);
  void ResolveReferences();
  std::vector<int> Resolve(const Source& source, const std::vector<Reference>& references, std::vector<ElementKind> kinds);
  // The elements in an order in which each stands behind what it requires.
  std::vector<int> Rank();
  void ReportCycle(const std::vector<std::vector<int>>& requirements, const std::vector<bool>& done);
  void CompileElement(int element);
  void CompileDecision(GraphElement& element, const Source& source);
  void CompileKnowledge(GraphElement& element, const Source& source, int index);
  void CompileService(GraphElement& element, const Source& source);
  // The names that the element may use, and the bindings of their slots.
  feel::Scope MakeScope(GraphElement& element, const Source& source);
  void Bind(GraphElement& element, const Source& source, int required, feel::Scope& scope,
            std::map<std::string, FrameBinding>& imports);
  ItemTypePtr VariableType(const Source& source);
  UnitContext UnitOf(const GraphElement& element, const Source& source);

  const std::vector<ModelSyntax>& models_;
  const size_t index_rules_min_;
  Findings& findings_;
  std::shared_ptr<Graph> graph_;
  std::vector<Source> sources_;  // of each element of the graph
  std::map<std::pair<std::string, std::string>, int> by_id_;
  std::vector<std::unique_ptr<TypeTable>> tables_;
};

}  // namespace redress::dmn
