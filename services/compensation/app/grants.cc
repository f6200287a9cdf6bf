#include "services/compensation/app/grants.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/uuid.h"
#include "libs/obs/log.h"
#include "services/compensation/app/abuse.h"
#include "services/compensation/app/claims.h"
#include "services/compensation/store/events.h"
#include "services/compensation/store/grant_store.h"
#include "services/compensation/store/quotation_store.h"

namespace redress::compensation {
namespace {

constexpr char kRefusals[] = "refusals/";

// What the first request of an id was answered: a grant, or a refusal that was kept.
absl::StatusOr<GrantView> Again(pqxx::transaction_base& transaction, const std::string& name) {
  if (absl::string_view refusal = name; absl::ConsumePrefix(&refusal, kRefusals)) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(refusal, absl::MaxSplits('/', 1));
    return Error(absl::StatusCode::kFailedPrecondition, parts.first, parts.second);
  }
  ASSIGN_OR_RETURN(Grant grant, GetGrant(transaction, std::string(absl::StripPrefix(name, "grants/"))));
  return ViewOf(std::move(grant));
}

// The same with the flags that were raised with it.
absl::StatusOr<GrantView> AgainWithFlags(pqxx::transaction_base& transaction, const std::string& name) {
  ASSIGN_OR_RETURN(GrantView view, Again(transaction, name));
  FlagQuery query;
  query.case_number = view.grant.case_number;
  query.grant = view.grant.id;
  ASSIGN_OR_RETURN(view.flags, ListFlags(transaction, query));
  return view;
}

absl::Status CheckEtag(const std::string& etag, const Grant& grant) {
  if (etag.empty() || etag == absl::StrCat(grant.version)) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "it has changed since you read it");
}

absl::Status Contradicted(const Context& context, const Grant& grant) {
  context.contradicted();
  obs::Log(obs::Level::kError, "outcome_contradicted", {{"grant", obs::Id(grant.id)}, {"state", obs::Id(Word(grant.state))}});
  return Error(absl::StatusCode::kFailedPrecondition, "OUTCOME_CONTRADICTED",
               absl::StrCat("the grant is ", Word(grant.state), ", which this outcome contradicts"));
}

// The grant after what is heard; the same one where it says nothing new.
absl::StatusOr<Grant> AfterHearing(const Context& context, const Grant& grant, const Outcome& outcome) {
  if (outcome.state == Outcome::State::kPending) return grant;
  const bool done = outcome.state == Outcome::State::kSucceeded;
  const GrantEvent event = done ? GrantEvent::kSucceed : GrantEvent::kFail;
  switch (HearOutcome(grant.state, event)) {
    case Hearing::kKnown:
      return grant;
    case Hearing::kContrary:
      return Contradicted(context, grant);
    case Hearing::kNews:
      break;
  }
  return Move(grant, event, done ? outcome.result_reference : outcome.failure_reason,
              outcome.end_time.value_or(context.time.Now()));
}

// Whoever was refused tells others, who act on it; so the refusal is stored as the answer of its request before it is given. The
// same request on its way twice cannot be refused once and granted later, when a budget is free again. Where the other one was
// quicker, its answer is the answer.
absl::StatusOr<GrantView> KeepRefusal(const Context& context, const Request& request, const absl::Status& refusal) {
  absl::StatusOr<GrantView> answer = refusal;
  RETURN_IF_ERROR(context.pool.Transact(request.deadline, [&](pqxx::work& transaction) -> absl::Status {
    answer = refusal;
    ASSIGN_OR_RETURN(const pg::Claim claim, pg::ClaimRequest(transaction, request.key));
    if (claim.fresh()) {
      return pg::RecordAnswer(transaction, request.key, {absl::StrCat(kRefusals, ReasonOf(refusal), "/", refusal.message()), ""});
    }
    answer = AgainWithFlags(transaction, claim.answered->name);
    return absl::OkStatus();
  }));
  return answer;
}

}  // namespace

GrantView ViewOf(Grant grant) {
  return {absl::StrCat("grants/", grant.id), absl::StrCat(grant.version), std::move(grant)};
}

absl::StatusOr<GrantView> CommitGrant(const Context& context, const Request& request, const GrantCommand& command) {
  const Terms& terms = context.policy.terms();
  const std::string id = Uuid::NewOrdered().ToString();
  std::vector<AbuseFlag> raised;
  const absl::StatusOr<GrantView> given = Once<GrantView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>* said) -> absl::StatusOr<GrantView> {
        ASSIGN_OR_RETURN(const Quotation quotation, GetQuotation(transaction, command.quotation));
        ASSIGN_OR_RETURN(const Option option, FindOption(quotation, command.option));
        const BusinessTime now = context.time.Now();
        const std::vector<AbuseFinding> signs = LookAtAgent(transaction, terms.abuse, quotation, command.proposer, now);
        const Standing standing = LockStanding(transaction, quotation, option, command, terms, now);
        ASSIGN_OR_RETURN(Grant grant, DecideGrant(terms, quotation, command, standing, now));
        grant.id = id;
        RETURN_IF_ERROR(InsertGrant(transaction, grant, standing, terms));
        *said = EventsOf(grant);
        raised = RaiseFlags(transaction, FlagsOf(grant, signs), said);
        GrantView view = ViewOf(std::move(grant));
        view.flags = raised;
        return view;
      },
      &AgainWithFlags);
  if (given.ok()) Tell(context, raised);
  return absl::IsFailedPrecondition(given.status()) ? KeepRefusal(context, request, given.status()) : given;
}

absl::StatusOr<GrantView> ReverseGrant(const Context& context, const Request& request, const ReverseCommand& command) {
  return Once<GrantView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>* said) -> absl::StatusOr<GrantView> {
        ASSIGN_OR_RETURN(const Grant grant, LockGrant(transaction, command.grant));
        RETURN_IF_ERROR(CheckEtag(command.etag, grant));
        const BusinessTime now = context.time.Now();
        ASSIGN_OR_RETURN(Grant reversed, Move(grant, GrantEvent::kReverse, command.reason, now));
        const absl::optional<CaseFinding> finding = FindingFor(transaction, grant);
        RETURN_IF_ERROR(SaveMove(transaction, grant, reversed));
        *said = EventsOf(reversed);
        RETURN_IF_ERROR(FollowGrant(transaction, reversed, finding, now, said));
        return ViewOf(std::move(reversed));
      },
      &Again);
}

absl::StatusOr<GrantView> RecordOutcome(const Context& context, const std::string& id, const Outcome& outcome) {
  GrantView view;
  std::vector<events::NewEvent> said;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    said.clear();
    ASSIGN_OR_RETURN(const Grant grant, LockGrant(transaction, id));
    ASSIGN_OR_RETURN(Grant next, AfterHearing(context, grant, outcome));
    const bool moved = next.version != grant.version;
    if (moved) {
      absl::optional<CaseFinding> finding;
      if (next.state == GrantState::kPaid) finding = FindingFor(transaction, next);
      RETURN_IF_ERROR(SaveMove(transaction, grant, next));
      said = EventsOf(next);
      RETURN_IF_ERROR(FollowGrant(transaction, next, finding, context.time.Now(), &said));
      RETURN_IF_ERROR(events::Append(transaction, &said));
    }
    view = ViewOf(std::move(next));
    return absl::OkStatus();
  }));
  if (!said.empty()) context.said(said);
  return view;
}

absl::StatusOr<GrantView> ReadGrant(pg::Pool& pool, const std::string& id, const std::string& proposer) {
  absl::StatusOr<GrantView> view;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) {
    view = Again(transaction, id);
    return view.status();
  }));
  if (!proposer.empty() && view->grant.proposer != proposer) return NoSuchGrant();
  return view;
}

}  // namespace redress::compensation
