#include "libs/dmn/table_check.h"

#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/text.h"
#include "libs/dmn/reader.h"
#include "libs/dmn/table_cells.h"
#include "libs/dmn/text.h"

namespace redress::dmn {
namespace {

// Of each column the cells: a set of inputs.
using Box = std::vector<CellBits>;

bool IsVoid(const Box& box) {
  for (const CellBits& bits : box) {
    if (IsEmpty(bits)) {
      return true;
    }
  }
  return false;
}

Box Common(const Box& a, const Box& b) {
  Box both;
  both.reserve(a.size());
  for (size_t i = 0; i < a.size(); ++i) {
    both.push_back(And(a[i], b[i]));
  }
  return both;
}

// What a type of the model is in the end, and which of its values are allowed.
struct BaseType {
  std::string name;
  absl::optional<Text> allowed;
};

BaseType BaseOf(const ModelSyntax& model, const std::string& type_ref) {
  BaseType base{type_ref, absl::nullopt};
  for (size_t step = 0; step <= model.items.size(); ++step) {
    const size_t colon = base.name.find(':');
    if (colon != std::string::npos) {
      base.name = base.name.substr(colon + 1);
    }
    bool found = false;
    for (const ItemSyntax& item : model.items) {
      if (item.name != base.name) {
        continue;
      }
      found = true;
      if (!base.allowed) {
        base.allowed = item.allowed_values;
      }
      base.name = item.collection || !item.components.empty() ? "Any" : item.type_ref;
      break;
    }
    if (!found) {
      break;
    }
  }
  return base;
}

class TableChecker {
 public:
  TableChecker(const ModelSyntax& model, const std::string& owner, const Expression& expression, const TableCheckOptions& options,
               std::vector<TableFinding>* findings)
      : model_(model),
        owner_(owner),
        expression_(expression),
        table_(std::get<TableExpression>(expression.body)),
        options_(options),
        findings_(findings) {}

  void Check() {
    for (const RuleSyntax& rule : table_.rules) {
      if (rule.inputs.size() != table_.inputs.size() || rule.outputs.size() != table_.outputs.size()) {
        return;  // Load tells it
      }
    }
    MakeBoxes();
    CheckVoid();
    const HitPolicy policy = table_.hit_policy;
    const bool collects = policy == HitPolicy::kCollect || policy == HitPolicy::kRuleOrder || policy == HitPolicy::kOutputOrder;
    if (policy == HitPolicy::kUnique || policy == HitPolicy::kAny) {
      CheckOverlaps(policy == HitPolicy::kAny);
    }
    if (policy == HitPolicy::kFirst) {
      CheckHidden();
    }
    if (!collects && !HasDefault()) {
      CheckGaps();
    }
    if (work_ > options_.work_max) {
      Add(TableFinding::Kind::kNotChecked, expression_.where, {}, nullptr, "the table is too large to be looked at whole");
    }
  }

 private:
  bool HasDefault() const {
    for (const OutputClause& output : table_.outputs) {
      if (output.default_output && !IsBlank(output.default_output->text)) {
        return true;
      }
    }
    return false;
  }

  void MakeBoxes() {
    for (size_t i = 0; i < table_.inputs.size(); ++i) {
      const InputClause& input = table_.inputs[i];
      BaseType base = BaseOf(model_, TypeOf(input));
      columns_.push_back(MakeColumn(table_, i, base.name, input.values ? input.values : base.allowed, options_.whole_numbers));
      all_.push_back(columns_.back().All());
    }
    for (size_t rule = 0; rule < table_.rules.size(); ++rule) {
      Box box;
      std::vector<std::string> unknown;
      for (size_t i = 0; i < columns_.size(); ++i) {
        const absl::optional<CellBits>& taken = columns_[i].taken[rule];
        if (!taken) {
          unknown.push_back(columns_[i].label);
        }
        box.push_back(taken ? *taken : all_[i]);
      }
      boxes_.push_back(std::move(box));
      exact_.push_back(unknown.empty());
      if (!unknown.empty()) {
        Add(TableFinding::Kind::kNotChecked, table_.rules[rule].where, {rule}, nullptr,
            absl::StrCat("what it says of ", absl::StrJoin(unknown, ", "), " cannot be told from its text alone"));
      }
    }
  }

  // Of the expression, or of the variable that it is.
  std::string TypeOf(const InputClause& input) const {
    if (!input.type_ref.empty()) {
      return input.type_ref;
    }
    for (const ElementSyntax& element : model_.elements) {
      if (element.variable && element.variable->name == Trim(input.expression.text)) {
        return element.variable->type_ref;
      }
    }
    return "Any";
  }

  bool Spend(size_t boxes) {
    size_t words = 1;
    for (const CellBits& bits : all_) {
      words += bits.size();
    }
    work_ += static_cast<int64_t>(boxes * words);
    return work_ <= options_.work_max;
  }

  // What is left of `from` without `box`.
  std::vector<Box> Subtract(std::vector<Box> from, const Box& box) {
    if (!Spend(from.size())) {
      return {};
    }
    std::vector<Box> left;
    for (Box& piece : from) {
      if (IsVoid(Common(piece, box))) {
        left.push_back(std::move(piece));
        continue;
      }
      for (size_t i = 0; i < piece.size(); ++i) {
        CellBits outside = Without(piece[i], box[i]);
        if (!IsEmpty(outside)) {
          Box part = piece;
          part[i] = std::move(outside);
          left.push_back(std::move(part));
        }
        piece[i] = And(piece[i], box[i]);
      }
    }
    return left;
  }

  void CheckVoid() {
    for (size_t rule = 0; rule < boxes_.size(); ++rule) {
      if (IsVoid(boxes_[rule])) {
        Add(TableFinding::Kind::kUnreachable, table_.rules[rule].where, {rule}, nullptr, "no input matches this rule");
      }
    }
  }

  // Rules behind others that take all of it.
  void CheckHidden() {
    for (size_t rule = 1; rule < boxes_.size(); ++rule) {
      std::vector<Box> left = {boxes_[rule]};
      if (IsVoid(boxes_[rule])) {
        continue;
      }
      std::vector<size_t> takers;
      for (size_t former = 0; former < rule && !left.empty(); ++former) {
        if (!exact_[former] || IsVoid(Common(boxes_[former], boxes_[rule]))) {
          continue;
        }
        takers.push_back(former);
        left = Subtract(std::move(left), boxes_[former]);
      }
      if (left.empty() && work_ <= options_.work_max) {
        takers.push_back(rule);
        Add(TableFinding::Kind::kUnreachable, table_.rules[rule].where, takers, nullptr,
            "the rules above take all that this rule matches");
      }
    }
  }

  bool SameOutputs(size_t a, size_t b) const {
    for (size_t i = 0; i < table_.outputs.size(); ++i) {
      if (Trim(table_.rules[a].outputs[i].text) != Trim(table_.rules[b].outputs[i].text)) {
        return false;
      }
    }
    return true;
  }

  void CheckOverlaps(bool may_agree) {
    size_t found = 0;
    for (size_t later = 1; later < boxes_.size(); ++later) {
      for (size_t former = 0; former < later && found < options_.examples_max; ++former) {
        if (!exact_[former] || !exact_[later] || (may_agree && SameOutputs(former, later)) || !Spend(1)) {
          continue;
        }
        const Box common = Common(boxes_[former], boxes_[later]);
        if (IsVoid(common)) {
          continue;
        }
        ++found;
        Add(TableFinding::Kind::kOverlap, table_.rules[later].where, {former, later}, &common,
            may_agree ? "both rules match and say different things" : "both rules match, where only one may");
      }
    }
  }

  void CheckGaps() {
    std::vector<Box> left = {all_};
    for (const Box& box : boxes_) {
      left = Subtract(std::move(left), box);
    }
    if (work_ > options_.work_max) {
      return;
    }
    for (size_t i = 0; i < left.size() && i < options_.examples_max; ++i) {
      if (!IsVoid(left[i])) {
        Add(TableFinding::Kind::kGap, expression_.where, {}, &left[i], "no rule matches");
      }
    }
  }

  void Add(TableFinding::Kind kind, Where where, const std::vector<size_t>& rules, const Box* box, std::string message) {
    TableFinding finding{kind, model_.source, owner_, where, {}, {}, std::move(message)};
    for (const size_t rule : rules) {
      std::string label = LabelOf(table_.rules[rule]);
      finding.rules.push_back(label.empty() ? absl::StrCat("rule ", rule + 1) : std::move(label));
    }
    for (size_t i = 0; box != nullptr && i < columns_.size(); ++i) {
      finding.example.emplace_back(columns_[i].label, columns_[i].samples[FirstOf((*box)[i])]);
    }
    findings_->push_back(std::move(finding));
  }

  const ModelSyntax& model_;
  const std::string& owner_;
  const Expression& expression_;
  const TableExpression& table_;
  const TableCheckOptions& options_;
  std::vector<TableFinding>* findings_;
  std::vector<CellColumn> columns_;
  Box all_;
  std::vector<Box> boxes_;
  std::vector<bool> exact_;
  int64_t work_ = 0;
};

// The expression, or the body of the function that it is.
const Expression* Body(const Expression* expression) {
  while (expression != nullptr && std::holds_alternative<FunctionExpression>(expression->body)) {
    expression = std::get<FunctionExpression>(expression->body).body.get();
  }
  return expression;
}

}  // namespace

absl::string_view Word(TableFinding::Kind kind) {
  switch (kind) {
    case TableFinding::Kind::kGap:
      return "GAP";
    case TableFinding::Kind::kOverlap:
      return "OVERLAP";
    case TableFinding::Kind::kUnreachable:
      return "UNREACHABLE";
    case TableFinding::Kind::kNotChecked:
      break;
  }
  return "NOT_CHECKED";
}

std::vector<TableFinding> CheckTables(const Source& source, const TableCheckOptions& options) {
  Findings faults;
  faults.SetSource(source.name);
  std::vector<TableFinding> findings;
  const absl::optional<ModelSyntax> model = ReadModel(source.text, XmlLimits(), faults);
  if (!model) {
    return findings;
  }
  for (const ElementSyntax& element : model->elements) {
    const Expression* const logic = Body(element.logic.get());
    if (logic != nullptr && std::holds_alternative<TableExpression>(logic->body)) {
      TableChecker(*model, element.name, *logic, options, &findings).Check();
    }
  }
  return findings;
}

}  // namespace redress::dmn
