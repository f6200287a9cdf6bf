#include "services/casework/app/case_batch.h"

#include <algorithm>
#include <iterator>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/casework/store/case_reading.h"
#include "services/casework/store/case_store.h"

namespace redress::casework {

absl::Status CaseBatch::Load(const std::vector<std::string>& numbers, const std::vector<std::string>& complaints) {
  std::set<std::string> wanted(numbers.begin(), numbers.end());
  if (!complaints.empty()) {
    for (auto& [complaint, holder] : HoldersOf(transaction_, complaints)) {
      wanted.insert(holder);
      holders_.emplace(complaint, holder);
    }
  }
  wanted.erase("");
  while (true) {
    std::vector<std::string> now;
    for (const std::string& number : wanted) {
      if (cases_.count(number) == 0 && absent_.insert(number).second) now.push_back(number);
    }
    if (now.empty()) return absl::OkStatus();
    wanted.clear();
    LockCases(transaction_, now);
    ASSIGN_OR_RETURN(std::vector<CaseFile> files, ReadCases(transaction_, context_.vault, now));
    for (CaseFile& file : files) {
      absent_.erase(file.number);
      if (!file.merged_into.empty()) wanted.insert(file.merged_into);
      for (const std::string& complaint : file.complaints) holders_.emplace(complaint, file.number);
      Held& held = cases_[file.number];
      held.seen = file;
      held.now = std::move(file);
    }
  }
}

absl::StatusOr<const CaseFile*> CaseBatch::Find(const std::string& number) {
  RETURN_IF_ERROR(Load({number}, {}));
  const auto found = cases_.find(number);
  return found == cases_.end() ? nullptr : &found->second.now;
}

std::string CaseBatch::HolderOf(const std::string& complaint) const {
  const auto found = holders_.find(complaint);
  return found == holders_.end() ? "" : found->second;
}

absl::Status CaseBatch::Open(Change change) {
  ASSIGN_OR_RETURN(const CaseFile* there, Find(change.next.number));
  if (there != nullptr) return Error(absl::StatusCode::kAlreadyExists, "CASE_EXISTS", "there is such a case already");
  Put(std::move(change));
  return absl::OkStatus();
}

void CaseBatch::Put(Change change) {
  if (change.empty()) return;
  for (events::NewEvent& event : context_.events_of(change)) said_.push_back(std::move(event));
  Held& held = cases_[change.next.number];
  absent_.erase(change.next.number);
  const std::vector<std::string> former = std::move(held.now.complaints);
  held.now = std::move(change.next);
  std::move(change.trail.begin(), change.trail.end(), std::back_inserter(held.trail));
  ++held.changes;
  for (const std::string& complaint : former) {
    if (HolderOf(complaint) == held.now.number) holders_.erase(complaint);
  }
  for (const std::string& complaint : held.now.complaints) holders_[complaint] = held.now.number;
}

absl::Status CaseBatch::Write() {
  std::vector<CaseWrite> writes;
  std::vector<Held*> written;
  for (auto& [number, held] : cases_) {
    if (held.changes == 0) continue;
    writes.push_back({std::move(held.seen), held.now, std::move(held.trail), held.changes});
    written.push_back(&held);
  }
  RETURN_IF_ERROR(WriteCases(transaction_, context_.vault, &writes));
  for (size_t i = 0; i < writes.size(); ++i) {
    *written[i] = {writes[i].next, writes[i].next, {}, 0};
  }
  AddReaders(transaction_, readers_);
  readers_.clear();
  return absl::OkStatus();
}

}  // namespace redress::casework
