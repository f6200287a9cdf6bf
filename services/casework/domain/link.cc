#include "services/casework/domain/link.h"

#include <algorithm>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/complaint_number.h"
#include "libs/base/status_macros.h"
#include "services/casework/domain/refuse.h"

namespace redress::casework {
namespace {

// No link is about nothing.
constexpr absl::string_view kNoSubject = "-";

absl::Status NotALink() {
  return Error(absl::StatusCode::kPermissionDenied, "NOT_A_LINK", "the token is no link to a case");
}

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
  return absl::StrCat("links/", link.number, "/", Word(link.action), "/", link.subject, "/", link.expire_time.micros());
}

absl::StatusOr<Link> ParseLink(absl::string_view sub, LinkParty party) {
  const std::vector<absl::string_view> parts = absl::StrSplit(sub, '/');
  if (parts.size() != 5 || parts[0] != "links" || parts[3].empty() || parts[3] == kNoSubject) return NotALink();
  const absl::optional<LinkAction> action = ValueOf<LinkAction>(parts[2]);
  int64_t expire_us = 0;
  if (!action.has_value() || !MayBeLinked(party, *action) || !absl::SimpleAtoi(parts[4], &expire_us)) return NotALink();
  const absl::StatusOr<ComplaintNumber> number = ComplaintNumber::Parse(parts[1]);
  if (!number.ok()) return NotALink();
  Link link;
  link.party = party;
  link.number = number->ToString();
  link.action = *action;
  link.subject = std::string(parts[3]);
  link.expire_time = BusinessTime::FromUnixMicros(expire_us);
  // What is written in another way than ours is not ours.
  int closing = 0;
  const bool closed = absl::SimpleAtoi(link.subject, &closing) && absl::StrCat(closing) == link.subject;
  if (SubjectOf(link) != sub || closed != (link.action == LinkAction::kAppeal)) return NotALink();
  return link;
}

absl::Status CheckLink(const Link& link, const LinkUse& use, BusinessTime now) {
  RETURN_IF_ERROR(CheckLook(link, use.number, now));
  if (link.action == use.action && link.subject == use.subject) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "LINK_FOR_ANOTHER_ACTION",
               absl::StrCat("the link is for ", Word(link.action), link.subject.empty() ? "" : " of ", link.subject));
}

absl::Status CheckAppealed(const Link& link, const CaseFile& file) {
  if (link.subject == ClosingOf(file)) return absl::OkStatus();
  return Error(absl::StatusCode::kPermissionDenied, "LINK_FOR_ANOTHER_ACTION",
               absl::StrCat("the link is for an appeal against closing ", link.subject, ", and the case was closed anew"));
}

absl::Status CheckLook(const Link& link, absl::string_view number, BusinessTime now) {
  if (link.number != number) {
    return Error(absl::StatusCode::kPermissionDenied, "LINK_OF_ANOTHER_CASE", "the link is for another case");
  }
  if (now >= link.expire_time) {
    return Error(absl::StatusCode::kPermissionDenied, "LINK_EXPIRED", "the link was good until a time that is over");
  }
  return absl::OkStatus();
}

absl::StatusOr<Link> DraftLink(const CaseFile& file, const LinkDraft& draft, BusinessTime now) {
  RETURN_IF_ERROR(CheckDraft(draft, now));
  ASSIGN_OR_RETURN(std::string subject, WhatIsOpen(file, draft, now));
  return Link{draft.party, file.number, draft.action, std::move(subject), draft.expire_time};
}

}  // namespace redress::casework
