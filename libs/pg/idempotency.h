// AIP-155: the same request id with the same body gives the first answer, also concurrently and after a crash. The claim is the
// first statement of the transaction that does the work, the answer the last but the events; both commit or vanish with it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/base/uuid.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::pg {

struct RequestKey {
  std::string caller;  // who asks (`agents/a-li`): ids of different callers do not meet
  Uuid request_id;
  std::string method;     // full name of the method
  std::string body_hash;  // bytes; hash of the request without its id (libs/rpc/request_hash.h)
};

// The first answer: enough to render the resource anew.
struct RequestAnswer {
  std::string name;
  std::string etag;
};

struct Claim {
  absl::optional<RequestAnswer> answered;  // empty: the request is new and now ours
  bool fresh() const { return !answered.has_value(); }
};

// Claims the request within `transaction` (READ COMMITTED). A concurrent claim of the same id is waited for.
// ALREADY_EXISTS, reason REQUEST_ID_REUSED: the id was used with another body or method. NOT_FOUND, reason ERASED: answered,
// and erased since.
absl::StatusOr<Claim> ClaimRequest(pqxx::transaction_base& transaction, const RequestKey& key);

// A request of a batch, with what it will be answered if it is new.
struct AnsweredRequest {
  RequestKey key;
  RequestAnswer answer;
};
// Claims many requests with their answers in one statement, in the order of their ids, so that batches never wait for each other
// in a circle. True: new and ours. False: known already, or twice in the batch; nothing was stored of it, ask ClaimRequest.
std::vector<bool> ClaimAnswered(pqxx::transaction_base& transaction, absl::Span<const AnsweredRequest> requests);
// Takes claims of this transaction back: whoever asks next is the first.
void GiveUpClaims(pqxx::transaction_base& transaction, absl::Span<const RequestKey> keys);

// Stores the answer of a claim that was fresh, in the same transaction. Without it the request is answered with an empty name.
absl::Status RecordAnswer(pqxx::transaction_base& transaction, const RequestKey& key, const RequestAnswer& answer);

// Forgets the answers that name this resource: repeated requests get NOT_FOUND, reason ERASED.
absl::Status EraseAnswers(pqxx::transaction_base& transaction, const std::string& name);

}  // namespace redress::pg
