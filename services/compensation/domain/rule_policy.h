// A policy of rules that were read from data: every rule whose conditions all hold makes an offer. Checked as a whole before it
// is used; one that is wrong anywhere is refused with every fault.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "services/compensation/domain/policy.h"
#include "services/compensation/domain/unary_test.h"

namespace redress::compensation {

// An amount: `percent` of a fact, or so many minor units; then held between the bounds.
struct AmountRule {
  std::string of;  // name of a fact; empty: `fixed`
  int64_t fixed = 0;
  int64_t percent = 100;
  absl::optional<int64_t> at_least;
  absl::optional<int64_t> at_most;
};

struct Condition {
  std::string fact;
  UnaryTest test;
};

struct Rule {
  std::string id;  // [a-z0-9-]+, unique in its table
  std::vector<Condition> when;
  RemedyKind give = RemedyKind::kApology;
  AmountRule amount;
  absl::Duration within;
  std::string reason_zh;
  std::string reason_en;
  std::string ground;
};

struct RuleTable {
  std::string id;
  std::vector<Rule> rules;
};

class RulePolicy final : public Policy {
 public:
  // INVALID_ARGUMENT, reason INVALID_FIELDS, naming every field at fault (`terms.version`, `remedies/refund.when.l3`).
  static absl::StatusOr<RulePolicy> Make(Terms terms, std::vector<RuleTable> tables);

  // The same rules under other figures.
  template <class Change>
  RulePolicy With(Change change) const {
    RulePolicy other = *this;
    change(&other.terms_);
    return other;
  }

  const Terms& terms() const override { return terms_; }
  absl::StatusOr<std::vector<Offer>> Decide(const FactMap& facts) const override;

 private:
  RulePolicy(Terms terms, std::vector<RuleTable> tables) : terms_(std::move(terms)), tables_(std::move(tables)) {}

  Terms terms_;
  std::vector<RuleTable> tables_;
};

}  // namespace redress::compensation
