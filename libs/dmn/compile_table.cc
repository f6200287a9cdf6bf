#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/text.h"
#include "libs/dmn/compiler.h"
#include "libs/dmn/table.h"
#include "libs/dmn/text.h"

namespace redress::dmn {

using feel::Scope;
using feel::Type;

namespace {

TableInput CompileInput(const InputClause& input, const Scope& scope, Compiler& compiler, Type* type) {
  TableInput compiled;
  compiled.label = input.label.empty() ? std::string(Trim(input.expression.text)) : input.label;
  if (IsBlank(input.expression.text)) {
    compiler.unit().findings.Expression(input.where, absl::StrCat(compiler.unit().name, ": an input without an expression"));
  } else {
    compiled.expression = compiler.CompileText(input.expression, scope);
  }
  *type = compiled.expression ? compiled.expression->type() : Type::Any();
  if (type->is_any()) {
    *type = compiler.FindType(input.type_ref, input.where)->type();
  }
  if (input.values && !IsBlank(input.values->text)) {
    compiled.allowed = compiler.CompileTests(*input.values, scope, *type);
  }
  return compiled;
}

// `whole` is the type wanted of the table's value; null if unknown.
TableOutput CompileOutput(const OutputClause& output, const Scope& scope, const ItemType* whole, Compiler& compiler) {
  TableOutput compiled;
  compiled.name = output.name;
  compiled.type = compiler.FindType(output.type_ref, output.where);
  const Text* values = output.values && !IsBlank(output.values->text) ? &*output.values : nullptr;
  if (values == nullptr) {
    values = compiled.type->allowed_text();
  }
  if (values == nullptr && whole != nullptr) {
    values = whole->allowed_text();
  }
  if (values != nullptr) {
    for (std::string& test : SplitTests(values->text)) {
      if (absl::optional<feel::UnaryTests> tests =
              compiler.CompileTests({std::move(test), values->language, values->where}, Scope(), {})) {
        compiled.order.push_back(*std::move(tests));
      }
    }
  }
  if (output.default_output && !IsBlank(output.default_output->text)) {
    compiled.has_default = true;
    compiled.default_output = compiler.CompileText(*output.default_output, scope);
  }
  return compiled;
}

TableRule CompileRule(const RuleSyntax& rule, const std::vector<Type>& inputs, const TableParts& parts, const Scope& scope,
                      Compiler& compiler) {
  TableRule compiled;
  compiled.id = rule.id;
  compiled.label = LabelOf(rule);
  for (size_t i = 0; i < rule.inputs.size() && i < inputs.size(); ++i) {
    compiled.tests.push_back(compiler.CompileTests(rule.inputs[i], scope, inputs[i]));
  }
  for (size_t i = 0; i < rule.outputs.size() && i < parts.outputs.size(); ++i) {
    // An empty output is null; some editors write a dash for it.
    if (IsBlank(rule.outputs[i].text) || Trim(rule.outputs[i].text) == "-") {
      compiled.outputs.emplace_back();
    } else {
      compiled.outputs.push_back(compiler.CompileText(rule.outputs[i], scope));
    }
  }
  compiled.tests.resize(parts.inputs.size());
  compiled.outputs.resize(parts.outputs.size());
  return compiled;
}

// The type of one column: as declared, or that of all its entries.
Type ColumnType(const TableParts& parts, size_t column) {
  if (!parts.outputs[column].type->type().is_any()) {
    return parts.outputs[column].type->type();
  }
  absl::optional<Type> type;
  for (const TableRule& rule : parts.rules) {
    const Type entry = rule.outputs[column] ? rule.outputs[column]->type() : Type::Any();
    if (type && !(*type == entry)) {
      return Type::Any();
    }
    type = entry;
  }
  return type.value_or(Type::Any());
}

// None where it would not narrow.
absl::optional<TableIndex> MakeIndex(const TableExpression& table, const TableParts& parts) {
  std::vector<std::vector<EntryShape>> columns(parts.inputs.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    columns[i].reserve(parts.rules.size());
    for (size_t rule = 0; rule < parts.rules.size(); ++rule) {
      const absl::optional<feel::UnaryTests>& tests = parts.rules[rule].tests[i];
      columns[i].push_back(tests ? ShapeOf(table.rules[rule].inputs[i].text, *tests) : EntryShape());
    }
  }
  TableIndex index(columns, parts.rules.size());
  return index.empty() ? absl::nullopt : absl::make_optional(std::move(index));
}

Type TableType(const TableParts& parts) {
  if (parts.outputs.empty()) {
    return Type::Any();
  }
  Type one = ColumnType(parts, 0);
  if (parts.outputs.size() > 1) {
    std::vector<Type::Field> fields;
    fields.reserve(parts.outputs.size());
    for (size_t i = 0; i < parts.outputs.size(); ++i) {
      fields.emplace_back(parts.outputs[i].name, ColumnType(parts, i));
    }
    one = Type::ContextOf(std::move(fields));
  }
  const bool several = parts.hit_policy == HitPolicy::kRuleOrder || parts.hit_policy == HitPolicy::kOutputOrder ||
                       parts.hit_policy == HitPolicy::kCollect;
  if (!several) {
    return one;
  }
  if (parts.aggregation == Aggregation::kNone) {
    return Type::ListOf(one);
  }
  return parts.aggregation == Aggregation::kCount ? Type::Of(Type::Tag::kNumber) : one;
}

}  // namespace

NodePtr CompileTable(const TableExpression& table, const std::string& id, const Scope& scope, const ItemType* result,
                     Compiler& compiler) {
  TableParts parts;
  parts.id = id;
  parts.owner = compiler.unit().name;
  parts.hit_policy = table.hit_policy;
  parts.aggregation = table.aggregation;
  std::vector<Type> types(table.inputs.size());
  parts.inputs.reserve(table.inputs.size());
  for (size_t i = 0; i < table.inputs.size(); ++i) {
    parts.inputs.push_back(CompileInput(table.inputs[i], scope, compiler, &types[i]));
  }
  parts.outputs.reserve(table.outputs.size());
  for (const OutputClause& output : table.outputs) {
    parts.outputs.push_back(CompileOutput(output, scope, table.outputs.size() == 1 ? result : nullptr, compiler));
  }
  if (parts.outputs.empty()) {
    return std::make_unique<NullNode>("the table has no output");
  }
  parts.rules.reserve(table.rules.size());
  for (const RuleSyntax& rule : table.rules) {
    parts.rules.push_back(CompileRule(rule, types, parts, scope, compiler));
  }
  if (parts.rules.size() >= compiler.unit().index_rules_min) {
    parts.index = MakeIndex(table, parts);
  }
  const Type type = TableType(parts);
  return std::make_unique<Table>(type, std::move(parts));
}

}  // namespace redress::dmn
