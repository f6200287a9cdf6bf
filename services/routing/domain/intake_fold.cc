#include "services/routing/domain/intake_fold.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace redress::routing {
namespace {

bool Open(const CaseItems& items) {
  return items.newest.has_value() && items.newest->state != ItemState::kDone;
}

// The item that a complaint opens.
WorkItem ItemForComplaint(const CaseInput& input, const absl::flat_hash_set<std::string>& known_teams) {
  const Placement placement = Place(input.prediction, known_teams);
  WorkItem item;
  item.complaint = input.complaint;
  item.kind = placement.kind;
  item.team = placement.team;
  item.tag = placement.tag;
  item.severity = input.prediction.severity;
  item.vip_level = input.vip_level;
  item.prediction = input.prediction.serialized;
  return item;
}

// The item for somebody who asks again after the work was thought done: the same work once more.
WorkItem ItemForUrge(const CaseInput& input, const CaseItems& items) {
  WorkItem item;
  item.complaint = input.case_number;
  item.kind = ItemKind::kTriage;
  item.team = kIntakeTeam;
  if (items.newest.has_value()) item = *items.newest;
  item.state = ItemState::kQueued;
  item.agent.clear();
  item.offer_time = item.offer_expire_time = item.accept_time = item.done_time = absl::nullopt;
  item.raise_count = 1;
  item.version = 1;
  return item;
}

WorkItem NewItem(const CaseInput& input, const CaseItems& items, const absl::flat_hash_set<std::string>& known_teams) {
  WorkItem item = input.complaint.empty() ? ItemForUrge(input, items) : ItemForComplaint(input, known_teams);
  if (items.newest.has_value()) item.severity = std::max(item.severity, items.newest->severity);
  item.id = absl::StrCat(input.case_number, "-", items.count + 1);
  item.partition = input.partition;
  item.case_number = input.case_number;
  item.channel = input.channel;
  item.received_time = input.received_time;
  return item;
}

void Raise(const CaseInput& input, WorkItem* item) {
  ++item->raise_count;
  ++item->version;
  if (!input.complaint.empty()) {
    item->severity = std::max(item->severity, input.prediction.severity);
    item->vip_level = std::max(item->vip_level, input.vip_level);
  }
}

// Puts the present state of `item` into the list that holds it, or adds it.
void Put(const WorkItem& item, std::vector<WorkItem>* list) {
  const auto same = std::find_if(list->begin(), list->end(), [&](const WorkItem& other) { return other.id == item.id; });
  if (same == list->end()) {
    list->push_back(item);
  } else {
    *same = item;
  }
}

}  // namespace

Folded Fold(absl::Span<const CaseInput> inputs, absl::flat_hash_map<std::string, CaseItems> cases,
            const absl::flat_hash_set<std::string>& known_teams, BusinessTime now) {
  Folded folded;
  absl::flat_hash_set<std::string> created;
  for (const CaseInput& input : inputs) {
    CaseItems& items = cases[input.case_number];
    const bool raise = Open(items);
    if (raise) {
      Raise(input, &*items.newest);
    } else {
      WorkItem item = NewItem(input, items, known_teams);
      item.create_time = now;
      created.insert(item.id);
      ++items.count;
      items.newest = std::move(item);
    }
    Put(*items.newest, created.contains(items.newest->id) ? &folded.created : &folded.raised);
    folded.facts.push_back({raise ? Fact::Kind::kRaised : Fact::Kind::kCreated, *items.newest, input.complaint,
                            raise ? input.prediction.serialized : items.newest->prediction, now});
  }
  return folded;
}

}  // namespace redress::routing
