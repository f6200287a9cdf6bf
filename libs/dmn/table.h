// A compiled decision table: looks up the rules that match and gives what the hit policy makes of their outputs. Const and thread
// safe after compiling.
#pragma once

#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/dmn/item_type.h"
#include "libs/dmn/node.h"
#include "libs/dmn/syntax.h"
#include "libs/dmn/table_index.h"
#include "libs/dmn/trace.h"
#include "libs/feel/program.h"

namespace redress::dmn {

struct TableInput {
  std::string label;
  absl::optional<feel::Program> expression;  // none: faulty
  absl::optional<feel::UnaryTests> allowed;
};

struct TableOutput {
  std::string name;
  ItemTypePtr type;
  std::vector<feel::UnaryTests> order;  // the most important first
  bool has_default = false;
  absl::optional<feel::Program> default_output;
};

struct TableRule {
  std::string id;
  std::string label;                                    // LabelOf
  std::vector<absl::optional<feel::UnaryTests>> tests;  // none: faulty, never passes
  std::vector<absl::optional<feel::Program>> outputs;   // none: faulty, null
};

// What a table consists of.
struct TableParts {
  std::string id;
  std::string owner;
  HitPolicy hit_policy = HitPolicy::kUnique;
  Aggregation aggregation = Aggregation::kNone;
  std::vector<TableInput> inputs;
  std::vector<TableOutput> outputs;
  std::vector<TableRule> rules;
  absl::optional<TableIndex> index;  // none: every rule is tested
};

// The outputs of a rule that matched.
struct Match {
  size_t rule = 0;  // counted from 0
  std::vector<feel::Value> outputs;
};

class Table : public Node {
 public:
  Table(const feel::Type& type, TableParts parts) : Node(type), parts_(std::move(parts)) {}

  feel::Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override;

 private:
  // The values of the inputs; nothing, with a note, if one is not allowed.
  absl::optional<std::vector<feel::Value>> Inputs(const Frame& frame, feel::Evaluation& evaluation) const;
  // The rules that match, in their order.
  std::vector<size_t> Matching(const std::vector<feel::Value>& inputs, const Frame& frame, feel::Evaluation& evaluation) const;
  bool Matches(const TableRule& rule, const std::vector<feel::Value>& inputs, const Frame& frame,
               feel::Evaluation& evaluation) const;
  std::vector<Match> Outputs(const std::vector<size_t>& rules, const Frame& frame, feel::Evaluation& evaluation) const;
  feel::Value Default(const Frame& frame, feel::Evaluation& evaluation) const;

  const TableParts parts_;
};

// What the hit policy makes of the matches, of which there is at least one, in the order of their rules.
feel::Value ApplyHitPolicy(const TableParts& table, const std::vector<Match>& matches, feel::Evaluation& evaluation);

}  // namespace redress::dmn
