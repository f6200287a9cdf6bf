#include "services/casework/domain/link.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/signed_link.h"
#include "libs/base/status_macros.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

// True where the caller names the thing itself; a plan is the one that is offered, and an appeal is about the last closing.
bool NamesSubject(LinkAction action) {
  return action == LinkAction::kAnswerEvidenceRequest || action == LinkAction::kAnswerTask;
}

Party PartyOf(LinkParty party) {
  if (party == LinkParty::kSeller) return Party::kSeller;
  if (party == LinkParty::kCarrier) return Party::kCarrier;
  return Party::kCustomer;
}

absl::Status CheckDraft(const LinkDraft& draft, BusinessTime now) {
  Violations violations;
  if (!MayBeLinked(draft.party, draft.action)) {
    violations.Add("action", absl::StrCat("not by a link for ", Word(draft.party)));
  }
  if (NamesSubject(draft.action) && draft.subject.empty()) violations.Add("subject", "which request or task; required");
  if (!NamesSubject(draft.action) && !draft.subject.empty()) violations.Add("subject", "not for this action");
  if (draft.expire_time <= now) violations.Add("expire_time", "later than now");
  if (draft.expire_time > now + kLinkMax) violations.Add("expire_time", "at most 30 days from now");
  return violations.ToStatus();
}

absl::Status Nothing(absl::string_view what) {
  return Refuse("NOTHING_TO_ANSWER", what);
}

absl::StatusOr<std::string> OfferedPlan(const CaseFile& file) {
  if (file.state != CaseState::kPlanProposed || file.plans.empty()) return Nothing("no plan lies with the customer");
  return file.plans.back().hash;
}

// An answer at the due time itself is late: there is nothing to answer then, whether the timer ran or not.
absl::StatusOr<std::string> OpenRequestOf(const CaseFile& file, const LinkDraft& draft, BusinessTime now) {
  const bool open = std::any_of(file.evidence_requests.begin(), file.evidence_requests.end(), [&](const EvidenceRequest& asked) {
    return asked.id == draft.subject && asked.party == PartyOf(draft.party) && asked.state == EvidenceState::kOpen &&
           now < asked.due_time;
  });
  if (!open || !IsLive(file.state)) return Nothing("the party was not asked, or the request has ended");
  return draft.subject;
}

absl::StatusOr<std::string> OpenTaskOf(const CaseFile& file, const LinkDraft& draft) {
  const bool open = std::any_of(file.tasks.begin(), file.tasks.end(),
                                [&](const Task& task) { return task.id == draft.subject && !task.answer_time.has_value(); });
  if (!open || !IsLive(file.state)) return Nothing("there is no such task, or it was answered");
  return draft.subject;
}

std::string ClosingOf(const CaseFile& file) {
  return absl::StrCat(file.closing.has_value() ? file.closing->number : 0);
}

absl::StatusOr<std::string> WhatIsOpen(const CaseFile& file, const LinkDraft& draft, BusinessTime now) {
  switch (draft.action) {
    case LinkAction::kAnswerPlan:
      return OfferedPlan(file);
    case LinkAction::kAnswerEvidenceRequest:
      return OpenRequestOf(file, draft, now);
    case LinkAction::kAnswerTask:
      return OpenTaskOf(file, draft);
    case LinkAction::kAppeal:
      break;
  }
  if (!Next(file.state, CaseEvent::kAppeal).ok()) return Nothing("the case is not over");
  return ClosingOf(file);
}

SignedLink SignedOf(const Link& link) {
  return {link.number, std::string(Word(link.action)), link.subject, link.expire_time};
}

}  // namespace

bool MayBeLinked(LinkParty party, LinkAction action) {
  switch (party) {
    case LinkParty::kCustomer:
      return action != LinkAction::kAnswerTask;
    case LinkParty::kSeller:
    case LinkParty::kCarrier:
      return action == LinkAction::kAnswerEvidenceRequest;
    case LinkParty::kDepartment:
      return action == LinkAction::kAnswerTask;
  }
  return false;
}

std::string SubjectOf(const Link& link) {
  return FormatLink(SignedOf(link));
}

absl::StatusOr<Link> ParseLink(absl::string_view sub, LinkParty party) {
  ASSIGN_OR_RETURN(const SignedLink signed_link, ParseSignedLink(sub));
  const absl::optional<LinkAction> action = ValueOf<LinkAction>(signed_link.action);
  // No link of casework's is about nothing.
  if (!action.has_value() || !MayBeLinked(party, *action) || signed_link.subject.empty()) return NotALink();
  int closing = 0;
  const bool closed = absl::SimpleAtoi(signed_link.subject, &closing) && absl::StrCat(closing) == signed_link.subject;
  if (closed != (*action == LinkAction::kAppeal)) return NotALink();
  return Link{party, signed_link.number, *action, signed_link.subject, signed_link.expire_time};
}

absl::Status CheckLink(const Link& link, const LinkUse& use, BusinessTime now) {
  return CheckUse(SignedOf(link), {use.number, std::string(Word(use.action)), use.subject}, now);
}

absl::Status CheckAppealed(const Link& link, const CaseFile& file) {
  if (link.subject == ClosingOf(file)) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "LINK_FOR_ANOTHER_ACTION",
               absl::StrCat("the link is for an appeal against closing ", link.subject, ", and the case was closed anew"));
}

absl::Status CheckLook(const Link& link, absl::string_view number, BusinessTime now) {
  return CheckLook(SignedOf(link), number, now);
}

absl::StatusOr<Link> DraftLink(const CaseFile& file, const LinkDraft& draft, BusinessTime now) {
  RETURN_IF_ERROR(CheckDraft(draft, now));
  ASSIGN_OR_RETURN(std::string subject, WhatIsOpen(file, draft, now));
  return Link{draft.party, file.number, draft.action, std::move(subject), draft.expire_time};
}

}  // namespace redress::casework
