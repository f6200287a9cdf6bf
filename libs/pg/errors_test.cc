#include "libs/pg/errors.h"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <tuple>

#include "libs/base/error.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::pg {

using Code = absl::StatusCode;

TEST_CASE("Every class of SQLSTATE has its code, reason and remedy", "[pg]") {
  auto [state, message, code, reason, remedy] = GENERATE(table<std::string, std::string, Code, std::string, Remedy>({
      {"40P01", "ERROR: deadlock detected", Code::kAborted, "TRANSACTION_CONFLICT", Remedy::kRetry},
      {"40001", "", Code::kAborted, "TRANSACTION_CONFLICT", Remedy::kRetry},
      {"57P01", "FATAL: terminating connection", Code::kUnavailable, "DATABASE_UNAVAILABLE", Remedy::kReconnect},
      {"08006", "", Code::kUnavailable, "DATABASE_UNAVAILABLE", Remedy::kReconnect},
      {"25P03", "", Code::kUnavailable, "DATABASE_UNAVAILABLE", Remedy::kReconnect},
      {"23505", "ERROR:  duplicate key value violates unique constraint \"a_pkey\"\nDETAIL: x", Code::kAlreadyExists, "a_pkey",
       Remedy::kNone},
      {"23514", "ERROR:  new row violates check constraint \"a_check\"", Code::kFailedPrecondition, "a_check", Remedy::kNone},
      {"RD409", "ERROR:  OFFSET_MOVED: another replica\nCONTEXT: x", Code::kAborted, "OFFSET_MOVED", Remedy::kNone},
      {"RD412", "ERROR:  WRONG_ISOLATION: no", Code::kFailedPrecondition, "WRONG_ISOLATION", Remedy::kNone},
      {"42P01", "ERROR: relation does not exist", Code::kInternal, "SQL_STATEMENT_INVALID", Remedy::kNone},
      {"0A000", "ERROR: cached plan must not change result type", Code::kInternal, "SQL_STATEMENT_INVALID", Remedy::kReconnect},
      {"22P02", "", Code::kInvalidArgument, "BAD_DATA", Remedy::kNone},
      {"XX000", "", Code::kInternal, "SQL_ERROR", Remedy::kNone},
  }));
  const SqlFailure failure = ClassifySqlState(state, message);
  CHECK(failure.status.code() == code);
  CHECK(ReasonOf(failure.status) == reason);
  CHECK(failure.remedy == remedy);
}

TEST_CASE("A lost connection and a commit in doubt ask for a new connection", "[pg]") {
  CHECK(ClassifyFailure(pqxx::broken_connection()).remedy == Remedy::kReconnect);
  CHECK(ClassifyFailure(pqxx::in_doubt_error("commit")).remedy == Remedy::kReconnect);
  CHECK(ClassifyFailure(std::runtime_error("else")).remedy == Remedy::kNone);
}

TEST_CASE("Messages never hold the server's text", "[pg]") {
  const SqlFailure failure = ClassifySqlState("23505", "ERROR: duplicate key (secret)");
  CHECK(std::string(failure.status.message()).find("secret") == std::string::npos);
}

}  // namespace redress::pg
