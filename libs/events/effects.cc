#include "libs/events/effects.h"

#include "libs/pg/exec.h"

namespace redress::events {

absl::StatusOr<bool> InsertEffect(pqxx::transaction_base& transaction, const Effect& effect) {
  const pqxx::result inserted = pg::Exec(
      transaction,
      "INSERT INTO effect (kind, subject, occurrence, useless_after, payload) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
      effect.kind, effect.subject, effect.occurrence, effect.useless_after.ToRfc3339(), pg::Bytes(effect.payload));
  return inserted.affected_rows() == 1;
}

}  // namespace redress::events
