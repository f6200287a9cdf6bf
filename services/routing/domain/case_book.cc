#include "services/routing/domain/case_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace redress::routing {
namespace {

constexpr int kMergesMax = 8;  // casework forbids chains; a loop must end all the same

template <class Matches>
absl::optional<WorkItem> Last(const std::vector<WorkItem>& items, Matches matches) {
  const auto found = std::find_if(items.rbegin(), items.rend(), matches);
  return found == items.rend() ? absl::nullopt : absl::optional<WorkItem>(*found);
}

// The change from before `first` to after `second`: the place changes as the last move that touched it says.
void Merge(const Change& second, Change* first) {
  first->next = second.next;
  if (second.place == PlaceChange::kKeep) return;
  first->place = second.place;
  first->reason = second.reason;
  first->place_time = second.place_time;
}

}  // namespace

std::string CaseBook::Follow(const std::string& case_number) const {
  std::string number = case_number;
  for (int merges = 0; merges < kMergesMax; ++merges) {
    const auto standing = known_.standings.find(number);
    if (standing == known_.standings.end() || standing->second.merged_into.empty()) break;
    number = standing->second.merged_into;
  }
  return number;
}

CaseStanding CaseBook::StandingOf(const std::string& case_number) const {
  const auto known = known_.standings.find(case_number);
  return known == known_.standings.end() ? CaseStanding{.number = case_number} : known->second;
}

void CaseBook::Put(const CaseStanding& standing) {
  known_.standings[standing.number] = standing;
  const auto [at, first] = standings_.try_emplace(standing.number, folded_.standings.size());
  if (first) folded_.standings.emplace_back();
  folded_.standings[at->second] = standing;
}

const std::vector<WorkItem>& CaseBook::ItemsOf(const std::string& case_number) const {
  static const auto* const nothing = new std::vector<WorkItem>();
  const auto known = known_.items.find(case_number);
  return known == known_.items.end() ? *nothing : known->second;
}

absl::optional<WorkItem> CaseBook::OpenMain(const std::string& case_number) const {
  return Last(ItemsOf(case_number), [](const WorkItem& item) { return IsMain(item) && IsOpen(item); });
}

absl::optional<WorkItem> CaseBook::NewestMain(const std::string& case_number) const {
  return Last(ItemsOf(case_number), [](const WorkItem& item) { return IsMain(item); });
}

absl::optional<WorkItem> CaseBook::About(const std::string& case_number, ItemKind kind, absl::string_view subject) const {
  return Last(ItemsOf(case_number), [&](const WorkItem& item) { return item.kind == kind && item.subject == subject; });
}

std::vector<WorkItem> CaseBook::AllOpen(const std::string& case_number) const {
  std::vector<WorkItem> open;
  for (const WorkItem& item : ItemsOf(case_number)) {
    if (IsOpen(item)) open.push_back(item);
  }
  return open;
}

Severity CaseBook::HighestSeverity(const std::string& case_number) const {
  Severity highest = Severity::kOrdinary;
  for (const WorkItem& item : ItemsOf(case_number)) highest = std::max(highest, item.severity);
  return highest;
}

void CaseBook::Create(WorkItem item, const Cause& cause) {
  std::vector<WorkItem>& items = known_.items[item.case_number];
  item.id = absl::StrCat(item.case_number, "-", items.size() + 1);
  if (!items.empty()) item.partition = items.front().partition;
  item.create_time = now_;
  item.supervisors_only |= CriticalForSupervisors(item);
  created_.emplace(item.id, folded_.created.size());
  folded_.created.push_back(item);
  folded_.facts.push_back({{Fact::Kind::kCreated, "", now_}, item, cause.complaint, cause.prediction});
  items.push_back(std::move(item));
}

void CaseBook::Commit(const absl::StatusOr<Change>& change, const Cause& cause) {
  if (!change.ok()) return;
  for (const Fact& fact : change->facts) folded_.facts.push_back({fact, change->next, cause.complaint, cause.prediction});
  std::vector<WorkItem>& items = known_.items[change->next.case_number];
  const auto same = [&](const WorkItem& item) { return item.id == change->next.id; };
  *std::find_if(items.begin(), items.end(), same) = change->next;
  Store(*change);
}

void CaseBook::Store(const Change& change) {
  if (const auto created = created_.find(change.next.id); created != created_.end()) {
    folded_.created[created->second] = change.next;
    return;
  }
  const auto [at, first] = changed_.try_emplace(change.next.id, folded_.changed.size());
  if (first) {
    folded_.changed.push_back(change);
    folded_.changed.back().facts.clear();
  } else {
    Merge(change, &folded_.changed[at->second]);
  }
}

}  // namespace redress::routing
