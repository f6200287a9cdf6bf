// Effects outside the suite (a message, a payment) as rows, written in the consuming transaction and performed by a separate
// sender with (kind, subject, occurrence) as its Message-ID or idempotency key (docs/architecture.md, Events 9).
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/time.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::events {

struct Effect {
  std::string kind;            // `notice.sms`
  std::string subject;         // `cases/…`
  std::string occurrence;      // what makes it one: `acknowledgement`, `reminder/2`
  BusinessTime useless_after;  // not performed later than this
  std::string payload;         // the serialized order; ids, no personal data
};

// True: written. False: this effect exists already, and stays as it is.
absl::StatusOr<bool> InsertEffect(pqxx::transaction_base& transaction, const Effect& effect);
// Writes those that do not exist yet, in the order of their keys; how many that were.
int64_t InsertEffects(pqxx::transaction_base& transaction, absl::Span<const Effect> effects);

}  // namespace redress::events
