#include "libs/pg/idempotency.h"

#include "libs/base/error.h"
#include "libs/pg/exec.h"

namespace redress::pg {

absl::StatusOr<Claim> ClaimRequest(pqxx::transaction_base& transaction, const RequestKey& key) {
  const std::string id = key.request_id.ToString();
  const pqxx::result inserted = pg::Exec(
      transaction, "INSERT INTO request (caller, request_id, method, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
      key.caller, id, key.method, Bytes(key.body_hash));
  if (inserted.affected_rows() == 1) {
    return Claim{};
  }
  // A statement of its own: only now is the row visible for which DO NOTHING waited.
  const pqxx::result found = pg::Exec(
      transaction,
      "SELECT method = $3 AND body_hash = $4, answer_name, answer_etag, erased FROM request WHERE caller = $1 AND request_id = "
      "$2",
      key.caller, id, key.method, Bytes(key.body_hash));
  if (found.empty()) {
    return Error(absl::StatusCode::kAborted, "TRANSACTION_CONFLICT", "the first request with this id was given up; try again");
  }
  const pqxx::row row = found[0];
  if (!row[0].as<bool>()) {
    return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED", "this request_id was used for another request");
  }
  if (row[3].as<bool>()) {
    return Error(absl::StatusCode::kNotFound, "ERASED", "the resource was erased");
  }
  return Claim{RequestAnswer{row[1].as<std::string>(), row[2].as<std::string>()}};
}

absl::Status RecordAnswer(pqxx::transaction_base& transaction, const RequestKey& key, const RequestAnswer& answer) {
  const pqxx::result updated =
      pg::Exec(transaction, "UPDATE request SET answer_name = $3, answer_etag = $4 WHERE caller = $1 AND request_id = $2",
               key.caller, key.request_id.ToString(), answer.name, answer.etag);
  if (updated.affected_rows() != 1) {
    return Error(absl::StatusCode::kInternal, "REQUEST_NOT_CLAIMED", "an answer without a claim");
  }
  return absl::OkStatus();
}

absl::Status EraseAnswers(pqxx::transaction_base& transaction, const std::string& name) {
  pg::Exec(transaction, "UPDATE request SET erased = true WHERE answer_name = $1", name);
  return absl::OkStatus();
}

}  // namespace redress::pg
