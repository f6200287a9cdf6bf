// A signed link as a value (domain.md §10): it speaks for one party about one thing of one case until a time, and for nothing
// else. What it is about stands in the subject of its token and nowhere else: nothing is stored, and it holds no personal data.
// Who signs and verifies the token is the server kit's business. Pure functions, thread safe.
#pragma once

#include <array>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/time.h"
#include "services/casework/domain/case_file.h"

namespace redress::casework {

// Whom a link is for: the role of its token.
enum class LinkParty { kCustomer = 1, kSeller = 2, kCarrier = 3, kDepartment = 4 };
// What it may do.
enum class LinkAction { kAnswerPlan = 1, kAnswerEvidenceRequest = 2, kAnswerTask = 3, kAppeal = 4 };

template <>
inline constexpr std::array kWords<LinkParty> = {
    Named<LinkParty>{LinkParty::kCustomer, "CUSTOMER"},
    Named<LinkParty>{LinkParty::kSeller, "SELLER"},
    Named<LinkParty>{LinkParty::kCarrier, "CARRIER"},
    Named<LinkParty>{LinkParty::kDepartment, "DEPARTMENT"},
};
template <>
inline constexpr std::array kWords<LinkAction> = {
    Named<LinkAction>{LinkAction::kAnswerPlan, "ANSWER_PLAN"},
    Named<LinkAction>{LinkAction::kAnswerEvidenceRequest, "ANSWER_EVIDENCE_REQUEST"},
    Named<LinkAction>{LinkAction::kAnswerTask, "ANSWER_TASK"},
    Named<LinkAction>{LinkAction::kAppeal, "APPEAL"},
};

struct Link {
  LinkParty party = LinkParty::kCustomer;
  std::string number;  // of the case
  LinkAction action = LinkAction::kAppeal;
  std::string subject;       // hash of the plan, id of the request or of the task, number of the closing that is appealed
  BusinessTime expire_time;  // from then on it is worth nothing
  friend bool operator==(const Link&, const Link&) = default;
};

// The customer may do everything but answer tasks, a seller and a carrier answer what they were asked, a department its tasks.
bool MayBeLinked(LinkParty party, LinkAction action);

// `links/{number}/{ACTION}/{subject}/{expiry in µs}`: the subject of the link's token.
std::string SubjectOf(const Link& link);
// The link in the subject of a token that was issued to `party`. PERMISSION_DENIED, reason NOT_A_LINK: it is none of ours.
absl::StatusOr<Link> ParseLink(absl::string_view sub, LinkParty party);

// What somebody who comes by a link wants to do.
struct LinkUse {
  std::string number;
  LinkAction action = LinkAction::kAppeal;
  std::string subject;  // as in Link
};
// OK where the link is for that. PERMISSION_DENIED, reason LINK_OF_ANOTHER_CASE, LINK_FOR_ANOTHER_ACTION (or for another
// subject), LINK_EXPIRED.
absl::Status CheckLink(const Link& link, const LinkUse& use, BusinessTime now);
// What CheckLink cannot know of a link to appeal: OK where the case ended last by the closing that the link is about. A later one
// has a link of its own. PERMISSION_DENIED, reason LINK_FOR_ANOTHER_ACTION.
absl::Status CheckAppealed(const Link& link, const CaseFile& file);
// OK for looking at the case, which every link to it lets its party do.
absl::Status CheckLook(const Link& link, absl::string_view number, BusinessTime now);

inline constexpr absl::Duration kLinkMax = absl::Hours(24 * 30);

// What somebody wants a link for.
struct LinkDraft {
  LinkParty party = LinkParty::kCustomer;
  LinkAction action = LinkAction::kAppeal;
  std::string subject;  // id of the request or task; empty for a plan and an appeal, which are about the present one
  BusinessTime expire_time;
};
// The link, to be signed. INVALID_ARGUMENT naming every bad field: an action that is not the party's, a subject where none
// belongs or none where one does, an expiry that is over or later than 30 days. FAILED_PRECONDITION, reason NOTHING_TO_ANSWER:
// the case has nothing open of that kind for that party.
absl::StatusOr<Link> DraftLink(const CaseFile& file, const LinkDraft& draft, BusinessTime now);

}  // namespace redress::casework
