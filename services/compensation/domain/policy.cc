#include "services/compensation/domain/policy.h"

namespace redress::compensation {

std::string MonthOf(BusinessTime time, const Terms& terms) {
  return absl::FormatTime("%E4Y-%m", time.ToAbsl(), terms.zone);
}

std::string DayOf(BusinessTime time, const Terms& terms) {
  return absl::FormatTime("%E4Y-%m-%d", time.ToAbsl(), terms.zone);
}

}  // namespace redress::compensation
