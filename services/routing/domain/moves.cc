#include "services/routing/domain/moves.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/routing/domain/item_state.h"
#include "services/routing/domain/move_parts.h"

namespace redress::routing {
namespace {

constexpr int kChannelChat = 4;  // redress.type.v1.CHANNEL_CHAT

absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

// Whoever has the item, and nobody on behalf of that agent: what an agent says of its own work cannot be said by another.
absl::Status CheckSelf(const WorkItem& item, const Actor& actor) {
  if (!actor.agent.empty() && item.agent == actor.agent) return absl::OkStatus();
  return Refuse("NOT_OWNER", "the work item is not yours");
}

// Who may hand the item on: its owner, or a supervisor. What is only offered is accepted or declined.
absl::Status CheckMayPassOn(const WorkItem& item, const Actor& actor) {
  if (actor.supervisor) return absl::OkStatus();
  return CheckSelf(item, actor);
}

absl::Status CheckOffer(const WorkItem& item, const Actor& actor, ItemEvent event, BusinessTime now) {
  if (item.state == ItemState::kQueued) return Refuse("OFFER_GONE", "the item is back in the queue; take it from there");
  if (item.state != ItemState::kDone) RETURN_IF_ERROR(CheckSelf(item, actor));
  RETURN_IF_ERROR(Next(item.state, event).status());
  if (*item.offer_expire_time <= now) return Refuse("OFFER_GONE", "the offer has expired");
  return absl::OkStatus();
}

// Whether the agent may have it. The claim that follows is what enforces the room.
absl::Status CheckCandidate(const WorkItem& item, Candidate candidate) {
  candidate.declined_recently = false;
  const Exclusion exclusion = WhyNot(item.supervisors_only, candidate, AssignPolicy{.supervisor_reserve_percent = 0});
  if (exclusion == Exclusion::kNone) return absl::OkStatus();
  return Refuse(Word(exclusion), "the agent may not have this item now");
}

// What managers or legal decide is decided by nobody else.
bool BoundToTeam(const WorkItem& item) {
  return item.kind == ItemKind::kApprove && (item.team == kManagersTeam || item.team == kLegalTeam);
}

// The method of casework that ends items of this kind.
absl::string_view EndedBy(ItemKind kind) {
  switch (kind) {
    case ItemKind::kApprove:
      return "DecideApproval";
    case ItemKind::kCallBack:
      return "RecordCallback";
    case ItemKind::kDepartmentTask:
      return "AnswerTask";
    case ItemKind::kHandleCase:
    case ItemKind::kTriage:
      break;
  }
  return "CloseCase or RejectCase";
}

void Settle(BusinessTime now, Change* change) {
  change->place = PlaceChange::kSettle;
  change->place_time = now;
}

void GiveAt(BusinessTime now, const std::string& agent, Change* change) {
  change->next.agent = agent;
  change->next.accept_time = now;
  change->next.offer_expire_time = absl::nullopt;
  change->facts.push_back({Fact::Kind::kAccepted, agent, now});
}

void OfferAt(BusinessTime now, const std::string& agent, absl::Duration ttl, Change* change) {
  change->next.agent = agent;
  change->next.offer_time = now;
  change->next.offer_expire_time = now + ttl;
  change->next.accept_time = absl::nullopt;
  change->facts.push_back({Fact::Kind::kOffered, agent, now});
}

}  // namespace

absl::Duration OfferTtl(const WorkItem& item, const OfferPolicy& policy) {
  return item.channel == kChannelChat ? policy.chat_offer_ttl : policy.offer_ttl;
}

absl::StatusOr<Change> Accept(const WorkItem& item, const Actor& actor, BusinessTime now) {
  RETURN_IF_ERROR(CheckOffer(item, actor, ItemEvent::kAccept, now));
  ASSIGN_OR_RETURN(Change change, Begin(item, ItemEvent::kAccept));
  Settle(now, &change);
  GiveAt(now, item.agent, &change);
  return change;
}

absl::StatusOr<Change> Decline(const WorkItem& item, const Actor& actor, const std::string& note, BusinessTime now) {
  RETURN_IF_ERROR(CheckOffer(item, actor, ItemEvent::kDecline, now));
  ASSIGN_OR_RETURN(Change change, Release(item, ItemEvent::kDecline, ReleaseReason::kDeclined, now));
  change.note = note;
  return change;
}

absl::StatusOr<Change> Take(const WorkItem& item, const Actor& actor, const Candidate& candidate, BusinessTime now) {
  ASSIGN_OR_RETURN(Change change, Begin(item, ItemEvent::kTake));
  Candidate taker = candidate;
  if (actor.supervisor && !BoundToTeam(item)) taker.in_team = taker.has_skills = taker.supervisor = true;
  RETURN_IF_ERROR(CheckCandidate(item, taker));
  change.claim_for = candidate.agent;
  GiveAt(now, candidate.agent, &change);
  return change;
}

absl::StatusOr<Change> Complete(const WorkItem& item, const Actor& actor, bool case_live, BusinessTime now) {
  if (!item.agent.empty()) RETURN_IF_ERROR(CheckSelf(item, actor));
  ASSIGN_OR_RETURN(Change change, Begin(item, ItemEvent::kComplete));
  if (case_live) {
    return Refuse("ENDED_BY_ITS_CASE", absl::StrCat("casework's ", EndedBy(item.kind), " ends this item along with its cause"));
  }
  change.place = PlaceChange::kFinish;
  change.place_time = now;
  change.next.done_time = now;
  change.facts.push_back({Fact::Kind::kDone, item.agent, now});
  return change;
}

absl::StatusOr<Change> MoveToTeam(const WorkItem& item, const Actor& actor, const std::string& team, const std::string& note,
                                  BusinessTime now) {
  RETURN_IF_ERROR(CheckMayPassOn(item, actor));
  if (item.state == ItemState::kOffered && !actor.supervisor) {
    return Refuse("NOT_OWNER", "an offer is accepted or declined; only what you own can be moved");
  }
  ASSIGN_OR_RETURN(Change change, Release(item, ItemEvent::kMove, ReleaseReason::kTransferred, now));
  change.next.team = team;
  change.note = note;
  return change;
}

absl::StatusOr<Change> HandOver(const WorkItem& item, const Actor& actor, const Handover& handover, BusinessTime now) {
  RETURN_IF_ERROR(CheckMayPassOn(item, actor));
  ASSIGN_OR_RETURN(Change change, Begin(item, actor.supervisor ? ItemEvent::kGive : ItemEvent::kPropose));
  const bool has_it = handover.to.agent == item.agent;
  if (has_it && item.state != ItemState::kOffered) return Refuse("ALREADY_OWNER", "the agent has this item");
  Candidate receiver = handover.to;
  if (actor.supervisor && item.kind != ItemKind::kApprove) receiver.has_skills = receiver.supervisor = true;
  if (has_it) receiver.open_count = 0;  // the offer has a place already
  RETURN_IF_ERROR(CheckCandidate(item, receiver));
  change.note = handover.note;
  if (has_it) {
    Settle(now, &change);
    GiveAt(now, item.agent, &change);
    return change;
  }
  change.claim_for = handover.to.agent;
  if (!item.agent.empty()) {
    change.place = PlaceChange::kRelease;
    change.reason = ReleaseReason::kTransferred;
    change.place_time = now;
    change.facts.push_back({Fact::Kind::kReleased, item.agent, now, ReleaseReason::kTransferred});
  }
  if (actor.supervisor) {
    GiveAt(now, handover.to.agent, &change);
  } else {
    OfferAt(now, handover.to.agent, OfferTtl(item, handover.offers), &change);
  }
  return change;
}

absl::StatusOr<Change> DecideTriage(const WorkItem& item, const Actor& actor, const Tag& tag, const std::string& team,
                                    BusinessTime now) {
  if (!item.agent.empty()) RETURN_IF_ERROR(CheckSelf(item, actor));
  if (item.kind != ItemKind::kTriage) return Refuse("NOT_TRIAGE", "the work item is not in triage");
  ASSIGN_OR_RETURN(Change change, Begin(item, ItemEvent::kDecide));
  BackToQueue(&change.next);
  change.next.kind = ItemKind::kHandleCase;
  change.next.tag = tag;
  change.next.team = team;
  change.place = PlaceChange::kRelease;
  change.reason = ReleaseReason::kTriageDecided;
  change.place_time = now;
  change.facts.push_back({Fact::Kind::kTriageDecided, item.agent, now, ReleaseReason::kTriageDecided});
  return change;
}

absl::StatusOr<Change> Offer(const WorkItem& item, const std::string& agent, const OfferPolicy& policy, BusinessTime now) {
  ASSIGN_OR_RETURN(Change change, Begin(item, ItemEvent::kOffer));
  OfferAt(now, agent, OfferTtl(item, policy), &change);
  return change;
}

absl::StatusOr<Change> Expire(const WorkItem& item, BusinessTime now) {
  if (item.state == ItemState::kOffered && *item.offer_expire_time > now) return Refuse("NOT_DUE", "the offer still stands");
  return Release(item, ItemEvent::kExpire, ReleaseReason::kOfferExpired, item.offer_expire_time.value_or(now));
}

absl::StatusOr<Change> ReturnToQueue(const WorkItem& item, BusinessTime due) {
  // Offered or accepted after the agent had gone: it cannot have left the agent before it came.
  const BusinessTime given = item.accept_time.value_or(item.offer_time.value_or(due));
  return Release(item, ItemEvent::kReturn, ReleaseReason::kAgentOffline, std::max(due, given));
}

absl::string_view Word(ReleaseReason reason) {
  switch (reason) {
    case ReleaseReason::kDeclined:
      return "DECLINED";
    case ReleaseReason::kOfferExpired:
      return "OFFER_EXPIRED";
    case ReleaseReason::kAgentOffline:
      return "AGENT_OFFLINE";
    case ReleaseReason::kTransferred:
      return "TRANSFERRED";
    case ReleaseReason::kTriageDecided:
      return "TRIAGE_DECIDED";
    case ReleaseReason::kCaseChanged:
      return "CASE_CHANGED";
    case ReleaseReason::kEnded:
      return "ENDED";
  }
  return "";
}

}  // namespace redress::routing
