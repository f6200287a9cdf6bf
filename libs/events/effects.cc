#include "libs/events/effects.h"

#include <vector>

#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"

namespace redress::events {

absl::StatusOr<bool> InsertEffect(pqxx::transaction_base& transaction, const Effect& effect) {
  const pqxx::result inserted = pg::Exec(
      transaction,
      "INSERT INTO effect (kind, subject, occurrence, useless_after, payload) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
      effect.kind, effect.subject, effect.occurrence, effect.useless_after.ToRfc3339(), pg::Bytes(effect.payload));
  return inserted.affected_rows() == 1;
}

int64_t InsertEffects(pqxx::transaction_base& transaction, absl::Span<const Effect> effects) {
  std::vector<std::string> kinds, subjects, occurrences, times, payloads;
  for (const Effect& effect : effects) {
    kinds.push_back(effect.kind), subjects.push_back(effect.subject), occurrences.push_back(effect.occurrence);
    times.push_back(effect.useless_after.ToRfc3339()), payloads.push_back(effect.payload);
  }
  const pqxx::result inserted = pg::Exec(
      transaction,
      "INSERT INTO effect (kind, subject, occurrence, useless_after, payload)"
      " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::bytea[])"
      " AS u (kind, subject, occurrence, useless_after, payload) ORDER BY kind, subject, occurrence ON CONFLICT DO NOTHING",
      pg::ArrayOf(kinds), pg::ArrayOf(subjects), pg::ArrayOf(occurrences), pg::ArrayOf(times), pg::ByteArrayOf(payloads));
  return static_cast<int64_t>(inserted.affected_rows());
}

}  // namespace redress::events
