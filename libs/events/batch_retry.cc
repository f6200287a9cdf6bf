// The second chance of parked events: one transaction each, in order, under the lock that keeps the consumer from adding to
// the park meanwhile.
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/batch_applier.h"
#include "libs/events/envelope.h"
#include "libs/pg/exec.h"

namespace redress::events {

struct BatchApplier::ParkedRow {
  int64_t ordinal = 0;
  Event event;
};

absl::StatusOr<absl::optional<BatchApplier::ParkedRow>> BatchApplier::FirstParked(const std::string& subject) {
  absl::optional<ParkedRow> first;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    const pqxx::result rows = pg::Exec(
        transaction, "SELECT ordinal, envelope FROM parked_event WHERE consumer = $1 AND subject = $2 ORDER BY ordinal LIMIT 1",
        options_.name, subject);
    first.reset();
    if (!rows.empty()) {
      ASSIGN_OR_RETURN(Event event, Decode(pg::BytesOf(rows[0][1])));
      first = ParkedRow{rows[0][0].as<int64_t>(), std::move(event)};
    }
    return absl::OkStatus();
  }));
  return first;
}

absl::Status BatchApplier::TryParked(const ParkedRow& row) {
  const std::lock_guard<std::mutex> lock(handling_);
  RETURN_IF_ERROR(PrepareSafely({row.event}));
  std::vector<NewEvent> out;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    pg::Exec(transaction, "SELECT lock_consumption($1, ARRAY[$2::smallint])", options_.name, row.event.partition);
    const pqxx::result gone = pg::Exec(transaction, "DELETE FROM parked_event WHERE ordinal = $1", row.ordinal);
    if (gone.affected_rows() != 1) {
      return Error(absl::StatusCode::kAborted, "PARK_CHANGED", "somebody else deals with these parked events");
    }
    return ApplyAndAppend(transaction, {row.event}, &out);
  }));
  handler_.Committed({row.event});
  if (publisher_ != nullptr) {
    publisher_->CommittedEvents(out);
  }
  return absl::OkStatus();
}

absl::StatusOr<int> BatchApplier::CountParked(const std::string& subject) {
  int count = 0;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    count = pg::Exec1(transaction, "SELECT count(*) FROM parked_event WHERE consumer = $1 AND subject = $2", options_.name,
                      subject)[0]
                .as<int>();
    return absl::OkStatus();
  }));
  return count;
}

absl::StatusOr<ParkedResult> BatchApplier::RetryParked(const std::string& subject) {
  ParkedResult result;
  while (true) {
    ASSIGN_OR_RETURN(const absl::optional<ParkedRow> row, FirstParked(subject));
    if (!row.has_value()) {
      break;
    }
    const absl::Status status = TryParked(*row);
    if (ReasonOf(status) == "PARK_CHANGED") {
      continue;
    }
    if (IsTransient(status) && result.done == 0) {
      return status;
    }
    if (!status.ok()) {
      const std::string reason = ReasonOf(status).empty() ? absl::StatusCodeToString(status.code()) : ReasonOf(status);
      RETURN_IF_ERROR(pool_.Autocommit([&](pqxx::nontransaction& transaction) {
        pg::Exec(transaction, "UPDATE parked_event SET reason = $2, first = true WHERE ordinal = $1", row->ordinal, reason);
        return absl::OkStatus();
      }));
      break;
    }
    ++result.done;
  }
  ASSIGN_OR_RETURN(result.remaining, CountParked(subject));
  return result;
}

}  // namespace redress::events
