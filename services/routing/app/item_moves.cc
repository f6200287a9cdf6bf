#include "services/routing/app/item_moves.h"

#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "services/routing/store/case_store.h"
#include "services/routing/store/events.h"
#include "services/routing/store/item_store.h"
#include "services/routing/store/people_store.h"

namespace redress::routing {
namespace {

using Decide = absl::FunctionRef<absl::StatusOr<Change>(pqxx::work&, const WorkItem&, BusinessTime now)>;

ItemView OneView(pqxx::transaction_base& transaction, WorkItem item) {
  return std::move(ViewOf(transaction, {std::move(item)})[0]);
}

absl::StatusOr<ItemView> Move(const Context& context, const MoveRequest& move, Decide decide) {
  return Once<ItemView>(
      context, move.request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>* said) -> absl::StatusOr<ItemView> {
        ASSIGN_OR_RETURN(const WorkItem item, LockItem(transaction, move.item));
        RETURN_IF_ERROR(CheckEtag(move.etag, item.version));
        const BusinessTime now = context.time.Now();
        ASSIGN_OR_RETURN(const Change change, decide(transaction, item, now));
        RETURN_IF_ERROR(CommitChanges(transaction, {change}, now));
        *said = EventsOf(change);
        return OneView(transaction, change.next);
      },
      [&](pqxx::work& transaction, const std::string& name) -> absl::StatusOr<ItemView> {
        ASSIGN_OR_RETURN(WorkItem item, GetItem(transaction, std::string(absl::StripPrefix(name, "workItems/"))));
        return OneView(transaction, std::move(item));
      });
}

// An agent as a candidate for an item. FAILED_PRECONDITION, reason NOT_AN_AGENT, where there is no such agent.
absl::StatusOr<Candidate> AsCandidate(pqxx::work& transaction, const WorkItem& item, const std::string& agent_id) {
  const absl::StatusOr<Agent> agent = GetAgent(transaction, agent_id);
  if (!agent.ok()) return Error(absl::StatusCode::kFailedPrecondition, "NOT_AN_AGENT", "routing knows no such agent");
  ASSIGN_OR_RETURN(const Team team, GetTeam(transaction, item.team));
  return Floor::AsCandidate(*agent, team, item);
}

}  // namespace

std::string EtagOf(int64_t version) {
  return absl::StrCat(version);
}

absl::Status CheckEtag(const std::string& etag, int64_t version) {
  if (etag.empty() || etag == EtagOf(version)) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "it has changed since you read it");
}

std::vector<ItemView> ViewOf(pqxx::transaction_base& transaction, std::vector<WorkItem> items) {
  std::vector<std::string> cases;
  for (const WorkItem& item : items) cases.push_back(item.case_number);
  const auto complaints = ComplaintsOfCases(transaction, cases);
  std::vector<ItemView> views;
  views.reserve(items.size());
  for (WorkItem& item : items) {
    ItemView view{absl::StrCat("workItems/", item.id), EtagOf(item.version), {}, {}};
    if (const auto found = complaints.find(item.case_number); found != complaints.end()) view.complaints = found->second;
    view.item = std::move(item);
    views.push_back(std::move(view));
  }
  return views;
}

absl::StatusOr<ItemView> AcceptItem(const Context& context, const MoveRequest& move) {
  return Move(context, move, [&](pqxx::work&, const WorkItem& item, BusinessTime now) { return Accept(item, move.actor, now); });
}

absl::StatusOr<ItemView> DeclineItem(const Context& context, const MoveRequest& move, const std::string& reason) {
  return Move(context, move,
              [&](pqxx::work&, const WorkItem& item, BusinessTime now) { return Decline(item, move.actor, reason, now); });
}

absl::StatusOr<ItemView> TakeItem(const Context& context, const MoveRequest& move) {
  return Move(context, move, [&](pqxx::work& transaction, const WorkItem& item, BusinessTime now) -> absl::StatusOr<Change> {
    ASSIGN_OR_RETURN(const Candidate candidate, AsCandidate(transaction, item, move.actor.agent));
    return Take(item, move.actor, candidate, now);
  });
}

absl::StatusOr<ItemView> CompleteItem(const Context& context, const MoveRequest& move) {
  return Move(context, move, [&](pqxx::work& transaction, const WorkItem& item, BusinessTime now) {
    return Complete(item, move.actor, IsLive(StandingOf(transaction, item.case_number)), now);
  });
}

absl::StatusOr<ItemView> TransferItem(const Context& context, const MoveRequest& move, const TransferTo& to) {
  return Move(context, move, [&](pqxx::work& transaction, const WorkItem& item, BusinessTime now) -> absl::StatusOr<Change> {
    if (!to.team.empty()) {
      RETURN_IF_ERROR(GetTeam(transaction, to.team).status());
      return MoveToTeam(item, move.actor, to.team, to.reason, now);
    }
    ASSIGN_OR_RETURN(const Candidate candidate, AsCandidate(transaction, item, to.agent));
    return HandOver(item, move.actor, {candidate, to.reason, context.policy.offers}, now);
  });
}

absl::StatusOr<ItemView> DecideItem(const Context& context, const MoveRequest& move, const Tag& tag, const std::string& team) {
  return Move(context, move, [&](pqxx::work& transaction, const WorkItem& item, BusinessTime now) -> absl::StatusOr<Change> {
    const std::string known = GetTeam(transaction, team).ok() ? team : kIntakeTeam;
    return DecideTriage(item, move.actor, tag, known, now);
  });
}

}  // namespace redress::routing
