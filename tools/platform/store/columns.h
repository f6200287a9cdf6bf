// What the reference platform's stores make of single columns: money in two, and times that may be absent. Pure functions.
#pragma once

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/types/optional.h"
#include "libs/base/money.h"
#include "libs/base/time.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::platform {

// The currency was checked when it was stored; an empty one is none.
inline Money MoneyOf(const pqxx::field& minor, const pqxx::field& currency) {
  return {minor.as<int64_t>(), Currency::Parse(currency.c_str()).value_or(Currency())};
}

inline absl::optional<BusinessTime> TimeOf(const pqxx::field& micros) {
  if (micros.is_null()) return absl::nullopt;
  return BusinessTime::FromUnixMicros(micros.as<int64_t>());
}

// A parameter of type text, empty for none: `NULLIF($1, '')::bigint`.
inline std::string Micros(const absl::optional<BusinessTime>& time) {
  return time.has_value() ? absl::StrCat(time->micros()) : std::string();
}

}  // namespace redress::platform
