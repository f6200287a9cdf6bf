#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/text.h"
#include "libs/dmn/reader.h"

namespace redress::dmn {
namespace {

// The expression within `<in>`, `<then>`, …; null, with an error, if it is absent.
ExpressionPtr ReadPart(const XmlElement& element, absl::string_view name, Findings& findings) {
  const XmlElement* const part = element.Child(name);
  ExpressionPtr expression = part != nullptr ? ReadChildExpression(*part, findings) : nullptr;
  if (expression == nullptr) {
    findings.Expression(element.where, absl::StrCat(element.name, " needs an expression in ", name));
  }
  return expression;
}

ContextExpression ReadContext(const XmlElement& element, Findings& findings) {
  ContextExpression context;
  for (const XmlElement* const child : ChildrenNamed(element, "contextEntry")) {
    if (!context.entries.empty() && !context.entries.back().variable) {
      findings.Expression(child->where, "the result of a context is its last entry");
    }
    ContextExpression::Entry entry;
    entry.where = child->where;
    if (const XmlElement* const variable = child->Child("variable")) {
      entry.variable = ReadTypedName(*variable, findings);
      for (const ContextExpression::Entry& other : context.entries) {
        if (other.variable && other.variable->name == entry.variable->name) {
          findings.Expression(child->where, absl::StrCat("the context entry ", entry.variable->name, " stands twice"));
        }
      }
    }
    entry.value = ReadChildExpression(*child, findings);
    if (entry.value == nullptr) {
      findings.Warning(child->where, "a context entry without an expression is null");
    }
    context.entries.push_back(std::move(entry));
  }
  return context;
}

ListExpression ReadList(const XmlElement& element, Findings& findings) {
  ListExpression list;
  for (const XmlElement& child : element.children) {
    if (ExpressionPtr item = ReadExpression(child, findings)) {
      list.items.push_back(std::move(item));
    }
  }
  return list;
}

RelationExpression ReadRelation(const XmlElement& element, Findings& findings) {
  RelationExpression relation;
  for (const XmlElement* const column : ChildrenNamed(element, "column")) {
    relation.columns.push_back(ReadTypedName(*column, findings));
    for (size_t i = 0; i + 1 < relation.columns.size(); ++i) {
      if (relation.columns[i].name == relation.columns.back().name) {
        findings.Expression(column->where, absl::StrCat("the column ", relation.columns[i].name, " stands twice"));
      }
    }
  }
  for (const XmlElement* const row : ChildrenNamed(element, "row")) {
    relation.rows.push_back(ReadList(*row, findings).items);
    if (relation.rows.back().size() != relation.columns.size()) {
      findings.Expression(row->where, absl::StrCat("a row has ", relation.rows.back().size(), " cells, the relation ",
                                                   relation.columns.size(), " columns"));
    }
  }
  return relation;
}

InvocationExpression ReadInvocation(const XmlElement& element, Findings& findings) {
  InvocationExpression invocation;
  invocation.function = ReadChildExpression(element, findings);
  if (invocation.function == nullptr) {
    findings.Expression(element.where, "an invocation needs an expression that names its function");
  }
  for (const XmlElement* const binding : ChildrenNamed(element, "binding")) {
    TypedName parameter;
    if (const XmlElement* const child = binding->Child("parameter")) {
      parameter = ReadTypedName(*child, findings);
    } else {
      findings.Expression(binding->where, "a binding needs a parameter");
    }
    for (const auto& [other, value] : invocation.bindings) {
      if (other.name == parameter.name) {
        findings.Expression(binding->where, absl::StrCat("the parameter ", parameter.name, " is bound twice"));
      }
    }
    invocation.bindings.emplace_back(std::move(parameter), ReadChildExpression(*binding, findings));
  }
  return invocation;
}

IterationExpression ReadIteration(const XmlElement& element, Iteration kind, Findings& findings) {
  IterationExpression iteration;
  iteration.kind = kind;
  iteration.variable = std::string(Trim(element.Get("iteratorVariable")));
  if (iteration.variable.empty()) {
    findings.Expression(element.where, absl::StrCat(element.name, " needs an iteratorVariable"));
  }
  iteration.in = ReadPart(element, "in", findings);
  iteration.body = ReadPart(element, kind == Iteration::kFor ? "return" : "satisfies", findings);
  return iteration;
}

// False if the element is no expression.
bool ReadBody(const XmlElement& element, Findings& findings, Expression& expression) {
  if (element.name == "literalExpression") {
    expression.body = LiteralExpression{ReadText(element, findings)};
  } else if (element.name == "decisionTable") {
    expression.body = ReadTable(element, findings);
  } else if (element.name == "context") {
    expression.body = ReadContext(element, findings);
  } else if (element.name == "list") {
    expression.body = ReadList(element, findings);
  } else if (element.name == "relation") {
    expression.body = ReadRelation(element, findings);
  } else if (element.name == "functionDefinition") {
    expression.body = ReadFunction(element, findings);
  } else if (element.name == "invocation") {
    expression.body = ReadInvocation(element, findings);
  } else if (element.name == "conditional") {
    expression.body = ConditionalExpression{ReadPart(element, "if", findings), ReadPart(element, "then", findings),
                                            ReadPart(element, "else", findings)};
  } else if (element.name == "filter") {
    expression.body = FilterExpression{ReadPart(element, "in", findings), ReadPart(element, "match", findings)};
  } else if (element.name == "for") {
    expression.body = ReadIteration(element, Iteration::kFor, findings);
  } else if (element.name == "some") {
    expression.body = ReadIteration(element, Iteration::kSome, findings);
  } else if (element.name == "every") {
    expression.body = ReadIteration(element, Iteration::kEvery, findings);
  } else {
    return false;
  }
  return true;
}

}  // namespace

ExpressionPtr ReadExpression(const XmlElement& element, Findings& findings) {
  if (!IsModelNamespace(element.ns)) {
    return nullptr;
  }
  auto expression = std::make_unique<Expression>();
  if (!ReadBody(element, findings, *expression)) {
    return nullptr;
  }
  expression->id = element.Get("id");
  expression->type_ref = ReadTypeRef(element);
  expression->where = element.where;
  return expression;
}

ExpressionPtr ReadChildExpression(const XmlElement& parent, Findings& findings) {
  ExpressionPtr found;
  for (const XmlElement& child : parent.children) {
    if (ExpressionPtr expression = ReadExpression(child, findings)) {
      if (found != nullptr) {
        findings.Expression(child.where, absl::StrCat(parent.name, " has more than one expression"));
      }
      found = std::move(expression);
    }
  }
  return found;
}

FunctionExpression ReadFunction(const XmlElement& element, Findings& findings) {
  FunctionExpression function;
  const std::string& kind = element.Get("kind");
  if (kind == "Java" || kind == "J") {
    function.kind = FunctionKind::kJava;
  } else if (kind == "PMML" || kind == "P") {
    function.kind = FunctionKind::kPmml;
  } else if (!kind.empty() && kind != "FEEL" && kind != "F") {
    findings.Expression(element.where, absl::StrCat("unknown kind of function ", kind));
  }
  for (const XmlElement* const parameter : ChildrenNamed(element, "formalParameter")) {
    function.parameters.push_back(ReadTypedName(*parameter, findings));
    for (size_t i = 0; i + 1 < function.parameters.size(); ++i) {
      if (function.parameters[i].name == function.parameters.back().name) {
        findings.Expression(parameter->where, absl::StrCat("the parameter ", function.parameters[i].name, " stands twice"));
      }
    }
  }
  function.body = ReadChildExpression(element, findings);
  return function;
}

}  // namespace redress::dmn
