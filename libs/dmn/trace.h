// How a result came about: which decisions were made from which inputs, and which rules of which tables matched. Plain values.
#pragma once

#include <string>
#include <typeinfo>
#include <utility>
#include <vector>

#include "libs/feel/evaluation.h"
#include "libs/feel/value.h"

namespace redress::dmn {

// A rule that matched.
struct RuleTrace {
  std::string id;
  std::string label;                 // its annotation; without one, its id
  size_t index = 0;                  // counted from 1, as editors show it
  std::vector<feel::Value> outputs;  // of each output column; empty where the hit policy did not need them
};

// A decision table that was looked up.
struct TableTrace {
  std::string id;
  std::string owner;                                        // name of the decision or knowledge model that holds it
  std::vector<std::pair<std::string, feel::Value>> inputs;  // label or text of the expression, and what it gave
  std::vector<RuleTrace> matched;
  bool defaulted = false;  // no rule matched, the default outputs were taken
  feel::Value result;
};

// A decision that was made.
struct DecisionTrace {
  std::string ns;
  std::string id;
  std::string name;
  std::vector<std::pair<std::string, feel::Value>> inputs;  // what it requires
  std::vector<TableTrace> tables;                           // in the order in which they were looked up
  feel::Value result;
};

// Collects the traces of one evaluation; the tables find it as the evaluation's observer. Not thread safe.
class Recorder final : public feel::ReadObserver {
 public:
  static constexpr size_t kMaxTables = 1000;  // a table within a loop shall not fill the memory

  void OnRead(int, const feel::Value&) override {}
  void Begin(DecisionTrace decision) { open_.push_back(std::move(decision)); }
  void End(feel::Value result);
  void Add(TableTrace table);
  // What was recorded; nothing is left.
  std::vector<DecisionTrace> Take() { return std::move(decisions_); }
  // The recorder of an evaluation; null if nothing is recorded.
  static Recorder* Of(const feel::Evaluation& evaluation) {
    feel::ReadObserver* const observer = evaluation.observer();
    // Final, so that no cast needs to search.
    return observer != nullptr && typeid(*observer) == typeid(Recorder) ? static_cast<Recorder*>(observer) : nullptr;
  }

 private:
  std::vector<DecisionTrace> open_;  // the innermost last: a decision service within a decision
  std::vector<DecisionTrace> decisions_;
  size_t tables_ = 0;
};

}  // namespace redress::dmn
