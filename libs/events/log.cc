#include "libs/events/log.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/obs/trace.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"

namespace redress::events {

const std::vector<pg::Migration>& Migrations();  // made from schema/*.sql

const std::vector<pg::Migration>& BaseMigrations() {
  static const auto* const migrations = new std::vector<pg::Migration>(pg::Concat({pg::Migrations(), Migrations()}));
  return *migrations;
}

absl::StatusOr<LogInfo> OpenLog(pg::Pool& pool, const std::string& source, int partitions) {
  LogInfo log;
  log.source = source;
  RETURN_IF_ERROR(pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    pg::Exec(transaction, "INSERT INTO log_shape (partitions) VALUES ($1) ON CONFLICT DO NOTHING", partitions);
    const pqxx::row row =
        transaction.exec1("SELECT (SELECT partitions FROM log_shape), (SELECT epoch FROM log_epoch WHERE present)");
    log.partitions = row[0].as<int>();
    log.epoch = row[1].as<std::string>();
    return absl::OkStatus();
  }));
  if (log.partitions != partitions) {
    return Error(absl::StatusCode::kFailedPrecondition, "PARTITION_COUNT_CHANGED",
                 absl::StrCat("the log was begun with ", log.partitions, " partitions, not ", partitions));
  }
  RETURN_IF_ERROR(EnsureLogRanges(pool));
  return log;
}

namespace {

// The columns of events that are about to be appended, in their order.
struct Columns {
  std::vector<int> partitions;
  std::vector<std::string> types, subjects, traceparents, data, ids;
  std::vector<int64_t> times;
  std::vector<absl::optional<std::string>> afters;
};

Columns ColumnsOf(const std::vector<NewEvent>& events) {
  Columns columns;
  columns.partitions.reserve(events.size());
  columns.times.reserve(events.size());
  columns.afters.reserve(events.size());
  for (auto* const texts : {&columns.types, &columns.subjects, &columns.traceparents, &columns.data, &columns.ids}) {
    texts->reserve(events.size());
  }
  for (const NewEvent& event : events) {
    columns.partitions.push_back(event.partition);
    columns.types.push_back(event.type);
    columns.subjects.push_back(event.subject);
    columns.times.push_back(event.time.micros());
    columns.traceparents.push_back(event.traceparent);
    columns.afters.push_back(event.after.has_value() ? absl::make_optional(FormatPositions(*event.after)) : absl::nullopt);
    columns.data.push_back(event.data);
    columns.ids.push_back(event.id);
  }
  return columns;
}

}  // namespace

absl::Status Append(pqxx::transaction_base& transaction, std::vector<NewEvent>* events) {
  if (events->empty()) return absl::OkStatus();
  const std::string trace = obs::CurrentTrace().valid() ? obs::CurrentTrace().ToTraceparent() : std::string();
  for (NewEvent& event : *events) {
    if (event.traceparent.empty()) event.traceparent = trace;
    event.id = Uuid::Random().ToString();
  }
  const Columns columns = ColumnsOf(*events);
  const pqxx::row row = pg::Exec1(
      transaction,
      "SELECT sequences, positions FROM append_events($1::smallint[], $2::text[], $3::text[], $4::timestamptz[], $5::text[],"
      " $6::text[], $7::bytea[], $8::uuid[])",
      pg::ArrayOf(columns.partitions), pg::TextArrayOf(columns.types), pg::TextArrayOf(columns.subjects),
      pg::TimeArrayOf(columns.times), pg::TextArrayOf(columns.traceparents), pg::TextArrayOf(columns.afters),
      pg::ByteArrayOf(columns.data), pg::ArrayOf(columns.ids));
  const std::vector<int64_t> sequences = pg::ParseIntArray(row[0].c_str());
  const std::vector<std::string> positions = pg::ParseTextArray(row[1].c_str());
  for (size_t i = 0; i < events->size(); ++i) {
    NewEvent& event = (*events)[i];
    event.sequence = sequences.at(i);
    ASSIGN_OR_RETURN(event.after, ParsePositions(positions.at(i)));
  }
  return absl::OkStatus();
}

absl::Status Append(pqxx::transaction_base& transaction, std::vector<NewEvent> events) {
  return Append(transaction, &events);
}

absl::StatusOr<std::vector<int64_t>> ReadHeads(pg::Pool& pool, int partitions) {
  std::vector<int64_t> heads;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    const pqxx::result rows = pg::Exec(
        transaction,
        "SELECT coalesce(e.sequence, f.sequence, 0) FROM generate_series(0, $1::int - 1) p "
        "LEFT JOIN LATERAL (SELECT e.sequence FROM event e WHERE e.partition = p::smallint ORDER BY e.sequence DESC LIMIT 1) e "
        "ON true LEFT JOIN log_floor f ON f.partition = p ORDER BY p",
        partitions);
    heads.clear();
    for (const pqxx::row& row : rows) {
      heads.push_back(row[0].as<int64_t>());
    }
    return absl::OkStatus();
  }));
  return heads;
}

namespace {

absl::StatusOr<Event> EventOf(const LogInfo& log, const pqxx::row& row) {
  Event event;
  event.source = log.source;
  event.epoch = log.epoch;
  event.partition = row[0].as<int>();
  event.sequence = row[1].as<int64_t>();
  event.id = row[2].as<std::string>();
  event.type = row[3].as<std::string>();
  event.subject = row[4].as<std::string>();
  event.time = BusinessTime::FromUnixMicros(row[5].as<int64_t>());
  event.traceparent = row[6].as<std::string>();
  ASSIGN_OR_RETURN(event.after, ParsePositions(row[7].c_str()));
  event.data = pg::BytesOf(row[8]);
  return event;
}

// Refuses a run that does not join its position: rows below the floor were dropped.
absl::Status CheckContiguous(const std::vector<Event>& events, const std::vector<int64_t>& after_by_partition) {
  std::vector<int64_t> last = after_by_partition;
  for (const Event& event : events) {
    if (event.sequence != ++last[event.partition]) {
      return Error(absl::StatusCode::kOutOfRange, "LOST_POSITION", "the log no longer holds what follows this position");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<Event>> ReadLog(pg::Pool& pool, const LogInfo& log, absl::Span<const ReadFrom> from, int limit) {
  std::vector<int> partitions;
  std::vector<int64_t> afters;
  std::vector<int64_t> after_by_partition(log.partitions, 0);
  for (const ReadFrom& place : from) {
    partitions.push_back(place.partition);
    afters.push_back(place.after);
    after_by_partition.at(place.partition) = place.after;
  }
  std::vector<Event> events;
  RETURN_IF_ERROR(pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    const pqxx::result rows = pg::Exec(
        transaction,
        "SELECT e.partition, e.sequence, e.id, e.type, e.subject, (extract(epoch FROM e.time) * 1000000)::bigint, e.traceparent, "
        "e.after, e.data FROM unnest($1::smallint[], $2::bigint[]) u(p, s) CROSS JOIN LATERAL (SELECT * FROM event e "
        "WHERE e.partition = u.p AND e.sequence > u.s ORDER BY e.sequence LIMIT $3) e ORDER BY e.partition, e.sequence",
        pg::ArrayOf(partitions), pg::ArrayOf(afters), limit);
    events.clear();
    events.reserve(rows.size());
    for (const pqxx::row& row : rows) {
      ASSIGN_OR_RETURN(Event event, EventOf(log, row));
      events.push_back(std::move(event));
    }
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(CheckContiguous(events, after_by_partition));
  return events;
}

}  // namespace redress::events
