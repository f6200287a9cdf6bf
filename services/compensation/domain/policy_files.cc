#include "services/compensation/domain/policy_files.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/text.h"
#include "libs/dmn/reader.h"
#include "libs/dmn/text.h"
#include "libs/feel/program.h"
#include "services/compensation/domain/facts.h"
#include "services/compensation/domain/form.h"

namespace redress::compensation {
namespace {

using dmn::ElementKind;
using dmn::ElementSyntax;
using dmn::TableExpression;

// Inputs that are no facts of an order line, by the decision that asks for them.
struct OwnInput {
  absl::string_view decision, name, type;
};
constexpr OwnInput kOwnInputs[] = {{"authority", "remedy", "string"},
                                   {"authority", "amount", "number"},
                                   {"abuse", "sign", "string"},
                                   {"limits", "limit", "string"},
                                   {"budgets", "category", "string"}};

absl::string_view TypeName(FactType type) {
  return type == FactType::kWord ? "string" : type == FactType::kNumber ? "number" : "boolean";
}

bool ValidId(absl::string_view id) {
  return !id.empty() && id.size() <= 63 &&
         std::all_of(id.begin(), id.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

// The value of a text that names nothing; null otherwise.
feel::Value Constant(const std::string& text) {
  const absl::StatusOr<feel::Program> program = feel::Compile(text, feel::Scope());
  if (!program.ok()) return {};
  feel::Evaluation evaluation({}, absl::UnixEpoch(), absl::UTCTimeZone());
  return program->Evaluate({}, evaluation);
}

std::string WordIn(const std::string& text) {
  const feel::Value value = Constant(text);
  return value.is(feel::Kind::kString) ? value.string() : "";
}

// Looks at one file.
class FileReader {
 public:
  FileReader(const PolicyFile& file, size_t index, std::vector<PolicyDecision>* decisions, std::vector<PolicyFinding>* findings)
      : file_(file), index_(index), decisions_(decisions), findings_(findings) {}

  void Read() {
    dmn::Findings faults;
    const absl::optional<dmn::ModelSyntax> model = dmn::ReadModel(file_.text, dmn::XmlLimits(), faults);
    if (!model.has_value()) return;
    for (const ElementSyntax& element : model->elements) {
      if (element.kind == ElementKind::kDecision) ReadDecision(*model, element);
    }
  }

 private:
  void Fault(dmn::Where where, const std::string& table, std::string message, std::vector<std::string> rules = {}) {
    findings_->push_back({true, "FAULT", file_.name, where.line, where.column, table, std::move(rules), {}, std::move(message)});
  }

  void ReadDecision(const dmn::ModelSyntax& model, const ElementSyntax& element) {
    const auto& shapes = PolicyShape();
    const auto shape = std::find_if(shapes.begin(), shapes.end(), [&](const auto& s) { return s.name == element.name; });
    if (shape == shapes.end()) return;  // a step on the way to another decision
    for (const PolicyDecision& other : *decisions_) {
      if (other.name == element.name) Fault(element.where, element.name, "this decision is there twice");
    }
    PolicyDecision decision{element.name, index_, InputsOf(model, element), {}};
    const auto* table = element.logic == nullptr ? nullptr : std::get_if<TableExpression>(&element.logic->body);
    if (table != nullptr) {
      for (const dmn::OutputClause& output : table->outputs) decision.outputs.push_back(output.name);
    }
    for (const absl::string_view wanted : shape->outputs) {
      if (std::count(decision.outputs.begin(), decision.outputs.end(), wanted) == 0) {
        Fault(element.where, element.name, absl::StrCat("it has to be a decision table with the output ", wanted));
      }
    }
    if (table != nullptr) ReadRules(element.name, *table, decision.outputs);
    decisions_->push_back(std::move(decision));
  }

  // The input data of a decision and of the decisions that it requires, in the same file.
  std::vector<std::string> InputsOf(const dmn::ModelSyntax& model, const ElementSyntax& decision) {
    std::vector<std::string> inputs;
    std::set<std::string> seen;
    std::vector<std::string> open = {decision.id};
    while (!open.empty()) {
      const std::string id = open.back();
      open.pop_back();
      if (!seen.insert(id).second) continue;
      for (const ElementSyntax& element : model.elements) {
        if (element.id != id) continue;
        for (const dmn::Reference& required : element.inputs) open.push_back(required.id);
        for (const dmn::Reference& required : element.decisions) open.push_back(required.id);
        if (element.kind != ElementKind::kInputData) continue;
        CheckInput(decision.name, element);
        inputs.push_back(element.name);
      }
    }
    std::sort(inputs.begin(), inputs.end());
    return inputs;
  }

  void CheckInput(const std::string& decision, const ElementSyntax& input) {
    absl::string_view type;
    for (const OwnInput& own : kOwnInputs) {
      if (own.decision == decision && own.name == input.name) type = own.type;
    }
    const absl::optional<FactType> fact = FactTypeOf(input.name);
    if (type.empty() && fact.has_value()) type = TypeName(*fact);
    if (type.empty()) {
      Fault(input.where, decision, absl::StrCat("`", input.name, "` is no fact that there is"));
    } else if (!input.variable.has_value() || input.variable->type_ref != type) {
      Fault(input.where, decision, absl::StrCat("the fact `", input.name, "` is of the type ", type));
    }
  }

  void ReadRules(const std::string& name, const TableExpression& table, const std::vector<std::string>& outputs) {
    std::set<std::string> seen;
    if (table.rules.empty()) Fault({}, name, "a table needs a rule");
    for (const dmn::RuleSyntax& rule : table.rules) {
      const std::string id = dmn::LabelOf(rule);
      if (!ValidId(id) || !seen.insert(id).second) {
        Fault(rule.where, name, "a rule needs an annotation of [a-z0-9-], once in its table: its id", {id});
      }
      std::string remedy, ground;
      for (size_t i = 0; i < rule.outputs.size() && i < outputs.size(); ++i) {
        const std::string& text = rule.outputs[i].text;
        if (outputs[i] == "remedy") remedy = WordIn(text);
        if (outputs[i] == "ground") ground = WordIn(text);
        const std::string fault = FaultOf(outputs[i], text);
        if (!fault.empty()) Fault(rule.outputs[i].where, name, absl::StrCat(outputs[i], " ", fault), {id});
      }
      if ((remedy == "DAMAGES") == ground.empty() && RemedyKindOf(remedy).has_value()) {
        Fault(rule.where, name, "ground must be there for damages, and for nothing else", {id});
      }
    }
  }

  // What is wrong with an output of that name; empty if nothing is.
  static std::string FaultOf(const std::string& output, const std::string& text) {
    const feel::Value value = Constant(text);
    const bool number = value.is(feel::Kind::kNumber);
    if (output == "remedy" && !RemedyKindOf(WordIn(text)).has_value()) return "must be the word of a remedy, in quotes";
    if (output == "authority" && !AuthorityOf(WordIn(text)).has_value()) return "must be the word of an authority, in quotes";
    if ((output == "reason_zh" || output == "reason_en") && WordIn(text).empty()) return "must be a text in quotes";
    if (output == "within_hours" && !(number && value.number().ToInt64().value_or(0) > 0)) return "must be a positive number";
    if (output == "amount" && number && (value.number().IsNegative() || value.number().IsZero())) return "must be positive";
    if ((output == "value" || output == "month_max" || output == "allowed") &&
        !(number && value.number().ToInt64().has_value())) {
      return "must be a whole number";
    }
    return "";
  }

  const PolicyFile& file_;
  const size_t index_;
  std::vector<PolicyDecision>* decisions_;
  std::vector<PolicyFinding>* findings_;
};

}  // namespace

std::string HashOf(const PolicyFiles& files) {
  PolicyFiles sorted = files;
  std::sort(sorted.begin(), sorted.end(), [](const PolicyFile& a, const PolicyFile& b) { return a.name < b.name; });
  Form form;
  for (const PolicyFile& file : sorted) form.Add(file.name).Add(file.text);
  return form.Sha256Hex();
}

absl::Status ErrorOf(const std::vector<PolicyFinding>& findings) {
  const auto is_error = [](const PolicyFinding& finding) { return finding.error; };
  const auto first = std::find_if(findings.begin(), findings.end(), is_error);
  if (first == findings.end()) return absl::OkStatus();
  std::string place = first->file;
  if (first->line > 0) absl::StrAppend(&place, ":", first->line, ":", first->column);
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_POLICY",
               absl::StrCat(place, ": ", first->table, first->table.empty() ? "" : ": ", first->message, " (",
                            std::count_if(findings.begin(), findings.end(), is_error), " in all; ValidatePolicy lists them)"));
}

const std::vector<DecisionShape>& PolicyShape() {
  static const auto* const shape = new std::vector<DecisionShape>{
      {"eligibility", {"make_good", "goodwill", "damages", "regret"}},
      {"make good", {"remedy", "amount", "within_hours", "reason_zh", "reason_en"}},
      {"goodwill", {"remedy", "amount", "within_hours", "reason_zh", "reason_en"}},
      {"damages", {"remedy", "ground", "amount", "within_hours", "reason_zh", "reason_en"}},
      {"regret", {"remedy", "within_hours", "reason_zh", "reason_en"}},
      {"authority", {"authority"}},
      {"abuse", {"allowed", "authority"}},
      {"limits", {"value"}},
      {"budgets", {"month_max"}},
      {"currency", {}},
      {"time zone", {}},
  };
  return *shape;
}

std::vector<PolicyDecision> FindDecisions(const PolicyFiles& files, std::vector<PolicyFinding>* findings) {
  std::vector<PolicyDecision> found;
  for (size_t i = 0; i < files.size(); ++i) FileReader(files[i], i, &found, findings).Read();
  std::vector<PolicyDecision> decisions;
  decisions.reserve(PolicyShape().size());
  for (const DecisionShape& shape : PolicyShape()) {
    const auto at = std::find_if(found.begin(), found.end(), [&](const PolicyDecision& d) { return d.name == shape.name; });
    if (at != found.end()) {
      decisions.push_back(*at);
    } else {
      findings->push_back({true, "FAULT", "", 0, 0, std::string(shape.name), {}, {}, "no file has this decision"});
    }
  }
  return decisions;
}

}  // namespace redress::compensation
