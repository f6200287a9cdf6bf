// What a decision about a case gives: the case as it will be, the entries of its audit trail, and the facts to be published. Only
// the store writes it (store/case_store.h), all of it or nothing. Pure values and functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/casework/domain/case_file.h"

namespace redress::casework {

// The figures that decisions go by: default policy, in business time.
struct CasePolicy {
  AskingPolicy asking;
  ApprovalPolicy approval;
  OfferPolicy offer;
  AuthorityBands bands;
  CallbackPolicy callback;
  absl::Duration repeat_within = kRepeatWithin;
};

// Who acts.
struct Actor {
  std::string name;   // `agents/a-li`, `customer`, `timer`, `services/routing`, …
  std::string agent;  // bare id of an agent; empty for everybody else
  bool supervisor = false;
};

// Why something is done, and when.
struct Because {
  Actor actor;
  std::string why;
  BusinessTime now;
};

// What is published; each is an event of the contract.
enum class FactKind {
  kCaseOpened,
  kStateChanged,
  kTagged,
  kChecklistCompleted,
  kCustomerTold,
  kPlanProposed,
  kPlanAnswered,
  kApprovalRequested,
  kApprovalEnded,
  kStepEnded,
  kTaskAssigned,
  kTaskAnswered,
  kEvidenceRequested,
  kEvidenceEnded,
  kCallbackDue,
  kCallbackMade,
  kCaseClosed,
  kCaseReopened,
  kCaseMerged,
  kCaseAbsorbed,
  kCaseUnmerged,
};

struct Fact {
  FactKind kind = FactKind::kStateChanged;
  BusinessTime time;
  std::string id;  // of the part, the complaint or the other case that it is about; empty for the case as a whole
  CaseState from = CaseState::kOpen;    // for kStateChanged
  CaseState to = CaseState::kOpen;      // for kStateChanged
  std::string actor;                    // for kStateChanged, kCustomerTold: who, as the trail writes it
  std::string word;                     // for kCaseReopened: why, for kCustomerTold: how, as the contract writes it
  Tag former_tag;                       // for kTagged
  std::vector<std::string> complaints;  // for kCaseAbsorbed: the numbers that came along
};

struct Change {
  CaseFile next;
  std::vector<AuditDraft> trail;
  std::vector<Fact> facts;
  // True where nothing is to be written: what was asked for is so already.
  bool empty() const { return trail.empty(); }
};

// No change yet.
Change Unchanged(const CaseFile& file);

// Adds an entry to the trail.
struct Said {
  absl::string_view what;  // `NOTE_ADDED`
  std::string from = {};
  std::string to = {};
  // Not where a colleague's reason stands with it, which is for the house, unless it is written for the customer.
  bool shown_to_customer = false;
  bool why_for_customer = false;
};
void Say(Change* change, const Said& said, const Because& because);

// Adds a fact about a part, a complaint or another case; `id` empty for the case as a whole.
void Publish(Change* change, FactKind kind, const std::string& id, BusinessTime time);

// A fact where a person told the customer something; nothing where somebody else did. `how`: `NOTE`, `EVIDENCE_REQUEST`, `PLAN`,
// `CALL` or `REJECTION`.
void PublishTold(Change* change, absl::string_view how, const Because& because);

// Moves the case, with its entry and its fact; a move that leads nowhere else leaves neither. ILLEGAL_TRANSITION as Next.
absl::Status Move(Change* change, CaseEvent event, const Because& because, CaseState former = CaseState::kOpen);

// The move back into work of a case that was over or called back: to a supervisor, whoever had it; callbacks begin anew. `word`:
// `REPEAT`, `APPEAL`, `NOT_SATISFIED`, `SURVEY` or `SUPERVISOR`; `complaint`: the one that came again, if one did.
absl::Status Reopen(Change* change, CaseEvent event, absl::string_view word, const std::string& complaint,
                    const Because& because);

// OK for the owner and for supervisors. FAILED_PRECONDITION, reason NOT_OWNER.
absl::Status CheckMayAct(const CaseFile& file, const Actor& actor);
// OK while the case is live. FAILED_PRECONDITION, reason CASE_NOT_LIVE.
absl::Status CheckLive(const CaseFile& file);
// INVALID_ARGUMENT naming `field` for a text that is empty or longer than `most` code points.
absl::Status CheckText(absl::string_view field, const std::string& text, size_t most);

}  // namespace redress::casework
