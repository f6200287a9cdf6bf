#include "services/analytics/store/rebuild_store.h"

#include "libs/base/error.h"

namespace redress::analytics {
namespace {

constexpr char kColumns[] =
    "id, state, swap, requester, (extract(epoch FROM create_time) * 1000000)::bigint, "
    "(extract(epoch FROM end_time) * 1000000)::bigint, event_count, event_total, row_count, identical, failure_reason, sources, "
    "tables, attempt";

RebuildRow RowOf(const pqxx::row& row) {
  RebuildRow rebuild;
  rebuild.id = row[0].c_str();
  rebuild.state = row[1].c_str();
  rebuild.swap = row[2].as<bool>();
  rebuild.requester = row[3].c_str();
  rebuild.create_time = BusinessTime::FromUnixMicros(row[4].as<int64_t>());
  if (!row[5].is_null()) rebuild.end_time = BusinessTime::FromUnixMicros(row[5].as<int64_t>());
  rebuild.event_count = row[6].as<int64_t>();
  rebuild.event_total = row[7].as<int64_t>();
  rebuild.row_count = row[8].as<int64_t>();
  rebuild.identical = row[9].as<bool>();
  rebuild.failure_reason = row[10].c_str();
  rebuild.sources = row[11].c_str();
  rebuild.tables = pg::BytesOf(row[12]);
  rebuild.attempt = row[13].as<int64_t>();
  return rebuild;
}

std::string Interval(absl::Duration duration) {
  return std::to_string(absl::ToInt64Milliseconds(duration)) + " milliseconds";
}

absl::Status Taken() {
  return Error(absl::StatusCode::kAborted, "REBUILD_TAKEN", "another process has the rebuild by now");
}

}  // namespace

absl::Status InsertRebuild(pqxx::transaction_base& transaction, const RebuildRow& row) {
  const pqxx::result result = transaction.exec_params(
      "INSERT INTO rebuild (id, swap, requester, create_time) VALUES ($1, $2, $3, $4::timestamptz) ON CONFLICT DO NOTHING",
      row.id, row.swap, row.requester, row.create_time.ToRfc3339());
  if (result.affected_rows() == 0) {
    return Error(absl::StatusCode::kFailedPrecondition, "REBUILD_RUNNING", "another rebuild is not over yet");
  }
  return absl::OkStatus();
}

absl::StatusOr<RebuildRow> ReadRebuild(pqxx::transaction_base& transaction, const std::string& id) {
  const pqxx::result rows = transaction.exec_params(std::string("SELECT ") + kColumns + " FROM rebuild WHERE id = $1", id);
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "REBUILD_NOT_FOUND", "no such rebuild");
  return RowOf(rows[0]);
}

absl::optional<RebuildRow> TakeRebuild(pqxx::transaction_base& transaction, absl::Duration lease) {
  const pqxx::result rows = transaction.exec_params(
      std::string("UPDATE rebuild SET state = 'RUNNING', attempt = attempt + 1, leased_until = clock_timestamp() + $1::interval "
                  "WHERE id = (SELECT r.id FROM rebuild r WHERE r.state IN ('PENDING', 'RUNNING') AND "
                  "(r.leased_until IS NULL OR r.leased_until < clock_timestamp()) LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING ") +
          kColumns,
      Interval(lease));
  if (rows.empty()) return absl::nullopt;
  return RowOf(rows[0]);
}

absl::Status KeepRebuild(pqxx::transaction_base& transaction, const RebuildRow& row, absl::Duration lease) {
  const pqxx::result result = transaction.exec_params(
      "UPDATE rebuild SET leased_until = clock_timestamp() + $3::interval, event_count = $4, event_total = $5, row_count = $6, "
      "sources = $7 WHERE id = $1 AND attempt = $2 AND state = 'RUNNING'",
      row.id, row.attempt, Interval(lease), row.event_count, row.event_total, row.row_count, row.sources);
  return result.affected_rows() == 1 ? absl::OkStatus() : Taken();
}

absl::Status EndRebuild(pqxx::transaction_base& transaction, const RebuildRow& row) {
  const pqxx::result result = transaction.exec_params(
      "UPDATE rebuild SET state = $3, end_time = $4::timestamptz, event_count = $5, event_total = $6, row_count = $7, "
      "identical = $8, failure_reason = $9, sources = $10, tables = $11, leased_until = NULL "
      "WHERE id = $1 AND attempt = $2 AND state = 'RUNNING'",
      row.id, row.attempt, row.state, row.end_time->ToRfc3339(), row.event_count, row.event_total, row.row_count, row.identical,
      row.failure_reason, row.sources, pg::Bytes(row.tables));
  return result.affected_rows() == 1 ? absl::OkStatus() : Taken();
}

}  // namespace redress::analytics
