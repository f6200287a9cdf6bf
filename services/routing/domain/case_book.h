// The items and standings of the cases that a batch of events is about, while it is folded: what is stored, what was changed on
// the way, and what happened, in order. Every change goes through here, so that several of one item become one. Not thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/routing/domain/case_standing.h"
#include "services/routing/domain/item.h"
#include "services/routing/domain/moves.h"

namespace redress::routing {

// What is stored of the cases.
struct KnownCases {
  absl::flat_hash_map<std::string, std::vector<WorkItem>> items;  // all of a case, the first one first
  absl::flat_hash_map<std::string, CaseStanding> standings;
};

// What happened to an item.
struct CaseFact {
  Fact fact;
  WorkItem item;           // as it is then
  std::string complaint;   // that raised it; empty for a contact
  std::string prediction;  // serialized, of that complaint
};

struct Folded {
  std::vector<WorkItem> created;        // final state of each new item
  std::vector<Change> changed;          // of each stored item that changed, from first to last; their facts are among `facts`
  std::vector<CaseStanding> standings;  // that changed
  std::vector<CaseFact> facts;
};

// What came of a complaint or a contact.
struct Cause {
  std::string complaint;
  std::string prediction;
};

class CaseBook {
 public:
  CaseBook(KnownCases known, BusinessTime now) : known_(std::move(known)), now_(now) {}

  BusinessTime now() const { return now_; }
  // The case itself, or the one that it became part of.
  std::string Follow(const std::string& case_number) const;
  // As it stands; nothing told yet of one that is not known.
  CaseStanding StandingOf(const std::string& case_number) const;
  void Put(const CaseStanding& standing);

  // Copies: what is changed is committed. The main item that is not done; nothing where there is none.
  absl::optional<WorkItem> OpenMain(const std::string& case_number) const;
  absl::optional<WorkItem> NewestMain(const std::string& case_number) const;
  // The newest item about that part of the case.
  absl::optional<WorkItem> About(const std::string& case_number, ItemKind kind, absl::string_view subject) const;
  std::vector<WorkItem> AllOpen(const std::string& case_number) const;
  // The highest that any of its items has or had.
  Severity HighestSeverity(const std::string& case_number) const;

  // Adds a queued item to its case, under the case's next id. `cause`: the prediction that is said with it.
  void Create(WorkItem item, const Cause& cause = {});
  // Takes a change that a move decided; one that was refused is for an item that is done and changes nothing.
  void Commit(const absl::StatusOr<Change>& change, const Cause& cause = {});

  Folded Take() && { return std::move(folded_); }

 private:
  const std::vector<WorkItem>& ItemsOf(const std::string& case_number) const;
  void Store(const Change& change);

  KnownCases known_;
  const BusinessTime now_;
  Folded folded_;
  absl::flat_hash_map<std::string, size_t> created_;    // index in folded_, by item
  absl::flat_hash_map<std::string, size_t> changed_;    // index in folded_, by item
  absl::flat_hash_map<std::string, size_t> standings_;  // index in folded_, by case
};

}  // namespace redress::routing
