#include "services/casework/store/delegation_store.h"

#include "libs/base/error.h"
#include "libs/pg/exec.h"

namespace redress::casework {

void InsertDelegation(pqxx::transaction_base& transaction, const Uuid& id, const Delegation& delegation, BusinessTime now) {
  pg::Exec(
      transaction,
      "INSERT INTO delegation (delegation, delegator, delegate, authority, create_us, expire_us) VALUES ($1, $2, $3, $4, $5, $6)",
      id.ToString(), delegation.delegator, delegation.delegate, std::string(Word(delegation.authority)), now.micros(),
      delegation.expire_time.micros());
}

std::vector<Delegation> DelegationsTo(pqxx::transaction_base& transaction, const std::string& delegate, BusinessTime now) {
  std::vector<Delegation> delegations;
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT delegator, authority, expire_us FROM delegation WHERE delegate = $1 AND expire_us > $2 ORDER BY expire_us DESC, 1",
      delegate, now.micros());
  for (const pqxx::row& row : rows) {
    delegations.push_back({row[0].c_str(), delegate, ValueOf<Authority>(row[1].c_str()).value(),
                           BusinessTime::FromUnixMicros(row[2].as<int64_t>())});
  }
  return delegations;
}

absl::StatusOr<Delegation> GetDelegation(pqxx::transaction_base& transaction, const Uuid& id) {
  const pqxx::result rows = pg::Exec(
      transaction, "SELECT delegator, delegate, authority, expire_us FROM delegation WHERE delegation = $1", id.ToString());
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "DELEGATION_NOT_FOUND", "no such delegation");
  const pqxx::row& row = rows[0];
  return Delegation{row[0].c_str(), row[1].c_str(), ValueOf<Authority>(row[2].c_str()).value(),
                    BusinessTime::FromUnixMicros(row[3].as<int64_t>())};
}

}  // namespace redress::casework
