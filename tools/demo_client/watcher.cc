#include "tools/demo_client/watcher.h"

#include <algorithm>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "tools/client/words.h"
#include "tools/demo_client/parallel.h"

namespace redress::demo {
namespace {

using routing::v1::WorkItem;
constexpr char kRouting[] = "redress.routing.v1.RoutingService.";

bool Settled(const WorkItem& item) {
  return item.state() == WorkItem::STATE_ACCEPTED || item.state() == WorkItem::STATE_DONE;
}

class Watcher {
 public:
  Watcher(client::Session& session, const std::vector<Awaited>& complaints, int in_flight)
      : session_(session), in_flight_(in_flight), manager_(session.TokenOf("MANAGER").value_or("")) {
    for (const Awaited& one : complaints) {
      if (cases_.insert(one.case_name).second) order_.push_back(one.case_name);
      complaints_of_[one.case_name].push_back(one.complaint);
    }
    items_.resize(order_.size());
  }

  std::map<std::string, Watched> Collect() {
    InParallel(order_.size(), in_flight_, [&](size_t i) { Ask(i); });
    std::map<std::string, Watched> result;
    for (size_t i = 0; i < order_.size(); ++i) {
      for (const std::string& complaint : complaints_of_[order_[i]]) result[complaint] = Of(i, complaint);
    }
    std::vector<std::pair<const std::string, Watched>*> all;
    for (auto& entry : result) all.push_back(&entry);
    InParallel(all.size(), in_flight_, [&](size_t i) { Complete(all[i]->first, &all[i]->second); });
    return result;
  }

 private:
  // The case's items.
  void Ask(size_t index) {
    routing::v1::ListWorkItemsRequest request;
    request.set_filter(absl::StrCat("case = \"", order_[index], "\""));
    routing::v1::ListWorkItemsResponse answer;
    if (!session_.Call(absl::StrCat(kRouting, "ListWorkItems"), request, &answer, {"", manager_}).ok()) return;
    items_[index].assign(answer.work_items().begin(), answer.work_items().end());
    absl::c_sort(items_[index], [](const WorkItem& a, const WorkItem& b) { return a.name() < b.name(); });
  }

  // The newest item that the complaint is part of; approvals, calls and tasks come later and are about the case.
  const WorkItem* ItemOf(size_t index, const std::string& complaint) const {
    const WorkItem* found = nullptr;
    for (const WorkItem& item : items_[index]) {
      if (item.kind() != WorkItem::KIND_HANDLE_CASE && item.kind() != WorkItem::KIND_TRIAGE) continue;
      if (item.complaint() == complaint || absl::c_linear_search(item.complaints(), complaint)) found = &item;
    }
    return found;
  }

  Watched Of(size_t index, const std::string& complaint) const {
    Watched watched;
    const WorkItem* item = ItemOf(index, complaint);
    if (item == nullptr) return watched;
    watched.has_item = true;
    watched.item = *item;
    if (item->complaint() == complaint && item->has_prediction()) {
      watched.has_prediction = true;
      watched.prediction = item->prediction();
    }
    return watched;
  }

  void Complete(const std::string& complaint, Watched* watched) {
    if (!watched->has_prediction) {
      classification::v1::GetPredictionRequest request;
      request.set_name(absl::StrCat("predictions/", absl::StripPrefix(complaint, "complaints/")));
      watched->has_prediction = session_
                                    .Call("redress.classification.v1.ClassificationService.GetPrediction", request,
                                          &watched->prediction, {"", manager_})
                                    .ok();
    }
    if (!watched->has_item) {
      watched->stuck = "routing has made no work item yet: see its lag, and redressctl parked list";
    } else if (!Settled(watched->item)) {
      watched->stuck = WhyNot(watched->item);
    }
  }

  // What removed the candidates of the latest decision, the commonest first.
  std::string WhyNot(const WorkItem& item) {
    const std::string state = client::Word(item.state());
    if (item.state() == WorkItem::STATE_OFFERED) return absl::StrCat(state, ": ", item.agent(), " has not answered");
    routing::v1::ListAssignmentDecisionsRequest request;
    request.set_parent(item.name());
    request.set_page_size(1);
    routing::v1::ListAssignmentDecisionsResponse answer;
    if (!session_.Call(absl::StrCat(kRouting, "ListAssignmentDecisions"), request, &answer, {"", manager_}).ok() ||
        answer.decisions().empty()) {
      return absl::StrCat(state, ": no decision was recorded");
    }
    std::map<std::string, int> counts;
    for (const auto& candidate : answer.decisions(0).candidates()) {
      if (candidate.excluded_by() != "NOT_IN_TEAM")
        ++counts[candidate.excluded_by().empty() ? "eligible" : candidate.excluded_by()];
    }
    const std::string why = absl::StrJoin(
        counts, ", ", [](std::string* out, const auto& count) { absl::StrAppend(out, count.second, " ", count.first); });
    return absl::StrCat(state, " for ", item.team(), ": ", why.empty() ? "nobody is in the team" : why);
  }

  client::Session& session_;
  const int in_flight_;
  const std::string manager_;
  std::set<std::string> cases_;
  std::vector<std::string> order_;
  std::map<std::string, std::vector<std::string>> complaints_of_;
  std::vector<std::vector<WorkItem>> items_;
};

}  // namespace

std::map<std::string, Watched> Watch(client::Session& session, const std::vector<Awaited>& complaints, int in_flight) {
  return Watcher(session, complaints, in_flight).Collect();
}

}  // namespace redress::demo
