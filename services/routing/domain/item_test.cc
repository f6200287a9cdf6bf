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

TEST_CASE("Severity goes before a supervisor's, that before VIP, VIP before asking again, that before waiting", "[routing]") {
  const WorkItem critical = Item(Severity::kCritical, 0, 0, 900);
  WorkItem supervisors = Item(Severity::kUrgent, 0, 0, 950);
  supervisors.supervisors_only = true;
  const WorkItem urgent_vip = Item(Severity::kUrgent, 3, 0, 800);
  const WorkItem urgent_raised = Item(Severity::kUrgent, 2, 5, 700);
  const WorkItem urgent_waits = Item(Severity::kUrgent, 2, 4, 100);
  const WorkItem urgent_newer = Item(Severity::kUrgent, 2, 4, 101);
  const std::vector<WorkItem> order = {critical, supervisors, urgent_vip, urgent_raised, urgent_waits, urgent_newer};
  for (size_t i = 0; i < order.size(); ++i) {
    for (size_t j = 0; j < order.size(); ++j) CHECK(GoesBefore(order[i], order[j]) == (i < j));
  }
}

TEST_CASE("Of items that are equal in all this the id decides, so that the order is total", "[routing]") {
  CHECK(GoesBefore(Item(Severity::kUrgent, 1, 1, 5, "a"), Item(Severity::kUrgent, 1, 1, 5, "b")));
  CHECK_FALSE(GoesBefore(Item(Severity::kUrgent, 1, 1, 5, "b"), Item(Severity::kUrgent, 1, 1, 5, "a")));
}

TEST_CASE("A case is handled or in triage as a whole; only of that, and of its callback, is critical work a supervisor's",
          "[routing]") {
  using Row = std::tuple<ItemKind, bool, bool>;
  const auto [kind, main, for_supervisors] = GENERATE(table<ItemKind, bool, bool>({
      Row{ItemKind::kHandleCase, true, true},
      Row{ItemKind::kTriage, true, true},
      Row{ItemKind::kCallBack, false, true},
      Row{ItemKind::kApprove, false, false},
      Row{ItemKind::kDepartmentTask, false, false},
  }));
  WorkItem item = Item(Severity::kUrgent, 0, 0, 1);
  item.kind = kind;
  CHECK(IsMain(item) == main);
  CHECK_FALSE(CriticalForSupervisors(item));
  item.severity = Severity::kCritical;
  CHECK(CriticalForSupervisors(item) == for_supervisors);
}

}  // namespace
}  // namespace redress::routing
