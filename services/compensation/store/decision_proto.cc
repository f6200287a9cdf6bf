#include "services/compensation/store/decision_proto.h"

#include <string>
#include <utility>

namespace redress::compensation {
namespace {

template <class Repeated>
NamedFacts FactsIn(const Repeated& protos) {
  NamedFacts facts;
  facts.reserve(static_cast<size_t>(protos.size()));
  for (const v1::Quotation::Fact& fact : protos) facts.emplace_back(fact.name(), fact.value());
  return facts;
}

template <class Repeated>
void SetFacts(const NamedFacts& facts, Repeated* protos) {
  for (const auto& [name, value] : facts) {
    v1::Quotation::Fact& fact = *protos->Add();
    fact.set_name(name);
    fact.set_value(value);
  }
}

}  // namespace

void SetDecisions(const std::vector<Explained>& decisions, v1::Quotation* proto) {
  for (const Explained& made : decisions) {
    v1::Quotation::Decision& decision = *proto->add_decisions();
    decision.set_subject(made.subject);
    decision.set_decision(made.decision);
    SetFacts(made.facts, decision.mutable_facts());
    for (const Explained::Fired& fired : made.rules) {
      v1::Quotation::FiredRule& rule = *decision.add_rules();
      rule.set_rule(fired.rule);
      SetFacts(fired.says, rule.mutable_says());
    }
  }
}

std::vector<Explained> DecisionsIn(const v1::Quotation& proto) {
  std::vector<Explained> decisions;
  decisions.reserve(static_cast<size_t>(proto.decisions_size()));
  for (const v1::Quotation::Decision& decision : proto.decisions()) {
    Explained made{decision.subject(), decision.decision(), FactsIn(decision.facts()), {}};
    for (const v1::Quotation::FiredRule& rule : decision.rules()) made.rules.push_back({rule.rule(), FactsIn(rule.says())});
    decisions.push_back(std::move(made));
  }
  return decisions;
}

}  // namespace redress::compensation
