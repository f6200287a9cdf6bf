// Says what was added to a complaint, as the last step of the transaction that adds it.
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "libs/events/log.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::intake {

// ABORTED, reason ETAG_MISMATCH, where the complaint does not belong to the case any more that is the event's subject.
absl::Status SayOfComplaint(pqxx::work& transaction, int64_t number, const events::NewEvent& event);

}  // namespace redress::intake
