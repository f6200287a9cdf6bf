// From syntax to nodes: compiles the expressions of one unit (a decision, or the body of a knowledge model), which share a frame.
// Faults go to the findings, and the faulty expression is null. Not thread safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/dmn/function_code.h"
#include "libs/dmn/item_type.h"
#include "libs/dmn/node.h"
#include "libs/dmn/syntax.h"
#include "libs/feel/program.h"
#include "libs/feel/scope.h"

namespace redress::dmn {

class Table;

// What compiling needs besides the syntax.
struct UnitContext {
  const TypeTable& types;
  Findings& findings;
  std::string language;  // that of texts which name none
  std::string name;      // of the decision or knowledge model
  std::string id;
  size_t index_rules_min = 0;  // tables of at least so many rules are indexed
};

class Compiler {
 public:
  explicit Compiler(const UnitContext& unit) : unit_(unit) {}

  // Never null. `result` is the type wanted, for the order of outputs; may be null.
  NodePtr Compile(const Expression& expression, const feel::Scope& scope, const ItemType* result = nullptr);
  // The same for a function, whose body is a unit of its own within the scope.
  std::shared_ptr<const FunctionCode> CompileFunction(const FunctionExpression& function, const feel::Scope& scope,
                                                      ItemTypePtr result, Where where);
  // As many slots as a frame must have for everything that was compiled.
  size_t slots() const { return slots_; }

  // For the files that compile one kind of expression. Nothing, with a finding, if the text is faulty.
  absl::optional<feel::Program> CompileText(const Text& text, const feel::Scope& scope);
  absl::optional<feel::UnaryTests> CompileTests(const Text& text, const feel::Scope& scope, const feel::Type& input);
  ItemTypePtr FindType(const std::string& type_ref, Where where) { return unit_.types.Find(type_ref, where, unit_.findings); }
  const UnitContext& unit() const { return unit_; }

 private:
  NodePtr Compile(const LiteralExpression& literal, const feel::Scope& scope);
  NodePtr Compile(const ContextExpression& context, const feel::Scope& scope);
  NodePtr Compile(const ListExpression& list, const feel::Scope& scope);
  NodePtr Compile(const RelationExpression& relation, const feel::Scope& scope);
  NodePtr Compile(const InvocationExpression& invocation, const feel::Scope& scope);
  NodePtr Compile(const ConditionalExpression& conditional, const feel::Scope& scope);
  NodePtr Compile(const FilterExpression& filter, const feel::Scope& scope);
  NodePtr Compile(const IterationExpression& iteration, const feel::Scope& scope);
  NodePtr CompilePart(const ExpressionPtr& expression, const feel::Scope& scope);
  NodePtr CompileClosure(const FunctionExpression& function, const feel::Scope& scope, const Expression& expression);
  // Adds a variable and makes room for it.
  int Add(feel::Scope& scope, const std::string& name, const feel::Type& type);
  void Read(const std::vector<int>& slots);

  const UnitContext& unit_;
  size_t slots_ = 0;
  std::vector<bool> read_;  // slots that texts named since it was last asked
};

// The node of a decision table (table.cc). `result` as above.
NodePtr CompileTable(const TableExpression& table, const std::string& id, const feel::Scope& scope, const ItemType* result,
                     Compiler& compiler);

}  // namespace redress::dmn
