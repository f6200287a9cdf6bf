#include "services/casework/domain/change.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/text.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {

Change Unchanged(const CaseFile& file) {
  Change change;
  change.next = file;
  return change;
}

void Say(Change* change, const Said& said, const Because& because) {
  AuditDraft draft;
  draft.time = because.now;
  draft.actor = because.actor.name;
  draft.what = std::string(said.what);
  draft.from = said.from;
  draft.to = said.to;
  draft.why = because.why;
  const bool internal = !because.why.empty() && !because.actor.agent.empty() && !said.why_for_customer;
  draft.shown_to_customer = said.shown_to_customer && !internal;
  change->trail.push_back(std::move(draft));
}

void Publish(Change* change, FactKind kind, const std::string& id, BusinessTime time) {
  Fact fact;
  fact.kind = kind;
  fact.id = id;
  fact.time = time;
  change->facts.push_back(std::move(fact));
}

void PublishTold(Change* change, absl::string_view how, const Because& because) {
  if (because.actor.agent.empty()) return;
  Publish(change, FactKind::kCustomerTold, "", because.now);
  change->facts.back().actor = because.actor.name;
  change->facts.back().word = std::string(how);
}

absl::Status Move(Change* change, CaseEvent event, const Because& because, CaseState former) {
  const CaseState from = change->next.state;
  ASSIGN_OR_RETURN(const CaseState to, Next(from, event, former));
  if (to == from) return absl::OkStatus();
  change->next.state = to;
  Say(change, {"STATE_CHANGED", std::string(Word(from)), std::string(Word(to)), true}, because);
  Fact fact;
  fact.kind = FactKind::kStateChanged;
  fact.time = because.now;
  fact.from = from;
  fact.to = to;
  fact.actor = because.actor.name;
  change->facts.push_back(std::move(fact));
  return absl::OkStatus();
}

absl::Status Reopen(Change* change, CaseEvent event, absl::string_view word, const std::string& complaint,
                    const Because& because) {
  RETURN_IF_ERROR(Move(change, event, because));
  CaseFile& file = change->next;
  Say(change, {"CASE_REOPENED", file.owner, std::string(word), true}, because);
  file.owner.clear();
  file.execute_time = {};
  ++file.reopen_count;
  Fact fact;
  fact.kind = FactKind::kCaseReopened;
  fact.time = because.now;
  fact.id = complaint;
  fact.word = std::string(word);
  change->facts.push_back(std::move(fact));
  return absl::OkStatus();
}

absl::Status CheckMayAct(const CaseFile& file, const Actor& actor) {
  if (actor.supervisor || (!actor.agent.empty() && actor.agent == file.owner)) return absl::OkStatus();
  return Refuse("NOT_OWNER", "only the owner of the case and supervisors act on it");
}

absl::Status CheckLive(const CaseFile& file) {
  if (IsLive(file.state)) return absl::OkStatus();
  return Refuse("CASE_NOT_LIVE", absl::StrCat("the case is ", Word(file.state)));
}

absl::Status CheckText(absl::string_view field, const std::string& text, size_t most) {
  Violations violations;
  if (Trim(text).empty()) violations.Add(field, "required");
  if (CodePointCount(text) > most) violations.Add(field, absl::StrCat("at most ", most, " characters"));
  return violations.ToStatus();
}

}  // namespace redress::casework
