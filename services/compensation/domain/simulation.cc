#include "services/compensation/domain/simulation.h"

#include <algorithm>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/compensation/domain/abuse.h"

namespace redress::compensation {
namespace {

void Add(const std::vector<Option>& options, int64_t cost, GivenSums* sums) {
  ++sums->quotations;
  sums->cost += cost;
  Authority most = Authority::kSpecialist;
  bool empty = true;
  for (const Option& option : options) {
    if (option.kind == RemedyKind::kApology) continue;
    empty = false;
    most = std::max(most, option.required);
  }
  if (empty) {
    ++sums->empty;
  } else {
    ++sums->approvals[static_cast<size_t>(most) - 1];
  }
}

void Merge(const GivenSums& from, GivenSums* into) {
  into->quotations += from.quotations;
  into->empty += from.empty;
  into->cost += from.cost;
  for (size_t i = 0; i < from.approvals.size(); ++i) into->approvals[i] += from.approvals[i];
}

// Whether the customer, or whoever has to agree, sees a difference.
bool Same(const std::vector<Option>& a, const std::vector<Option>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Option& x, const Option& y) {
    return x.kind == y.kind && x.order == y.order && x.line == y.line && x.amount == y.amount && x.quantity == y.quantity &&
           x.required == y.required && x.within == y.within;
  });
}

std::string WordOf(const FactMap& facts, const char* name) {
  const auto fact = facts.find(name);
  return fact == facts.end() ? "" : TextOf(fact->second);
}

}  // namespace

void SimulationSums::Add(const SimulationSums& other) {
  done += other.done;
  skipped += other.skipped;
  Merge(other.candidate, &candidate);
  Merge(other.baseline, &baseline);
  gain_count += other.gain_count;
  gain += other.gain;
  loss_count += other.loss_count;
  loss += other.loss;
  for (const auto& [key, group] : other.groups) {
    GroupSums& mine = groups[key];
    mine.quotations += group.quotations;
    mine.changed += group.changed;
    mine.difference += group.difference;
    mine.gains += group.gains;
    mine.losses += group.losses;
  }
}

int64_t CostOf(const std::vector<Option>& options) {
  std::map<std::tuple<std::string, std::string, EntitlementKind>, int64_t> dearest;
  for (const Option& option : options) {
    int64_t& most = dearest[{option.order, option.line, option.entitlement()}];
    most = std::max(most, option.amount.minor);
  }
  int64_t cost = 0;
  for (const auto& [key, amount] : dearest) cost += amount;
  return cost;
}

absl::Status Judge(const Policy& candidate, const Policy& baseline, const NamedFacts& facts, SimulationSums* sums) {
  ++sums->done;
  const absl::StatusOr<std::vector<Subject>> subjects = SubjectsFrom(facts, baseline.terms().currency);
  if (!subjects.ok() || subjects->empty()) {
    ++sums->skipped;
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(Offered was, OptionsOf(baseline, *subjects));
  ASSIGN_OR_RETURN(Offered is, OptionsOf(candidate, *subjects));
  ShowKeptSigns(facts, baseline.terms().abuse, &was.options);
  ShowKeptSigns(facts, candidate.terms().abuse, &is.options);
  const int64_t cost_was = CostOf(was.options), cost_is = CostOf(is.options);
  Add(was.options, cost_was, &sums->baseline);
  Add(is.options, cost_is, &sums->candidate);
  if (cost_is > cost_was) ++sums->gain_count, sums->gain += cost_is - cost_was;
  if (cost_is < cost_was) ++sums->loss_count, sums->loss += cost_was - cost_is;
  const FactMap& first = subjects->front().facts;
  GroupSums& group = sums->groups[{WordOf(first, "l1"), WordOf(first, "l2"), WordOf(first, "seller_tier")}];
  ++group.quotations;
  group.difference += cost_is - cost_was;
  if (cost_is > cost_was) ++group.gains;
  if (cost_is < cost_was) ++group.losses;
  if (!Same(was.options, is.options)) ++group.changed;
  return absl::OkStatus();
}

}  // namespace redress::compensation
