// One run over a graph: the values of inputs and decisions, made in the order of their requirements without recursion. A decision
// service that is called runs on its own values within the same evaluation. Not thread safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/dmn/graph.h"
#include "libs/dmn/trace.h"

namespace redress::dmn {

// What an evaluation told, for people.
struct Message {
  std::string element;  // the decision; empty for inputs
  std::string text;
};

class Run {
 public:
  // `messages` may be null: then the notes stay with the evaluation.
  Run(std::shared_ptr<const Graph> graph, feel::Evaluation& evaluation, std::vector<Message>* messages)
      : graph_(std::move(graph)), evaluation_(evaluation), messages_(messages), values_(graph_->elements.size()) {}

  // The value of an input or a decision, as its type has it.
  void Give(int element, const feel::Value& value);
  // Makes these decisions, in this order.
  void Make(const std::vector<int>& order);
  // The value of an input or a decision that was made; of a knowledge model or service, its function.
  feel::Value ValueOf(int element) const;
  // The result of a service whose decisions were made.
  feel::Value ServiceResult(const GraphElement& service) const;

 private:
  void MakeOne(int decision);
  void TakeNotes(const std::string& element);

  const std::shared_ptr<const Graph> graph_;
  feel::Evaluation& evaluation_;
  std::vector<Message>* const messages_;
  Values values_;
};

// The function of a knowledge model or a decision service.
feel::Value FunctionOf(const std::shared_ptr<const Graph>& graph, int element);

}  // namespace redress::dmn
