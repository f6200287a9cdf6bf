#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/text.h"
#include "libs/dmn/reader.h"

namespace redress::dmn {
namespace {

constexpr std::array<std::pair<absl::string_view, HitPolicy>, 14> kHitPolicies = {{
    {"UNIQUE", HitPolicy::kUnique},
    {"FIRST", HitPolicy::kFirst},
    {"PRIORITY", HitPolicy::kPriority},
    {"ANY", HitPolicy::kAny},
    {"COLLECT", HitPolicy::kCollect},
    {"RULE ORDER", HitPolicy::kRuleOrder},
    {"OUTPUT ORDER", HitPolicy::kOutputOrder},
    {"U", HitPolicy::kUnique},
    {"F", HitPolicy::kFirst},
    {"P", HitPolicy::kPriority},
    {"A", HitPolicy::kAny},
    {"C", HitPolicy::kCollect},
    {"R", HitPolicy::kRuleOrder},
    {"O", HitPolicy::kOutputOrder},
}};

constexpr std::array<std::pair<absl::string_view, Aggregation>, 4> kAggregations = {{
    {"SUM", Aggregation::kSum},
    {"COUNT", Aggregation::kCount},
    {"MIN", Aggregation::kMin},
    {"MAX", Aggregation::kMax},
}};

void ReadPolicy(const XmlElement& element, Findings& findings, TableExpression& table) {
  if (const std::string* const policy = element.Attribute("hitPolicy")) {
    bool known = false;
    for (const auto& [name, value] : kHitPolicies) {
      if (*policy == name) {
        table.hit_policy = value;
        known = true;
      }
    }
    if (!known) {
      findings.Expression(element.where, absl::StrCat("unknown hit policy ", *policy));
    }
  }
  if (const std::string* const aggregation = element.Attribute("aggregation")) {
    for (const auto& [name, value] : kAggregations) {
      if (*aggregation == name) {
        table.aggregation = value;
      }
    }
    if (table.aggregation == Aggregation::kNone) {
      findings.Expression(element.where, absl::StrCat("unknown aggregation ", *aggregation));
    } else if (table.hit_policy != HitPolicy::kCollect) {
      findings.Expression(element.where, "only the hit policy COLLECT has an aggregation");
    }
  }
}

InputClause ReadInput(const XmlElement& element, Findings& findings) {
  InputClause input;
  input.where = element.where;
  input.label = element.Get("label");
  if (const XmlElement* const expression = element.Child("inputExpression")) {
    input.expression = ReadText(*expression, findings);
    input.type_ref = ReadTypeRef(*expression);
  } else {
    findings.Expression(element.where, "an input needs an inputExpression");
  }
  if (const XmlElement* const values = element.Child("inputValues")) {
    input.values = ReadText(*values, findings);
  }
  return input;
}

OutputClause ReadOutput(const XmlElement& element, Findings& findings) {
  OutputClause output;
  output.where = element.where;
  output.name = std::string(Trim(element.Get("name")));
  output.type_ref = ReadTypeRef(element);
  if (const XmlElement* const values = element.Child("outputValues")) {
    output.values = ReadText(*values, findings);
  }
  if (const XmlElement* const value = element.Child("defaultOutputEntry")) {
    output.default_output = ReadText(*value, findings);
  }
  return output;
}

RuleSyntax ReadRule(const XmlElement& element, Findings& findings) {
  RuleSyntax rule;
  rule.id = element.Get("id");
  rule.where = element.where;
  for (const XmlElement* const entry : ChildrenNamed(element, "inputEntry")) {
    rule.inputs.push_back(ReadText(*entry, findings));
  }
  for (const XmlElement* const entry : ChildrenNamed(element, "outputEntry")) {
    rule.outputs.push_back(ReadText(*entry, findings));
  }
  for (const XmlElement* const entry : ChildrenNamed(element, "annotationEntry")) {
    rule.annotations.push_back(ReadText(*entry, findings).text);
  }
  if (const XmlElement* const description = element.Child("description")) {
    rule.description = description->text;
  }
  return rule;
}

void CheckOutputs(const XmlElement& element, const TableExpression& table, Findings& findings) {
  if (table.outputs.empty()) {
    findings.Expression(element.where, "a decision table needs an output");
  }
  for (size_t i = 0; table.outputs.size() > 1 && i < table.outputs.size(); ++i) {
    const OutputClause& output = table.outputs[i];
    if (output.name.empty()) {
      findings.Expression(output.where, "an output among several needs a name");
    }
    for (size_t j = 0; j < i; ++j) {
      if (!output.name.empty() && table.outputs[j].name == output.name) {
        findings.Expression(output.where, absl::StrCat("the output ", output.name, " stands twice"));
      }
    }
  }
  if (table.outputs.size() > 1 && table.aggregation != Aggregation::kNone) {
    findings.Expression(element.where, "several outputs cannot be aggregated");
  }
}

}  // namespace

TableExpression ReadTable(const XmlElement& element, Findings& findings) {
  TableExpression table;
  ReadPolicy(element, findings, table);
  for (const XmlElement* const input : ChildrenNamed(element, "input")) {
    table.inputs.push_back(ReadInput(*input, findings));
  }
  for (const XmlElement* const output : ChildrenNamed(element, "output")) {
    table.outputs.push_back(ReadOutput(*output, findings));
  }
  CheckOutputs(element, table, findings);
  for (const XmlElement* const rule : ChildrenNamed(element, "rule")) {
    table.rules.push_back(ReadRule(*rule, findings));
    const RuleSyntax& read = table.rules.back();
    if (read.inputs.size() != table.inputs.size()) {
      findings.Expression(read.where, absl::StrCat("rule ", table.rules.size(), " has ", read.inputs.size(),
                                                   " input entries, the table ", table.inputs.size(), " inputs"));
    }
    if (read.outputs.size() != table.outputs.size()) {
      findings.Expression(read.where, absl::StrCat("rule ", table.rules.size(), " has ", read.outputs.size(),
                                                   " output entries, the table ", table.outputs.size(), " outputs"));
    }
  }
  return table;
}

}  // namespace redress::dmn
