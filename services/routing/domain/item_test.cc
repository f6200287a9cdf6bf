#include "services/routing/domain/item.h"

#include <catch2/catch.hpp>

namespace redress::routing {
namespace {

WorkItem Item(Severity severity, int vip, int raised, int64_t received, const char* id = "a") {
  WorkItem item;
  item.id = id;
  item.severity = severity;
  item.vip_level = vip;
  item.raise_count = raised;
  item.received_time = BusinessTime::FromUnixMicros(received);
  return item;
}

TEST_CASE("Severity goes before VIP, VIP before asking again, asking again before waiting", "[routing]") {
  const WorkItem critical = Item(Severity::kCritical, 0, 0, 900);
  const WorkItem urgent_vip = Item(Severity::kUrgent, 3, 0, 800);
  const WorkItem urgent_raised = Item(Severity::kUrgent, 2, 5, 700);
  const WorkItem urgent_waits = Item(Severity::kUrgent, 2, 4, 100);
  const WorkItem urgent_newer = Item(Severity::kUrgent, 2, 4, 101);
  const std::vector<WorkItem> order = {critical, urgent_vip, urgent_raised, urgent_waits, urgent_newer};
  for (size_t i = 0; i < order.size(); ++i) {
    for (size_t j = 0; j < order.size(); ++j) CHECK(GoesBefore(order[i], order[j]) == (i < j));
  }
}

TEST_CASE("Of items that are equal in all this the id decides, so that the order is total", "[routing]") {
  CHECK(GoesBefore(Item(Severity::kUrgent, 1, 1, 5, "a"), Item(Severity::kUrgent, 1, 1, 5, "b")));
  CHECK_FALSE(GoesBefore(Item(Severity::kUrgent, 1, 1, 5, "b"), Item(Severity::kUrgent, 1, 1, 5, "a")));
}

}  // namespace
}  // namespace redress::routing
