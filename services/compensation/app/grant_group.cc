#include "services/compensation/app/grant_group.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "services/compensation/app/fails_for_all.h"
#include "services/compensation/store/events.h"
#include "services/compensation/store/grant_batch_store.h"
#include "services/compensation/store/grant_store.h"

namespace redress::compensation {
namespace {

constexpr absl::Duration kFullQueueRetry = absl::Milliseconds(200);

// What a grant is measured by, and its request: of each only one in a batch.
std::vector<std::string> KeysOf(const GrantCall& call, const Quotation& quotation) {
  std::vector<std::string> keys = {absl::StrCat("order/", quotation.options.front().order),
                                   absl::StrCat("case/", quotation.case_number), absl::StrCat("agent/", call.command.proposer),
                                   absl::StrCat("request/", call.request.key.request_id.ToString())};
  if (!quotation.customer.empty()) keys.push_back(absl::StrCat("customer/", quotation.customer));
  return keys;
}

}  // namespace

// A call whose turn it is, what it wants, and what came of it.
struct GrantGroup::Draft {
  GrantCall call;
  absl::optional<Quotation> wanted;
  std::string id;
  absl::optional<Grant> given;  // nothing: it is left to CommitGrant
};

GrantGroup::GrantGroup(const Context& context, GroupCommitOptions options)
    : context_(context), queue_(options, [this](std::vector<GrantCall> calls) { Run(std::move(calls)); }) {}

void GrantGroup::Commit(GrantCall call) {
  if (queue_.TryPush(call)) return;
  call.done(WithRetryDelay(Error(absl::StatusCode::kUnavailable, "QUEUE_FULL", "too many grants wait for their commit"),
                           kFullQueueRetry));
}

void GrantGroup::Run(std::vector<GrantCall> calls) {
  while (!calls.empty()) calls = RunSome(std::move(calls));
}

void GrantGroup::Alone(GrantCall call) const {
  const obs::TraceScope trace(call.trace);
  call.done(CommitGrant(context_, call.request, call.command));
}

std::vector<GrantCall> GrantGroup::RunSome(std::vector<GrantCall> calls) {
  if (calls.size() == 1) {
    Alone(std::move(calls.front()));
    return {};
  }
  std::vector<const GrantCommand*> commands;
  commands.reserve(calls.size());
  for (const GrantCall& call : calls) commands.push_back(&call.command);
  std::vector<absl::optional<Quotation>> wanted(calls.size());
  const absl::Status read = context_.pool.Read([&](pqxx::transaction_base& transaction) {
    wanted = ReadWanted(transaction, commands);
    return absl::OkStatus();
  });
  if (FailsForAll(read)) {
    for (GrantCall& call : calls) call.done(read);
    return {};
  }
  std::vector<Draft> drafts, alone;
  std::vector<GrantCall> later;
  std::set<std::string> taken;
  for (size_t i = 0; i < calls.size(); ++i) {
    if (!wanted[i].has_value()) {
      alone.push_back({std::move(calls[i]), {}, {}, {}});
      continue;
    }
    const std::vector<std::string> keys = KeysOf(calls[i], *wanted[i]);
    if (std::any_of(keys.begin(), keys.end(), [&](const std::string& key) { return taken.count(key) > 0; })) {
      later.push_back(std::move(calls[i]));
      continue;
    }
    taken.insert(keys.begin(), keys.end());
    drafts.push_back({std::move(calls[i]), std::move(wanted[i]), Uuid::NewOrdered().ToString(), {}});
  }
  const absl::Status given = drafts.size() > 1 ? Together(absl::MakeSpan(drafts)) : absl::OkStatus();
  for (Draft& draft : drafts) {
    if (FailsForAll(given)) {
      draft.call.done(given);
    } else if (given.ok() && draft.given.has_value()) {
      draft.call.done(ViewOf(*std::move(draft.given)));
    } else {
      alone.push_back(std::move(draft));
    }
  }
  for (Draft& draft : alone) Alone(std::move(draft.call));
  return later;
}

absl::Status GrantGroup::Together(absl::Span<Draft> drafts) {
  Deadline deadline = drafts.front().call.request.deadline;
  for (const Draft& draft : drafts) deadline = std::max(deadline, draft.call.request.deadline);
  std::vector<events::NewEvent> said;
  absl::Status status =
      context_.pool.Transact(deadline, [&](pqxx::work& transaction) { return Give(transaction, drafts, &said); });
  if (status.ok() && !said.empty()) {
    context_.said(said);
    context_.wake();
  }
  return status;
}

absl::Status GrantGroup::Give(pqxx::work& transaction, absl::Span<Draft> drafts, std::vector<events::NewEvent>* said) const {
  said->clear();
  std::vector<pg::AnsweredRequest> requests;
  requests.reserve(drafts.size());
  for (Draft& draft : drafts) {
    draft.given.reset();
    requests.push_back({draft.call.request.key, {absl::StrCat("grants/", draft.id), "1"}});
  }
  const std::vector<bool> fresh = pg::ClaimAnswered(transaction, requests);
  std::vector<Draft*> ours;
  std::vector<WantedGrant> wanted;
  for (size_t i = 0; i < drafts.size(); ++i) {
    if (!fresh[i]) continue;
    ours.push_back(&drafts[i]);
    wanted.push_back({&drafts[i].call.command, &*drafts[i].wanted});
  }
  if (ours.empty()) return absl::OkStatus();
  const Terms terms = context_.policy.terms();
  const BusinessTime now = context_.time.Now();
  const std::vector<WantedStanding> standings = LockStandings(transaction, wanted, terms, now);
  std::map<std::string, int64_t> taken;  // of each budget, by the batch
  std::vector<DecidedGrant> decided;
  std::vector<pg::RequestKey> given_up;
  for (size_t i = 0; i < ours.size(); ++i) {
    Draft& draft = *ours[i];
    Standing standing = standings[i].standing;
    const Option& option = draft.wanted->options.front();
    int64_t& of_budget = taken[BudgetOf(option.kind, now, terms)];
    if (standing.budget_used.has_value()) *standing.budget_used += of_budget;
    absl::StatusOr<Grant> grant = DecideGrant(terms, *draft.wanted, draft.call.command, standing, now);
    const bool plain = standing.budget_slice.has_value() && SignsOf(standings[i].agent, terms.abuse).empty();
    if (!plain || !grant.ok()) {
      given_up.push_back(draft.call.request.key);
      continue;
    }
    of_budget += option.amount.minor;
    draft.given = *std::move(grant);
    draft.given->id = draft.id;
    decided.push_back({&*draft.given, *standing.budget_slice});
    for (events::NewEvent& event : EventsOf(*draft.given)) {
      event.traceparent = draft.call.trace.valid() ? draft.call.trace.ToTraceparent() : "";
      said->push_back(std::move(event));
    }
  }
  pg::GiveUpClaims(transaction, given_up);
  if (decided.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(InsertGrants(transaction, decided, terms));
  return events::Append(transaction, said);
}

}  // namespace redress::compensation
