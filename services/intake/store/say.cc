#include "services/intake/store/say.h"

#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::intake {

// Only when it is appended the partition is locked, hence only now is it sure which case the complaint belongs to: who undoes its
// link says so under the same lock.
absl::Status SayOfComplaint(pqxx::work& transaction, int64_t number, const events::NewEvent& event) {
  RETURN_IF_ERROR(events::Append(transaction, {event}));
  const pqxx::row now = transaction.exec_params1("SELECT 'cases/' || number_text(case_of($1))", number);
  if (now[0].c_str() == event.subject) return absl::OkStatus();
  return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "the complaint was changed meanwhile: read it again");
}

}  // namespace redress::intake
