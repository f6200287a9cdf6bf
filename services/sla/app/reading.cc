#include "services/sla/app/reading.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/sla/store/clock_store.h"

namespace redress::sla {
namespace {

using Clocks = std::map<std::string, std::map<std::string, Clock>>;  // by case and id

absl::StatusOr<Clocks> ClocksOf(pqxx::transaction_base& transaction, const Context& context,
                                const std::set<std::string>& numbers) {
  Clocks clocks;
  if (numbers.empty()) return clocks;
  auto facts = ReadFacts(transaction, numbers);
  const BusinessTime now = context.time.Now();
  for (const StoredCase& of : ReadCases(transaction, numbers)) {
    ASSIGN_OR_RETURN(const std::shared_ptr<const Policy> policy, context.policies.Find(transaction, of.policy_version));
    auto& own = clocks[of.number];
    for (ClockView& view : Look(facts[of.number], *policy, now)) own[view.clock.id] = std::move(view.clock);
  }
  return clocks;
}

}  // namespace

absl::StatusOr<std::vector<CaseClock>> ListClocks(const Context& context, const std::string& case_number) {
  Clocks clocks;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(clocks, ClocksOf(transaction, context, {case_number}));
    return absl::OkStatus();
  }));
  const auto own = clocks.find(case_number);
  if (own == clocks.end()) {
    return Error(absl::StatusCode::kNotFound, "CASE_NOT_FOUND", absl::StrCat("nothing was heard of case ", case_number, " yet"));
  }
  std::vector<CaseClock> list;
  list.reserve(own->second.size());
  for (auto& [id, clock] : own->second) list.push_back({case_number, std::move(clock)});
  std::stable_sort(list.begin(), list.end(),
                   [](const CaseClock& a, const CaseClock& b) { return a.clock.start < b.clock.start; });
  return list;
}

absl::StatusOr<DuePage> ListDueClocks(const Context& context, const DueQuery& query) {
  std::vector<DueClock> due;
  Clocks clocks;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(due, ListDue(transaction, query));
    std::set<std::string> numbers;
    for (const DueClock& one : due) numbers.insert(one.case_number);
    ASSIGN_OR_RETURN(clocks, ClocksOf(transaction, context, numbers));
    return absl::OkStatus();
  }));
  DuePage page;
  for (const DueClock& one : due) {
    const auto& own = clocks[one.case_number];
    const auto found = own.find(one.id);
    if (found != own.end()) page.clocks.push_back({one.case_number, found->second});
  }
  if (static_cast<int>(due.size()) == query.limit) page.next = KeyOf(due.back());
  return page;
}

absl::StatusOr<std::shared_ptr<const Policy>> ReadPolicy(const Context& context, const std::string& version) {
  std::shared_ptr<const Policy> policy;
  const std::string wanted = version.empty() ? context.policies.current().spec().version : version;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(policy, context.policies.Find(transaction, wanted));
    return absl::OkStatus();
  }));
  return policy;
}

}  // namespace redress::sla
