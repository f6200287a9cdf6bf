#include "services/compensation/app/pay.h"

#include <algorithm>

#include "libs/base/back_off.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "services/compensation/app/grants.h"
#include "services/compensation/store/grant_store.h"

namespace redress::compensation {
namespace {

absl::StatusOr<Outcome> OutcomeOf(const Context& context, const Ask& ask) {
  if (!ask.first) {
    ASSIGN_OR_RETURN(const absl::optional<Outcome> known, context.shop.LookUp(ask.grant.id));
    if (known.has_value()) return *known;
  }
  return context.shop.Ask(ask.grant, context.policy.terms());
}

// Twice as long after each attempt that taught nothing.
absl::Duration Pause(const AskPolicy& asks, int attempts) {
  return BackOff(asks.retry, asks.retry_max, attempts);
}

absl::Status Later(const Context& context, const Ask& ask, absl::Duration delay) {
  return context.pool.Transact([&](pqxx::work& transaction) {
    AskAfter(transaction, ask.grant.id, delay);
    return absl::OkStatus();
  });
}

absl::Status SettleOne(const Context& context, const Ask& ask, PayResult* result) {
  const absl::StatusOr<Outcome> outcome = OutcomeOf(context, ask);
  if (!outcome.ok()) {
    ++result->unknown;
    obs::Log(obs::Level::kWarning, "outcome_unknown", {{"grant", obs::Id(ask.grant.id)}, {"status", outcome.status()}});
    return Later(context, ask, Pause(context.asks, ask.attempts));
  }
  if (outcome->state == Outcome::State::kPending) return Later(context, ask, context.asks.poll);
  const absl::Status heard = RecordOutcome(context, ask.grant.id, *outcome).status();
  if (heard.ok()) ++result->settled;
  return heard;
}

}  // namespace

absl::StatusOr<PayResult> PayRound(const Context& context, absl::FunctionRef<bool()> stopping) {
  PayResult result;
  std::vector<Ask> asks;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) {
    asks = TakeAsks(transaction, context.asks.batch, context.asks.lease);
    return absl::OkStatus();
  }));
  result.asked = static_cast<int>(asks.size());
  for (const Ask& ask : asks) {
    if (stopping()) {
      result.left.push_back(ask.grant.id);
      continue;
    }
    const absl::Status settled = SettleOne(context, ask, &result);
    if (!settled.ok()) {
      obs::Log(obs::Level::kError, "grant_not_settled", {{"grant", obs::Id(ask.grant.id)}, {"status", settled}});
    }
  }
  return result;
}

absl::Status GiveBack(const Context& context, absl::Span<const std::string> ids) {
  if (ids.empty()) return absl::OkStatus();
  return context.pool.Transact([&](pqxx::work& transaction) {
    for (const std::string& id : ids) AskAfter(transaction, id, absl::ZeroDuration());
    return absl::OkStatus();
  });
}

}  // namespace redress::compensation
