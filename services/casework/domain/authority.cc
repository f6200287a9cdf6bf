#include "services/casework/domain/authority.h"

#include <algorithm>

#include "libs/base/status_macros.h"

namespace redress::casework {

Authority AuthorityFor(const std::vector<Money>& totals, const AuthorityBands& bands) {
  if (totals.empty()) return Authority::kSpecialist;
  if (totals.size() > 1 || totals[0].currency != bands.currency) return Authority::kManager;
  if (totals[0].minor <= bands.specialist_max_minor) return Authority::kSpecialist;
  if (totals[0].minor <= bands.supervisor_max_minor) return Authority::kSupervisor;
  return Authority::kManager;
}

bool Suffices(Authority have, Authority need) {
  if (have == Authority::kLegal || need == Authority::kLegal) return have == need;
  return have >= need;
}

Authority Stronger(Authority a, Authority b) {
  return std::max(a, b);
}

Authority NextLevel(Authority authority) {
  switch (authority) {
    case Authority::kSpecialist:
      return Authority::kSupervisor;
    case Authority::kSupervisor:
    case Authority::kManager:
      return Authority::kManager;
    case Authority::kLegal:
      return Authority::kLegal;
  }
  return authority;
}

absl::Status AddTo(std::vector<Money>* sums, const Money& amount) {
  auto at = std::lower_bound(sums->begin(), sums->end(), amount,
                             [](const Money& a, const Money& b) { return a.currency < b.currency; });
  if (at != sums->end() && at->currency == amount.currency) {
    ASSIGN_OR_RETURN(*at, Add(*at, amount));
  } else {
    at = sums->insert(at, amount);
  }
  if (at->minor == 0) sums->erase(at);
  return absl::OkStatus();
}

}  // namespace redress::casework
