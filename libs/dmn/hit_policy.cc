#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/dmn/table.h"

namespace redress::dmn {

using feel::Value;

namespace {

// A rule's outputs as one value: the only one, or a context of all.
Value Combined(const TableParts& table, const Match& match) {
  if (table.outputs.size() == 1) {
    return match.outputs.front();
  }
  std::vector<feel::Context::Entry> entries;
  entries.reserve(table.outputs.size());
  for (size_t i = 0; i < table.outputs.size(); ++i) {
    entries.emplace_back(table.outputs[i].name, match.outputs[i]);
  }
  return Value::Of(feel::Context(std::move(entries)));
}

// How important the outputs of a match are, column by column; less is more.
using Ranks = absl::InlinedVector<size_t, 4>;
Ranks RanksOf(const TableParts& table, const Match& match, feel::Evaluation& evaluation) {
  Ranks ranks;
  ranks.reserve(table.outputs.size());
  for (size_t i = 0; i < table.outputs.size(); ++i) {
    const std::vector<feel::UnaryTests>& order = table.outputs[i].order;
    size_t rank = 0;
    while (rank < order.size() && evaluation.Spend() && !order[rank].Test(match.outputs[i], {}, evaluation).IsTrue()) {
      ++rank;
    }
    ranks.push_back(rank);
  }
  return ranks;
}

// The matches, the most important first; the order of the rules among equals.
std::vector<const Match*> Ordered(const TableParts& table, const Matches& matches, feel::Evaluation& evaluation) {
  std::vector<std::pair<Ranks, const Match*>> ranked;
  ranked.reserve(matches.size());
  for (const Match& match : matches) {
    ranked.emplace_back(RanksOf(table, match, evaluation), &match);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const Match*> ordered;
  ordered.reserve(ranked.size());
  for (const auto& [ranks, match] : ranked) {
    ordered.push_back(match);
  }
  return ordered;
}

// The first of them, without ordering the rest.
const Match& MostImportant(const TableParts& table, const Matches& matches, feel::Evaluation& evaluation) {
  const Match* first = &matches.front();
  Ranks least = RanksOf(table, *first, evaluation);
  for (size_t i = 1; i < matches.size(); ++i) {
    Ranks ranks = RanksOf(table, matches[i], evaluation);
    if (ranks < least) {
      first = &matches[i];
      least = std::move(ranks);
    }
  }
  return *first;
}

// FEEL's own functions, so that what they take and refuse is the same.
feel::Program Builtin(absl::string_view function) {
  feel::Scope scope;
  scope.Add("outputs");
  return *feel::Compile(absl::StrCat(function, "(outputs)"), scope);
}

Value Aggregate(Aggregation aggregation, const Value& outputs, feel::Evaluation& evaluation) {
  static const auto* const sum = new feel::Program(Builtin("sum"));
  static const auto* const min = new feel::Program(Builtin("min"));
  static const auto* const max = new feel::Program(Builtin("max"));
  static const auto* const count = new feel::Program(Builtin("count"));
  switch (aggregation) {
    case Aggregation::kNone:
      return outputs;
    case Aggregation::kSum:
      return sum->Evaluate({&outputs, 1}, evaluation);
    case Aggregation::kMin:
      return min->Evaluate({&outputs, 1}, evaluation);
    case Aggregation::kMax:
      return max->Evaluate({&outputs, 1}, evaluation);
    case Aggregation::kCount:
      return count->Evaluate({&outputs, 1}, evaluation);
  }
  return {};
}

Value All(const TableParts& table, const Matches& matches, feel::Evaluation& evaluation) {
  feel::List list;
  list.reserve(matches.size());
  for (const Match& match : matches) {
    list.push_back(Combined(table, match));
  }
  Value all = Value::Of(std::move(list));
  if (table.hit_policy != HitPolicy::kCollect || table.aggregation == Aggregation::kNone) {
    return all;
  }
  if (table.outputs.size() > 1 && table.aggregation != Aggregation::kCount) {
    return evaluation.Null(-1, absl::StrCat("the outputs of the table of ", table.owner, " cannot be aggregated"));
  }
  return Aggregate(table.aggregation, all, evaluation);
}

Value Any(const TableParts& table, const Matches& matches, feel::Evaluation& evaluation) {
  for (const Match& match : matches) {
    for (size_t i = 0; i < match.outputs.size(); ++i) {
      if (!feel::Same(match.outputs[i], matches.front().outputs[i])) {
        return evaluation.Null(-1, absl::StrCat("rules ", matches.front().rule + 1, " and ", match.rule + 1, " of the table of ",
                                                table.owner, " match with different outputs"));
      }
    }
  }
  return Combined(table, matches.front());
}

}  // namespace

Value ApplyHitPolicy(const TableParts& table, const Matches& matches, feel::Evaluation& evaluation) {
  switch (table.hit_policy) {
    case HitPolicy::kUnique:
      if (matches.size() > 1) {
        return evaluation.Null(-1, absl::StrCat("rules ", matches[0].rule + 1, " and ", matches[1].rule + 1, " of the table of ",
                                                table.owner, " match, where only one may"));
      }
      return Combined(table, matches.front());
    case HitPolicy::kFirst:
      return Combined(table, matches.front());
    case HitPolicy::kAny:
      return Any(table, matches, evaluation);
    case HitPolicy::kPriority:
      return Combined(table, MostImportant(table, matches, evaluation));
    case HitPolicy::kCollect:
    case HitPolicy::kRuleOrder:
      return All(table, matches, evaluation);
    case HitPolicy::kOutputOrder: {
      feel::List list;
      list.reserve(matches.size());
      for (const Match* const match : Ordered(table, matches, evaluation)) {
        list.push_back(Combined(table, *match));
      }
      return Value::Of(std::move(list));
    }
  }
  return {};
}

}  // namespace redress::dmn
