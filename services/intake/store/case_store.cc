#include "services/intake/store/case_store.h"

#include <map>
#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/intake/store/complaint_reader.h"
#include "services/intake/store/row_fields.h"

namespace redress::intake {
namespace {

using Optional = absl::optional<std::string>;

}  // namespace

Standings ReadStandings(pqxx::transaction_base& transaction, const std::vector<int64_t>& cases) {
  Standings standings;
  if (cases.empty()) return standings;
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT s.case_number, " + MicrosSql("s.close_time") +
                   ", s.merged_into FROM unnest($1::bigint[]) u(number)"
                   " CROSS JOIN LATERAL (SELECT x.* FROM case_standing x WHERE x.case_number = u.number LIMIT 1) s",
               pg::ArrayOf(cases));
  for (const pqxx::row& row : rows) {
    CaseStanding& standing = standings[row[0].as<int64_t>()];
    standing.close_time = OptionalTimeOf(row[1]);
    if (!row[2].is_null()) standing.merged_into = row[2].as<int64_t>();
  }
  return standings;
}

void PutStandings(pqxx::transaction_base& transaction, const Standings& standings) {
  std::vector<int64_t> open, kept;
  std::vector<Optional> closed, merged;
  for (const auto& [number, standing] : standings) {
    if (standing.open()) {
      open.push_back(number);
      continue;
    }
    kept.push_back(number);
    closed.push_back(standing.close_time.has_value() ? Optional(standing.close_time->ToRfc3339()) : Optional());
    merged.push_back(standing.merged_into.has_value() ? Optional(std::to_string(*standing.merged_into)) : Optional());
  }
  if (!open.empty()) {
    pg::Exec(transaction, "DELETE FROM case_standing WHERE case_number = ANY ($1::bigint[])", pg::ArrayOf(open));
  }
  if (kept.empty()) return;
  pg::Exec(transaction,
           "INSERT INTO case_standing (case_number, close_time, merged_into)"
           " SELECT * FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[])"
           " ON CONFLICT (case_number) DO UPDATE SET close_time = excluded.close_time, merged_into = excluded.merged_into",
           pg::ArrayOf(kept), pg::ArrayOf(closed), pg::ArrayOf(merged));
}

absl::StatusOr<std::vector<LinkedComplaint>> ReadLinked(pqxx::transaction_base& transaction,
                                                        const std::vector<int64_t>& numbers) {
  std::map<int64_t, int> evidence_counts;  // of those elsewhere
  if (!numbers.empty()) {
    for (const pqxx::row& row : pg::Exec(transaction,
                                         "SELECT u.number, (SELECT count(*) FROM evidence e WHERE e.number = u.number)"
                                         " FROM unnest($1::bigint[]) u(number) WHERE case_of(u.number) <> u.number",
                                         pg::ArrayOf(numbers))) {
      evidence_counts[row[0].as<int64_t>()] = row[1].as<int>();
    }
  }
  std::vector<int64_t> elsewhere;
  elsewhere.reserve(evidence_counts.size());
  for (const auto& [number, count] : evidence_counts) elsewhere.push_back(number);
  ASSIGN_OR_RETURN(std::vector<ComplaintRow> rows, ComplaintReader::ReadIn(transaction, elsewhere));
  std::vector<LinkedComplaint> linked;
  for (ComplaintRow& row : rows) {
    const int count = evidence_counts.at(row.facts.number);
    linked.push_back({std::move(row), count});
  }
  return linked;
}

absl::Status InsertLink(pqxx::transaction_base& transaction, const LinkChange& change) {
  const pqxx::result inserted =
      pg::Exec(transaction,
               "INSERT INTO case_link (number, version, case_number, actor, reason, linked_time) "
               "VALUES ($1, $2, $3, $4, $5, $6::timestamptz) ON CONFLICT DO NOTHING RETURNING 1",
               change.number, change.version, change.case_number, change.actor, change.reason, change.time.ToRfc3339());
  if (!inserted.empty()) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "the complaint was changed meanwhile: read it again");
}

void MoveMatters(pqxx::transaction_base& transaction, int64_t number, int64_t former) {
  pg::Exec(transaction,
           "INSERT INTO matter (key, number) SELECT j.key, j.number FROM matter_joined j WHERE j.number = $1 ORDER BY j.key"
           " ON CONFLICT (key) DO UPDATE SET number = excluded.number WHERE $2 IN ("
           "   case_of(matter.number),"
           "   (SELECT s.merged_into FROM case_standing s WHERE s.case_number = case_of(matter.number)))",
           number, former);
}

}  // namespace redress::intake
