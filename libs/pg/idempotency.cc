#include "libs/pg/idempotency.h"

#include <set>
#include <utility>

#include "libs/base/error.h"
#include "libs/pg/arrays.h"
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

std::vector<bool> ClaimAnswered(pqxx::transaction_base& transaction, absl::Span<const AnsweredRequest> requests) {
  std::vector<std::string> callers, ids, methods, hashes, names, etags;
  for (const AnsweredRequest& request : requests) {
    callers.push_back(request.key.caller), ids.push_back(request.key.request_id.ToString());
    methods.push_back(request.key.method), hashes.push_back(request.key.body_hash);
    names.push_back(request.answer.name), etags.push_back(request.answer.etag);
  }
  const pqxx::result rows =
      pg::Exec(transaction,
               "INSERT INTO request (caller, request_id, method, body_hash, answer_name, answer_etag)"
               " SELECT u.caller, u.id, u.method, u.hash, u.name, u.etag"
               " FROM unnest($1::text[], $2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::text[])"
               " AS u (caller, id, method, hash, name, etag) ORDER BY u.id, u.caller"
               " ON CONFLICT DO NOTHING RETURNING caller, request_id",
               ArrayOf(callers), ArrayOf(ids), ArrayOf(methods), ByteArrayOf(hashes), ArrayOf(names), ArrayOf(etags));
  std::set<std::pair<std::string, std::string>> claimed;
  for (const pqxx::row& row : rows) claimed.emplace(row[0].c_str(), row[1].c_str());
  std::vector<bool> fresh;
  fresh.reserve(requests.size());
  for (size_t i = 0; i < requests.size(); ++i) fresh.push_back(claimed.erase({callers[i], ids[i]}) == 1);
  return fresh;
}

void GiveUpClaims(pqxx::transaction_base& transaction, absl::Span<const RequestKey> keys) {
  if (keys.empty()) return;
  std::vector<std::string> callers, ids;
  for (const RequestKey& key : keys) callers.push_back(key.caller), ids.push_back(key.request_id.ToString());
  pg::Exec(transaction,
           "DELETE FROM request r USING unnest($1::text[], $2::uuid[]) AS u (caller, id)"
           " WHERE r.request_id = u.id AND r.caller = u.caller",
           ArrayOf(callers), ArrayOf(ids));
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
