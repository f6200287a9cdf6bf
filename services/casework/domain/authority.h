// Who must say yes (domain.md §5): bands by everything that the customer gets in one case. Pure functions, thread safe.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/money.h"
#include "services/casework/domain/words.h"

namespace redress::casework {

// Inclusive upper ends, in minor units of `currency`; above the last one a manager.
struct AuthorityBands {
  Currency currency = Currency::Cny();
  int64_t specialist_max_minor = 100'00;
  int64_t supervisor_max_minor = 1'000'00;
};

// By the sums of a case, one a currency. Nobody knows a rate here: any amount in another currency is a manager's, and so is more
// than one currency. LEGAL never comes from an amount.
Authority AuthorityFor(const std::vector<Money>& totals, const AuthorityBands& bands);

// Whether `have` may decide what needs `need`: each authority includes the ones before it, LEGAL apart, which includes only
// itself and is included by none.
bool Suffices(Authority have, Authority need);

// The authority that both demand; LEGAL wins, for statutory damages are legal's whatever the amount.
Authority Stronger(Authority a, Authority b);

// Who is asked when nobody decided in time; a manager and legal have nobody above them and are asked again.
Authority NextLevel(Authority authority);

// `amount` taken into sums by currency, which stay in the order of the codes, without zeros. OUT_OF_RANGE, MONEY_OVERFLOW.
absl::Status AddTo(std::vector<Money>* sums, const Money& amount);

}  // namespace redress::casework
