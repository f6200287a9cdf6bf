// A policy of DMN decision tables: eligibility opens the tables of remedies, whose rules offer; authority and limits say who must
// agree and how much in all; the abuse guard asks for somebody's look. A truth that is no fact is false, another fact that
// is absent null. Compiled once, immutable, thread safe; copies are cheap but
// for the terms.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/dmn/model.h"
#include "services/compensation/domain/policy.h"
#include "services/compensation/domain/policy_files.h"

namespace redress::compensation {

class DmnPolicy final : public Policy {
 public:
  // `version` is what quotations name. INVALID_ARGUMENT, reason INVALID_POLICY, with the first fault.
  static absl::StatusOr<DmnPolicy> Make(const std::string& version, const PolicyFiles& files);

  // The same rules under other figures.
  template <class Change>
  DmnPolicy With(Change change) const {
    DmnPolicy other = *this;
    change(&other.terms_);
    return other;
  }

  const Terms& terms() const override { return terms_; }
  absl::StatusOr<Verdict> Decide(const FactMap& facts) const override;
  absl::StatusOr<Authority> Required(RemedyKind kind, int64_t amount, Explained* made) const override;

 private:
  friend std::vector<PolicyFinding> CheckPolicy(const PolicyFiles& files);

  // One decision, ready to be made.
  struct Table {
    dmn::Model model;
    PolicyDecision decision;
    std::string id;  // with dashes for spaces
  };
  // A rule that fired, by the names of its outputs.
  struct Fired {
    std::string rule;
    const std::vector<std::string>* names = nullptr;
    std::vector<feel::Value> outputs;
    // Null where there is no such output.
    const feel::Value& Get(absl::string_view name) const;
  };
  struct Made {
    feel::Value value;
    std::vector<Fired> fired;
  };

  DmnPolicy() = default;
  // As Make; all findings, none of which need be an error.
  static absl::optional<DmnPolicy> Build(const std::string& version, const PolicyFiles& files,
                                         std::vector<PolicyFinding>* findings);
  absl::Status ReadTerms(const std::string& version);
  absl::Status ReadAbuse();
  absl::StatusOr<Made> Run(const Table& table, std::vector<feel::Context::Entry> inputs, Explained* explained) const;
  absl::StatusOr<Made> RunOn(const Table& table, const FactMap& facts, std::vector<Explained>* made) const;
  absl::StatusOr<int64_t> Figure(absl::string_view table, const char* input, const std::string& of) const;
  const Table& At(absl::string_view name) const;
  absl::Status AddOffers(const Table& table, const FactMap& facts, Verdict* verdict) const;

  Terms terms_;
  std::vector<Table> tables_;  // in the order of PolicyShape
};

// Everything that can be said of the files: faults with their places; gaps, overlaps and unreachable rules of the tables. A set
// without errors makes a policy.
std::vector<PolicyFinding> CheckPolicy(const PolicyFiles& files);

}  // namespace redress::compensation
