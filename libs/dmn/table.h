// A compiled decision table: looks up the rules that match and gives what the hit policy makes of their outputs. A table whose
// inputs and result are scalars allocates nothing, as long as the inputs are few and nobody asked for a trace. Const and thread
// safe after compiling.
#pragma once

#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
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
  absl::InlinedVector<feel::Value, 2> outputs;
};
using Matches = absl::InlinedVector<Match, 2>;

class Table : public Node {
 public:
  Table(const feel::Type& type, TableParts parts) : Node(type), parts_(std::move(parts)) {}

  feel::Value Evaluate(Frame& frame, feel::Evaluation& evaluation) const override;

 private:
  // The values of the inputs; nothing, with a note, if one is not allowed.
  absl::optional<Values> Inputs(const Frame& frame, feel::Evaluation& evaluation) const;
  // The rules that match, in their order.
  using Rules = absl::InlinedVector<size_t, 8>;
  Rules Matching(const Values& inputs, const Frame& frame, feel::Evaluation& evaluation) const;
  bool Passes(const TableRule& rule, const Values& inputs, const Frame& frame, feel::Evaluation& evaluation) const;
  Matches Outputs(const Rules& rules, const Frame& frame, feel::Evaluation& evaluation) const;
  feel::Value Default(const Frame& frame, feel::Evaluation& evaluation) const;

  const TableParts parts_;
};

// What the hit policy makes of the matches, of which there is at least one, in the order of their rules.
feel::Value ApplyHitPolicy(const TableParts& table, const Matches& matches, feel::Evaluation& evaluation);

}  // namespace redress::dmn
