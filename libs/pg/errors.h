// Turns what libpqxx throws into an absl::Status with a stable reason, never with SQL or data in its message, and says what is
// worth another attempt. Pure functions over the exception.
#pragma once

#include <exception>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace redress::pg {

// What to do after a failure.
enum class Remedy {
  kNone,       // it will fail again: report
  kRetry,      // run the body again on the same connection (deadlock, serialization failure)
  kReconnect,  // throw the connection away, then run the body again (lost, or the commit is in doubt)
};

struct SqlFailure {
  absl::Status status;
  Remedy remedy = Remedy::kNone;
};

// The SQLSTATE of our own functions' refusals: `RAISE … USING ERRCODE = 'RD409', MESSAGE = '<REASON>: …'` becomes ABORTED with
// that reason; RD400 INVALID_ARGUMENT, RD404 NOT_FOUND, RD412 FAILED_PRECONDITION, RD500 INTERNAL.
//
// Others: unique violation ALREADY_EXISTS, other constraints FAILED_PRECONDITION, both with the constraint's name as reason;
// bad data INVALID_ARGUMENT; lock timeout ABORTED; class 42 INTERNAL with reason SQL_STATEMENT_INVALID (a bad deploy: will not
// pass by itself); lost connections UNAVAILABLE DATABASE_UNAVAILABLE; cancelled DEADLINE_EXCEEDED.
SqlFailure ClassifyFailure(const std::exception& error);

// Only the status of the above; for code outside the pool.
absl::Status StatusOfSqlError(const std::exception& error);

// By SQLSTATE and server's message; what ClassifyFailure uses for an sql_error.
SqlFailure ClassifySqlState(absl::string_view sqlstate, absl::string_view message);

}  // namespace redress::pg
