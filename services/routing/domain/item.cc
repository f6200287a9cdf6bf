#include "services/routing/domain/item.h"

#include <tuple>

namespace redress::routing {

bool GoesBefore(const WorkItem& a, const WorkItem& b) {
  const auto urgency = [](const WorkItem& item) {
    return std::make_tuple(item.severity, item.supervisors_only, item.vip_level, item.raise_count);
  };
  if (urgency(a) != urgency(b)) return urgency(a) > urgency(b);
  return std::tie(a.received_time, a.id) < std::tie(b.received_time, b.id);
}

}  // namespace redress::routing
