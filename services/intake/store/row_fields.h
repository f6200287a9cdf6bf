// Columns ↔ values, shared by the files of this folder.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::intake {

// SQL that gives a time as whole microseconds, exactly.
inline std::string MicrosSql(const std::string& column) {
  return "(extract(epoch FROM " + column + ") * 1000000)::bigint";
}

inline BusinessTime TimeOf(const pqxx::field& micros) {
  return BusinessTime::FromUnixMicros(micros.as<int64_t>());
}

inline absl::optional<BusinessTime> OptionalTimeOf(const pqxx::field& micros) {
  return micros.is_null() ? absl::nullopt : absl::make_optional(TimeOf(micros));
}

inline absl::StatusOr<Uuid> UuidOf(const pqxx::field& field) {
  return Uuid::Parse(field.c_str());
}

// Bytes of a column that may be NULL; empty then.
inline std::string OptionalBytesOf(const pqxx::field& field) {
  return field.is_null() ? std::string() : pg::BytesOf(field);
}

}  // namespace redress::intake
