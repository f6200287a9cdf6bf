#include "services/routing/store/claims.h"

#include "libs/base/error.h"
#include "libs/pg/exec.h"
#include "services/routing/domain/item_state.h"
#include "services/routing/store/columns.h"

namespace redress::routing {

absl::flat_hash_set<std::string> ClaimOffers(pqxx::transaction_base& transaction, absl::Span<const OfferClaim> claims,
                                             BusinessTime now) {
  absl::flat_hash_set<std::string> won;
  TextColumn item, agent;
  NumberColumn slot, expire;
  for (const OfferClaim& claim : claims) {
    item.Add(claim.planned->item->id), agent.Add(claim.planned->agent), slot.Add(claim.planned->slot);
    expire.Add(claim.change.next.offer_expire_time);
  }
  if (item.values.empty()) return won;
  // Sorted, so that two assigners wait for each other in one order.
  const pqxx::result rows =
      pg::Exec(transaction,
               "INSERT INTO assignment (item, agent, slot, state, given_us, expire_us)"
               " SELECT u.item, u.agent, u.slot, 'OFFERED', $5::bigint, u.expire"
               " FROM unnest($1::text[], $2::text[], $3::smallint[], $4::bigint[]) u(item, agent, slot, expire)"
               " JOIN agent a ON a.agent = u.agent AND a.presence = 'ONLINE' AND u.slot <= a.case_limit"
               " ORDER BY u.agent, u.slot ON CONFLICT DO NOTHING RETURNING item",
               item.Texts(), agent.Texts(), slot.Literal(), expire.Literal(), now.micros());
  for (const pqxx::row& row : rows) won.insert(row[0].c_str());
  return won;
}

absl::Status ClaimAnyPlace(pqxx::transaction_base& transaction, const Change& change, BusinessTime now) {
  const WorkItem& item = change.next;
  // A statement that loses its place to a concurrent claim sees, when it runs again, which place that took.
  for (int attempt = 0; attempt <= kCaseLimitMax; ++attempt) {
    const pqxx::result rows =
        pg::Exec(transaction,
                 "WITH free AS ("
                 "  SELECT g.slot FROM agent a CROSS JOIN generate_series(1, a.case_limit) g(slot) WHERE a.agent = $2"
                 "  AND (SELECT count(s.slot) FROM assignment s WHERE s.agent = $2 AND s.released_us IS NULL) < a.case_limit"
                 "  AND NOT EXISTS (SELECT FROM assignment s WHERE s.agent = $2 AND s.slot = g.slot AND s.released_us IS NULL)"
                 "  ORDER BY g.slot LIMIT 1),"
                 " claimed AS ("
                 "  INSERT INTO assignment (item, agent, slot, state, given_us, expire_us, accept_us)"
                 "  SELECT $1, $2, slot, $3, $4, nullif($5::bigint, 0), nullif($6::bigint, 0) FROM free"
                 "  ON CONFLICT DO NOTHING RETURNING slot)"
                 " SELECT (SELECT count(*) FROM free), (SELECT count(*) FROM claimed)",
                 item.id, change.claim_for, std::string(Word(item.state)), now.micros(),
                 item.state == ItemState::kOffered ? item.offer_expire_time->micros() : int64_t{0},
                 item.state == ItemState::kAccepted ? item.accept_time->micros() : int64_t{0});
    if (rows[0][1].as<int>() == 1) return absl::OkStatus();
    if (rows[0][0].as<int>() == 0) break;
  }
  return Error(absl::StatusCode::kFailedPrecondition, "AT_CAPACITY", "the agent has no free place");
}

}  // namespace redress::routing
