#include "services/routing/domain/next_item.h"

namespace redress::routing {

WorkItem SameAgain(const WorkItem& former) {
  WorkItem item;
  item.partition = former.partition;
  item.case_number = former.case_number;
  item.complaint = former.complaint;
  item.kind = former.kind;
  item.team = former.team;
  item.tag = former.tag;
  item.severity = former.severity;
  item.supervisors_only = former.supervisors_only;
  item.channel = former.channel;
  item.vip_level = former.vip_level;
  item.prediction = former.prediction;
  item.received_time = former.received_time;
  return item;
}

WorkItem PartOf(const WorkItem& main, ItemKind kind, const std::string& subject) {
  WorkItem item = SameAgain(main);
  item.kind = kind;
  item.subject = subject;
  item.supervisors_only = false;
  item.prediction.clear();
  return item;
}

}  // namespace redress::routing
