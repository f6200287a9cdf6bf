#include "libs/dmn/table.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"

namespace redress::dmn {

using feel::Value;

absl::optional<Values> Table::Inputs(const Frame& frame, feel::Evaluation& evaluation) const {
  Values values;
  values.reserve(parts_.inputs.size());
  for (const TableInput& input : parts_.inputs) {
    values.push_back(input.expression ? input.expression->Evaluate(frame, evaluation) : Value());
    if (!input.allowed) {
      continue;
    }
    // Of a list, each item is to be allowed, unless the values speak of lists.
    bool allowed = input.allowed->Test(values.back(), frame, evaluation).IsTrue();
    if (!allowed && values.back().is(feel::Kind::kList)) {
      allowed = true;
      for (const Value& item : values.back().list()) {
        allowed = allowed && evaluation.Spend() && input.allowed->Test(item, frame, evaluation).IsTrue();
      }
    }
    if (!allowed) {
      evaluation.Null(
          -1, absl::StrCat("the input ", input.label, " of the table of ", parts_.owner, " is none of the allowed values"));
      return absl::nullopt;
    }
  }
  return values;
}

bool Table::Passes(const TableRule& rule, const Values& inputs, const Frame& frame, feel::Evaluation& evaluation) const {
  for (size_t i = 0; i < inputs.size(); ++i) {
    const absl::optional<feel::UnaryTests>& test = rule.tests[i];
    if (!test || (!test->any() && !test->Test(inputs[i], frame, evaluation).IsTrue())) {
      return false;
    }
  }
  return true;
}

Table::Rules Table::Matching(const Values& inputs, const Frame& frame, feel::Evaluation& evaluation) const {
  Rules matching;
  const size_t count = parts_.rules.size();
  RuleBits candidates;
  if (parts_.index) {
    candidates = parts_.index->Candidates(inputs);
    evaluation.Spend(static_cast<int64_t>(candidates.size()));
  }
  for (size_t i = 0; i < count;) {
    if (parts_.index) {
      const uint64_t rest = candidates[i / 64] >> (i % 64);
      if (rest == 0) {
        i = (i / 64 + 1) * 64;
        continue;
      }
      i += static_cast<size_t>(__builtin_ctzll(rest));
    }
    if (!evaluation.Spend()) {
      break;
    }
    if (Passes(parts_.rules[i], inputs, frame, evaluation)) {
      matching.push_back(i);
      if (parts_.hit_policy == HitPolicy::kFirst) {
        break;
      }
    }
    ++i;
  }
  return matching;
}

Matches Table::Outputs(const Rules& rules, const Frame& frame, feel::Evaluation& evaluation) const {
  Matches matches;
  matches.reserve(rules.size());
  for (const size_t rule : rules) {
    Match match{rule, {}};
    match.outputs.reserve(parts_.outputs.size());
    for (size_t i = 0; i < parts_.outputs.size() && evaluation.Spend(); ++i) {
      const absl::optional<feel::Program>& output = parts_.rules[rule].outputs[i];
      match.outputs.push_back(output ? parts_.outputs[i].type->Conform(output->Evaluate(frame, evaluation), evaluation)
                                     : Value());
    }
    match.outputs.resize(parts_.outputs.size());
    matches.push_back(std::move(match));
  }
  return matches;
}

Value Table::Default(const Frame& frame, feel::Evaluation& evaluation) const {
  bool any = false;
  std::vector<feel::Context::Entry> entries;
  entries.reserve(parts_.outputs.size());
  for (const TableOutput& output : parts_.outputs) {
    any = any || output.has_default;
    entries.emplace_back(output.name, output.default_output
                                          ? output.type->Conform(output.default_output->Evaluate(frame, evaluation), evaluation)
                                          : Value());
  }
  if (any) {
    return parts_.outputs.size() == 1 ? entries.front().second : Value::Of(feel::Context(std::move(entries)));
  }
  if (parts_.aggregation == Aggregation::kCount) {
    return Value::Number(0);
  }
  return evaluation.Null(-1, absl::StrCat("no rule of the table of ", parts_.owner, " matches"));
}

Value Table::Evaluate(Frame& frame, feel::Evaluation& evaluation) const {
  absl::optional<Values> inputs = Inputs(frame, evaluation);
  Matches matches;
  Value result;
  bool defaulted = false;
  if (inputs) {
    matches = Outputs(Matching(*inputs, frame, evaluation), frame, evaluation);
    defaulted = matches.empty();
    result = defaulted ? Default(frame, evaluation) : ApplyHitPolicy(parts_, matches, evaluation);
  }
  if (Recorder* const recorder = Recorder::Of(evaluation)) {
    TableTrace trace{parts_.id, parts_.owner, {}, {}, defaulted, result};
    trace.inputs.reserve(parts_.inputs.size());
    for (size_t i = 0; inputs && i < inputs->size(); ++i) {
      trace.inputs.emplace_back(parts_.inputs[i].label, std::move((*inputs)[i]));
    }
    trace.matched.reserve(matches.size());
    for (Match& match : matches) {
      const TableRule& rule = parts_.rules[match.rule];
      trace.matched.push_back({rule.id,
                               rule.label,
                               match.rule + 1,
                               {std::make_move_iterator(match.outputs.begin()), std::make_move_iterator(match.outputs.end())}});
    }
    recorder->Add(std::move(trace));
  }
  return result;
}

}  // namespace redress::dmn
