#include "libs/events/parked.h"

#include <algorithm>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/envelope.h"
#include "libs/pg/exec.h"

namespace redress::events {

absl::StatusOr<std::vector<ParkedEvent>> ParkedDesk::List(const ParkedQuery& query) {
  std::vector<ParkedEvent> list;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    const pqxx::result rows = pg::Exec(
        transaction,
        "SELECT p.ordinal, p.consumer, p.subject, p.envelope, (SELECT f.reason FROM parked_event f WHERE f.consumer = p.consumer "
        "AND "
        "f.subject = p.subject ORDER BY f.ordinal LIMIT 1), (extract(epoch FROM p.parked) * 1000000)::bigint FROM parked_event p "
        "WHERE ($1 = '' OR p.subject = $1) AND p.ordinal > $2 ORDER BY p.ordinal LIMIT $3",
        query.subject, query.after, std::clamp(query.limit, 1, 1000));
    list.clear();
    for (const pqxx::row& row : rows) {
      ASSIGN_OR_RETURN(Event event, Decode(pg::BytesOf(row[3])));
      list.push_back({row[0].as<int64_t>(), row[1].as<std::string>(), row[2].as<std::string>(), std::move(event),
                      row[4].as<std::string>(), BusinessTime::FromUnixMicros(row[5].as<int64_t>())});
    }
    return absl::OkStatus();
  }));
  return list;
}

absl::StatusOr<ParkedResult> ParkedDesk::Retry(const std::string& consumer, const std::string& subject) {
  const auto found =
      std::find_if(consumers_.begin(), consumers_.end(), [&](const Consumer* one) { return one->name() == consumer; });
  if (found == consumers_.end()) {
    return Error(absl::StatusCode::kNotFound, "UNKNOWN_CONSUMER", "this service has no consumer of that name");
  }
  return (*found)->RetryParked(subject);
}

absl::StatusOr<int> ParkedDesk::Discard(const std::string& consumer, const std::string& subject, const std::string& by,
                                        const std::string& reason) {
  int discarded = 0;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    // The same lock as the consumer's: nothing joins the park while it is emptied.
    pg::Exec(
        transaction,
        "SELECT lock_consumption($1, ARRAY(SELECT DISTINCT partition FROM parked_event WHERE consumer = $1 AND subject = $2))",
        consumer, subject);
    const pqxx::result moved = pg::Exec(
        transaction,
        "WITH gone AS (DELETE FROM parked_event WHERE consumer = $1 AND subject = $2 RETURNING *) "
        "INSERT INTO discarded_event (ordinal, consumer, subject, envelope, parked_reason, parked, discarded_by, reason) "
        "SELECT ordinal, consumer, subject, envelope, reason, parked, $3, $4 FROM gone",
        consumer, subject, by, reason);
    discarded = static_cast<int>(moved.affected_rows());
    return absl::OkStatus();
  }));
  return discarded;
}

}  // namespace redress::events
