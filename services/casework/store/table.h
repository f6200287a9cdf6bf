// One table of casework as data, and the statements that follow from it: a row travels as one text[] whose elements are cast to
// the columns' types, so that columns, reading and writing are said once (case_rows.cc, part_rows.cc). Pure functions and values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/base/time.h"

namespace redress::casework {

// kOnce: with the row; a later change of the row leaves it as it is.
enum class Written { kAlways, kOnce };

struct Column {
  const char* name;
  const char* type;
  Written written = Written::kAlways;
};

struct Table {
  const char* name;
  size_t keys;        // so many of the first columns are the primary key; the first one is the case
  const char* order;  // in which its rows are read
  absl::Span<const Column> columns;
};

// The names of all columns in their order, for a SELECT.
std::string NamesOf(const Table& table);
// `SELECT … FROM table WHERE case_number = ANY ($1::text[]) ORDER BY case_number, …`, all columns in their order.
std::string SelectSql(const Table& table);
// `INSERT … ON CONFLICT (keys) DO UPDATE …` of one row in `$1::text[]`; of a row that is there already what is written once
// stays.
std::string UpsertSql(const Table& table);
// `INSERT` of one row in `$1::text[]`; of a row that is there already kPass changes nothing (no row is affected), kFail fails.
enum class OnConflict { kPass, kFail };
std::string InsertSql(const Table& table, OnConflict on_conflict);
// `UPDATE table SET everything that is no key WHERE keys` of one row in `$1::text[]`.
std::string UpdateSql(const Table& table);

// The cells of one row, in the order of its columns.
class Cells {
 public:
  Cells& Text(absl::string_view value);
  // NULL for an empty one.
  Cells& TextOrNull(absl::string_view value);
  Cells& Number(int64_t value);
  Cells& Flag(bool value);
  Cells& Time(BusinessTime value) { return Number(value.micros()); }
  // NULL for none.
  Cells& Time(const absl::optional<BusinessTime>& value);
  Cells& Texts(const std::vector<std::string>& values);
  Cells& Numbers(const std::vector<int64_t>& values);
  // Bytes; NULL for none.
  Cells& Sealed(const absl::optional<std::string>& bytes);

  // As `$1::text[]`.
  std::string Literal() const;

 private:
  std::vector<absl::optional<std::string>> values_;
};

}  // namespace redress::casework
