// A DMN model as it is written: what XML says, with the places, before any name is resolved. Made by reader.h, read by the
// compiler. Plain values.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/types/optional.h"
#include "libs/dmn/finding.h"

namespace redress::dmn {

struct Expression;
using ExpressionPtr = std::unique_ptr<Expression>;

// A text in FEEL, or in another language that is named.
struct Text {
  std::string text;
  std::string language;  // empty: that of the model
  Where where;
};

// A name with a type: variables, parameters, columns.
struct TypedName {
  std::string name;
  std::string type_ref;  // empty: any
  Where where;
};

// The kinds of boxed expressions, in the order of DMN's chapters.
struct LiteralExpression {
  Text text;
};
struct InputClause {
  std::string label;
  Text expression;
  std::string type_ref;
  absl::optional<Text> values;  // what is allowed
  Where where;
};
struct OutputClause {
  std::string name;
  std::string type_ref;
  absl::optional<Text> values;  // what is allowed, the most important first
  absl::optional<Text> default_output;
  Where where;
};
struct RuleSyntax {
  std::string id;
  std::vector<Text> inputs;
  std::vector<Text> outputs;
  std::vector<std::string> annotations;
  std::string description;  // where editors of DMN 1.1 and 1.2, and those of today that show one column, keep the annotation
  Where where;
};
enum class HitPolicy { kUnique, kFirst, kPriority, kAny, kCollect, kRuleOrder, kOutputOrder };
enum class Aggregation { kNone, kSum, kCount, kMin, kMax };
struct TableExpression {
  HitPolicy hit_policy = HitPolicy::kUnique;
  Aggregation aggregation = Aggregation::kNone;
  std::vector<InputClause> inputs;
  std::vector<OutputClause> outputs;
  std::vector<RuleSyntax> rules;
};
struct ContextExpression {
  struct Entry {
    absl::optional<TypedName> variable;  // none: the result
    ExpressionPtr value;                 // null: no value
    Where where;
  };
  std::vector<Entry> entries;
};
struct ListExpression {
  std::vector<ExpressionPtr> items;
};
struct RelationExpression {
  std::vector<TypedName> columns;
  std::vector<std::vector<ExpressionPtr>> rows;
};
enum class FunctionKind { kFeel, kJava, kPmml };
struct FunctionExpression {
  FunctionKind kind = FunctionKind::kFeel;
  std::vector<TypedName> parameters;
  ExpressionPtr body;  // null: no body
};
struct InvocationExpression {
  ExpressionPtr function;
  std::vector<std::pair<TypedName, ExpressionPtr>> bindings;
};
struct ConditionalExpression {
  ExpressionPtr condition, then, otherwise;
};
struct FilterExpression {
  ExpressionPtr in, match;
};
enum class Iteration { kFor, kSome, kEvery };
struct IterationExpression {
  Iteration kind = Iteration::kFor;
  std::string variable;
  ExpressionPtr in, body;
};

struct Expression {
  std::string id;
  std::string type_ref;
  Where where;
  std::variant<LiteralExpression, TableExpression, ContextExpression, ListExpression, RelationExpression, FunctionExpression,
               InvocationExpression, ConditionalExpression, FilterExpression, IterationExpression>
      body;
};

// A type that a model defines, or a part of one.
struct ItemSyntax {
  std::string name;
  std::string type_ref;
  bool collection = false;
  absl::optional<Text> allowed_values;   // of the value, of each item of a collection
  absl::optional<Text> type_constraint;  // of the whole
  std::vector<ItemSyntax> components;
  struct Function {
    std::vector<TypedName> parameters;
    std::string result_type_ref;
  };
  absl::optional<Function> function;
  Where where;
};

// `namespace#id`; without a namespace it is the model's own.
struct Reference {
  std::string ns;
  std::string id;
  Where where;
};

enum class ElementKind { kInputData, kDecision, kKnowledge, kService };

// A node of the decision requirements graph.
struct ElementSyntax {
  ElementKind kind = ElementKind::kDecision;
  std::string name;
  std::string id;
  Where where;
  absl::optional<TypedName> variable;
  std::vector<Reference> inputs;     // of a decision: required input data; of a service: its input data
  std::vector<Reference> decisions;  // of a decision: required decisions; of a service: its input decisions
  std::vector<Reference> knowledge;
  std::vector<Reference> outputs;       // of a service
  std::vector<Reference> encapsulated;  // of a service
  ExpressionPtr logic;                  // of a decision, or of a knowledge model (then a function)
};

struct ImportSyntax {
  std::string name;
  std::string ns;
  std::string location;
  Where where;
};

// One `definitions`.
struct ModelSyntax {
  std::string source;
  std::string name;
  std::string ns;
  std::string language;                                       // expression language; empty: FEEL
  std::vector<std::pair<std::string, std::string>> prefixes;  // of its root, for type references with a prefix
  std::vector<ImportSyntax> imports;
  std::vector<ItemSyntax> items;
  std::vector<ElementSyntax> elements;
};

}  // namespace redress::dmn
