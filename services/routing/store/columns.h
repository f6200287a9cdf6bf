// Collects the columns of many rows, so that a batch is one statement: `unnest($1::text[], $2::bigint[] …)`. Every row adds to
// every column, hence all have one length (arrays of different lengths would be padded with NULL silently).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "libs/pg/arrays.h"

namespace redress::routing {

struct TextColumn {
  std::vector<std::string> values;
  void Add(absl::string_view value) { values.emplace_back(value); }
  std::string Literal() const { return pg::ArrayOf(values); }  // for an enum
  pg::BytesParam Texts() const { return pg::TextArrayOf(values); }
};

struct BytesColumn {
  std::vector<std::string> values;
  void Add(const std::string& value) { values.push_back(value); }
  pg::BytesParam Bytes() const { return pg::ByteArrayOf(values); }
};

struct NumberColumn {
  std::vector<int64_t> values;
  void Add(int64_t value) { values.push_back(value); }
  void Add(BusinessTime value) { values.push_back(value.micros()); }
  // 0 for nothing; statements turn it into NULL.
  void Add(const absl::optional<BusinessTime>& value) { values.push_back(value.has_value() ? value->micros() : 0); }
  std::string Literal() const { return pg::ArrayOf(absl::MakeConstSpan(values)); }
};

struct FlagColumn {
  std::vector<bool> values;
  void Add(bool value) { values.push_back(value); }
  std::string Literal() const { return pg::ArrayOf(values); }
};

}  // namespace redress::routing
