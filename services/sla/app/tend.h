// Computes the clocks of cases from their facts and says what was not said yet: the one way in which a clock changes, whether an
// event came or time passed. Within the caller's transaction, which has locked the cases.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/sla/app/context.h"
#include "services/sla/store/clock_store.h"

namespace redress::sla {

// What was said, for metrics.
struct Tended {
  std::vector<Saying> sayings;
};

// All facts of cases that this transaction has added: nothing else is stored of them.
using NewCases = std::map<std::string, std::vector<Fact>>;

// Events go to `out`, in the order of their times within a case; the caller appends them. NOT_FOUND, reason POLICY_NOT_FOUND.
absl::StatusOr<Tended> Tend(pqxx::work& transaction, const Context& context, const std::vector<StoredCase>& locked,
                            std::vector<events::NewEvent>* out, NewCases added = {});

// Keeps what was heard and tends the cases it is about.
absl::StatusOr<Tended> Receive(pqxx::work& transaction, const Context& context, const std::vector<CaseFact>& facts,
                               std::vector<events::NewEvent>* out);

}  // namespace redress::sla
