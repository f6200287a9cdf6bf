#include "libs/pg/errors.h"

#include <new>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::pg {
namespace {

using Code = absl::StatusCode;

SqlFailure Unavailable() {
  return {Error(Code::kUnavailable, "DATABASE_UNAVAILABLE", "the database does not answer"), Remedy::kReconnect};
}

// The name in `… constraint "complaint_pkey"`; the server's quotes differ by locale, the name has none.
std::string ConstraintOf(absl::string_view message) {
  const size_t word = message.find("constraint \"");
  if (word == absl::string_view::npos) {
    return "CONSTRAINT";
  }
  const absl::string_view rest = message.substr(word + 12);
  return std::string(rest.substr(0, rest.find('"')));
}

// `ERROR:  OFFSET_MOVED: another replica …` → `OFFSET_MOVED`, and the text after it.
SqlFailure OwnRefusal(Code code, absl::string_view message) {
  message = message.substr(0, message.find('\n'));
  absl::ConsumePrefix(&message, "ERROR:");
  message = absl::StripAsciiWhitespace(message);
  const size_t colon = message.find(": ");
  const absl::string_view reason = colon == absl::string_view::npos ? message : message.substr(0, colon);
  const absl::string_view text = colon == absl::string_view::npos ? message : message.substr(colon + 2);
  return {Error(code, reason, text), Remedy::kNone};
}

bool LostConnection(absl::string_view sqlstate) {
  return absl::StartsWith(sqlstate, "08") || absl::StartsWith(sqlstate, "57P") || sqlstate == "25P03" || sqlstate == "25P04" ||
         sqlstate == "53300";
}

}  // namespace

SqlFailure ClassifySqlState(absl::string_view sqlstate, absl::string_view message) {
  if (LostConnection(sqlstate)) {
    return Unavailable();
  }
  if (sqlstate == "40001" || sqlstate == "40P01") {
    return {Error(Code::kAborted, "TRANSACTION_CONFLICT", "the transaction lost against another one"), Remedy::kRetry};
  }
  if (sqlstate == "RD409") return OwnRefusal(Code::kAborted, message);
  if (sqlstate == "RD400") return OwnRefusal(Code::kInvalidArgument, message);
  if (sqlstate == "RD404") return OwnRefusal(Code::kNotFound, message);
  if (sqlstate == "RD412") return OwnRefusal(Code::kFailedPrecondition, message);
  if (sqlstate == "RD500") return OwnRefusal(Code::kInternal, message);
  if (sqlstate == "23505") {
    return {Error(Code::kAlreadyExists, ConstraintOf(message), "such a row exists already")};
  }
  if (absl::StartsWith(sqlstate, "23")) {
    return {Error(Code::kFailedPrecondition, ConstraintOf(message), "the data do not allow this")};
  }
  if (absl::StartsWith(sqlstate, "22")) {
    return {Error(Code::kInvalidArgument, "BAD_DATA", "the database refuses a value")};
  }
  if (sqlstate == "55P03") {
    return {Error(Code::kAborted, "LOCK_TIMEOUT", "another transaction holds a lock")};
  }
  if (sqlstate == "57014") {
    return {Error(Code::kDeadlineExceeded, "STATEMENT_CANCELLED", "the database took too long")};
  }
  if (absl::StartsWith(sqlstate, "53") || absl::StartsWith(sqlstate, "58")) {
    return {Error(Code::kUnavailable, "DATABASE_RESOURCES", "the database lacks resources")};
  }
  if (sqlstate == "0A000") {  // a plan from before a migration: a new connection makes its own
    return {Error(Code::kInternal, "SQL_STATEMENT_INVALID", "this version does not fit the schema"), Remedy::kReconnect};
  }
  if (absl::StartsWith(sqlstate, "42")) {
    return {Error(Code::kInternal, "SQL_STATEMENT_INVALID", "this version does not fit the schema")};
  }
  return {Error(Code::kInternal, "SQL_ERROR", "the database refuses")};
}

SqlFailure ClassifyFailure(const std::exception& error) {
  if (dynamic_cast<const pqxx::broken_connection*>(&error) != nullptr ||
      dynamic_cast<const pqxx::in_doubt_error*>(&error) != nullptr) {
    return Unavailable();
  }
  if (dynamic_cast<const pqxx::transaction_rollback*>(&error) != nullptr) {
    return ClassifySqlState("40001", error.what());
  }
  if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&error)) {
    // Without a state the server did not answer at all.
    return sql->sqlstate().empty() ? Unavailable() : ClassifySqlState(sql->sqlstate(), sql->what());
  }
  if (dynamic_cast<const pqxx::failure*>(&error) != nullptr) {
    return Unavailable();
  }
  if (dynamic_cast<const pqxx::conversion_error*>(&error) != nullptr ||
      dynamic_cast<const pqxx::range_error*>(&error) != nullptr) {
    return {Error(Code::kInternal, "SQL_RESULT_UNEXPECTED", "the database's answer is not what this version expects")};
  }
  return {Error(Code::kInternal, "INTERNAL", "unexpected failure"), Remedy::kNone};
}

absl::Status StatusOfSqlError(const std::exception& error) {
  return ClassifyFailure(error).status;
}

}  // namespace redress::pg
