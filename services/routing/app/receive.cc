#include "services/routing/app/receive.h"

#include <algorithm>
#include <set>
#include <utility>

#include "libs/base/status_macros.h"
#include "services/routing/store/case_store.h"
#include "services/routing/store/events.h"
#include "services/routing/store/item_store.h"
#include "services/routing/store/people_store.h"

namespace redress::routing {
namespace {

const std::string& CauseOf(const CaseMessage& message) {
  const CaseInput* const input = std::get_if<CaseInput>(&message);
  return input != nullptr ? input->cause : std::get<CaseNews>(message).cause;
}

// Those that have not counted yet, neither in the database nor earlier in the batch.
std::vector<CaseMessage> NewOnes(pqxx::work& transaction, std::vector<CaseMessage> messages) {
  std::vector<std::string> causes;
  for (const CaseMessage& message : messages) {
    if (!CauseOf(message).empty()) causes.push_back(CauseOf(message));
  }
  absl::flat_hash_set<std::string> known = KnownCauses(transaction, causes);
  std::vector<CaseMessage> fresh;
  for (CaseMessage& message : messages) {
    const std::string cause = CauseOf(message);
    if (cause.empty() || known.insert(cause).second) fresh.push_back(std::move(message));
  }
  return fresh;
}

std::set<std::string> CasesOf(const std::vector<CaseMessage>& messages) {
  std::set<std::string> cases;
  for (const CaseMessage& message : messages) {
    if (const CaseInput* const input = std::get_if<CaseInput>(&message)) {
      cases.insert(input->case_number);
      if (!input->former_case.empty()) cases.insert(input->former_case);
    } else {
      const CaseNews& news = std::get<CaseNews>(message);
      cases.insert(news.case_number);
      if (!news.other.empty()) cases.insert(news.other);
    }
  }
  return cases;
}

// Whoever took places of agents already takes none by a claim: two transactions would take them in different orders.
bool TakesPlaces(const Change& change) {
  return change.place == PlaceChange::kResume || !change.claim_for.empty();
}

bool IsQueued(const WorkItem& item) {
  return item.state == ItemState::kQueued;
}

}  // namespace

absl::StatusOr<Received> Receive(pqxx::work& transaction, std::vector<CaseMessage> messages, BusinessTime now,
                                 const Context* assigner) {
  Received received;
  std::vector<CaseMessage> fresh = NewOnes(transaction, std::move(messages));
  if (fresh.empty()) return received;
  KnownCases known = LockCases(transaction, CasesOf(fresh));
  const FoldFacts facts{TeamIds(transaction), OwnersOf(transaction, known)};
  Folded folded = Fold(&fresh, std::move(known), facts, now);
  PutCauses(transaction, fresh);
  PutStandings(transaction, folded.standings);
  RETURN_IF_ERROR(CommitChanges(transaction, folded.changed, now));  // what ended before what took its place
  received.said = EventsOf(folded);
  if (assigner != nullptr && std::none_of(folded.changed.begin(), folded.changed.end(), TakesPlaces)) {
    ASSIGN_OR_RETURN(received.offers, OfferFresh(transaction, *assigner, now, &folded.created, &received.said));
  }
  InsertItems(transaction, folded.created);
  received.for_assigner =
      !folded.changed.empty() || std::any_of(folded.created.begin(), folded.created.end(), IsQueued) || received.offers.lost > 0;
  return received;
}

}  // namespace redress::routing
