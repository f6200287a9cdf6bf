#include "tools/platform/store/operation_store.h"

#include "absl/strings/str_cat.h"
#include "libs/pg/exec.h"
#include "tools/platform/store/columns.h"

namespace redress::platform {
namespace {

constexpr char kSelect[] =
    "SELECT operation, requester, kind, order_id, line, amount_minor, currency, quantity, valid_days, product, address_token,"
    " subject, word, case_name, state, failure_reason, reference, create_us, end_us, body_hash, refuse, sequence FROM operation ";

StoredOperation OperationOf(const pqxx::row& row) {
  StoredOperation stored;
  Operation& operation = stored.operation;
  operation.id = row[0].c_str();
  operation.requester = row[1].c_str();
  operation.kind = OperationKindOf(row[2].c_str()).value();
  operation.order = row[3].c_str();
  operation.line = row[4].c_str();
  operation.amount = MoneyOf(row[5], row[6]);
  operation.quantity = row[7].as<int>();
  operation.valid_days = row[8].as<int>();
  operation.product = row[9].c_str();
  operation.address_token = row[10].c_str();
  operation.subject = row[11].c_str();
  operation.word = row[12].c_str();
  operation.case_name = row[13].c_str();
  operation.state = OperationStateOf(row[14].c_str()).value();
  operation.failure_reason = row[15].c_str();
  operation.reference = row[16].c_str();
  operation.create_time = BusinessTime::FromUnixMicros(row[17].as<int64_t>());
  operation.end_time = TimeOf(row[18]);
  stored.body_hash = pg::BytesOf(row[19]);
  stored.refuse = row[20].as<bool>();
  stored.sequence = row[21].as<int64_t>();
  return stored;
}

absl::optional<StoredOperation> First(const pqxx::result& rows) {
  if (rows.empty()) return absl::nullopt;
  return OperationOf(rows[0]);
}

}  // namespace

bool InsertOperation(pqxx::transaction_base& transaction, const StoredOperation& received) {
  const Operation& operation = received.operation;
  const pqxx::result rows =
      pg::Exec(transaction,
               "INSERT INTO operation (operation, requester, body_hash, kind, order_id, line, amount_minor, currency, quantity,"
               " valid_days, product, address_token, subject, word, case_name, create_us, due_us)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16) ON CONFLICT DO NOTHING",
               operation.id, operation.requester, pg::Bytes(received.body_hash), std::string(Word(operation.kind)),
               operation.order, operation.line, operation.amount.minor, std::string(operation.amount.currency.code()),
               operation.quantity, operation.valid_days, operation.product, operation.address_token, operation.subject,
               operation.word, operation.case_name, operation.create_time.micros());
  return rows.affected_rows() == 1;
}

void Postpone(pqxx::transaction_base& transaction, const std::string& id, BusinessTime due, bool refuse) {
  pg::Exec(transaction, "UPDATE operation SET due_us = $2, refuse = $3 WHERE operation = $1", id, due.micros(), refuse);
}

absl::optional<StoredOperation> GetOperation(pqxx::transaction_base& transaction, const std::string& id) {
  return First(pg::Exec(transaction, absl::StrCat(kSelect, "WHERE operation = $1"), id));
}

absl::optional<StoredOperation> LockDueOperation(pqxx::transaction_base& transaction, BusinessTime now) {
  return First(pg::Exec(
      transaction,
      absl::StrCat(kSelect, "WHERE state = 'PENDING' AND due_us <= $1 ORDER BY due_us, sequence LIMIT 1 FOR UPDATE SKIP LOCKED"),
      now.micros()));
}

void EndOperation(pqxx::transaction_base& transaction, const Operation& operation, int reports) {
  pg::Exec(
      transaction,
      "UPDATE operation SET state = $2, failure_reason = $3, reference = $4, end_us = NULLIF($5, '')::bigint, reports_due = $6"
      " WHERE operation = $1 AND state = 'PENDING'",
      operation.id, std::string(Word(operation.state)), operation.failure_reason, operation.reference, Micros(operation.end_time),
      reports);
}

std::vector<StoredOperation> ListOperations(pqxx::transaction_base& transaction, const std::vector<Condition>& conditions,
                                            int64_t after, int limit) {
  std::string sql = absl::StrCat(kSelect, "WHERE sequence > $1");
  for (const Condition& condition : conditions) {
    absl::StrAppend(&sql, " AND ", condition.field, " ", FilterOpText(condition.op), " ", transaction.quote(condition.value));
  }
  absl::StrAppend(&sql, " ORDER BY sequence LIMIT ", limit);
  std::vector<StoredOperation> operations;
  for (const pqxx::row& row : transaction.exec_params(sql, after)) operations.push_back(OperationOf(row));
  return operations;
}

OperationPace ReadOperationPace(pqxx::transaction_base& transaction) {
  OperationPace pace;
  const pqxx::row row = pg::Exec1(
      transaction,
      "SELECT (SELECT min(due_us) FROM operation WHERE state = 'PENDING'), (SELECT count(*) FROM operation WHERE reports_due > "
      "0)");
  if (!row[0].is_null()) pace.next_due = BusinessTime::FromUnixMicros(row[0].as<int64_t>());
  pace.reports_due = row[1].as<int64_t>();
  return pace;
}

std::vector<Operation> ReportsDue(pqxx::transaction_base& transaction, const std::string& requester, int limit) {
  std::vector<Operation> operations;
  const pqxx::result rows = pg::Exec(
      transaction, absl::StrCat(kSelect, "WHERE reports_due > 0 AND requester = $1 ORDER BY report_attempts, sequence LIMIT $2"),
      requester, limit);
  for (const pqxx::row& row : rows) operations.push_back(OperationOf(row).operation);
  return operations;
}

void ReportDone(pqxx::transaction_base& transaction, const std::string& id) {
  pg::Exec(transaction, "UPDATE operation SET reports_due = reports_due - 1 WHERE operation = $1 AND reports_due > 0", id);
}

void ReportFailed(pqxx::transaction_base& transaction, const std::string& id) {
  pg::Exec(transaction, "UPDATE operation SET report_attempts = report_attempts + 1 WHERE operation = $1", id);
}

}  // namespace redress::platform
