// Arrays as PostgreSQL reads them, so that a batch travels as a handful of parameters: `unnest($1::uuid[], $2::bigint[])`.
// Lengths that differ pad with NULL silently; the callers keep them equal. Literals suit any type that has a text form; what
// names its type travels in binary, which neither side has to quote, escape or read letter by letter. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::pg {

// `{1,2,3}` – for smallint[], integer[], bigint[].
std::string ArrayOf(absl::Span<const int64_t> values);
std::string ArrayOf(absl::Span<const int> values);
// `{"a","b\"c"}` – for text[], uuid[], timestamptz[], enum[].
std::string ArrayOf(absl::Span<const std::string> values);
// The same with NULLs.
std::string ArrayOf(absl::Span<const absl::optional<std::string>> values);
// For bytea[] alone, in binary; also with NULLs.
BytesParam ByteArrayOf(absl::Span<const std::string> values);
BytesParam ByteArrayOf(absl::Span<const absl::optional<std::string>> values);
// For text[] alone (no enum, no uuid), in binary; also with NULLs.
BytesParam TextArrayOf(absl::Span<const std::string> values);
BytesParam TextArrayOf(absl::Span<const absl::optional<std::string>> values);
// For timestamptz[] alone, in binary, from microseconds since the Unix epoch.
BytesParam TimeArrayOf(absl::Span<const int64_t> unix_micros);
// `{t,f}` – for boolean[].
std::string ArrayOf(const std::vector<bool>& values);

// The numbers of an integer array that the server sent (`{1,2}`); no NULLs, one dimension.
std::vector<int64_t> ParseIntArray(absl::string_view literal);
// The strings of a text array that the server sent; NULL becomes an empty string.
std::vector<std::string> ParseTextArray(absl::string_view literal);

}  // namespace redress::pg
