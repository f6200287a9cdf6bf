// One table of casework as data, and the statements that follow from it: the cells of a row travel as text, so that columns,
// reading and writing are said once (case_rows.cc, part_rows.cc), many rows of one table are written with one statement, and rows
// of all tables are read with one. Pure functions and values.
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
  const char* place;  // an int[] by which the rows of a case are read in their order
  absl::Span<const Column> columns;
};

// The rows of all these tables for the `wanted` cases (`= $1`, `= ANY ($1::text[])`), in one statement, hence as of one snapshot:
// the place of their table among `tables`, their place within it, and their cells as a text[] in the order of the columns (bytes
// in hexadecimal digits). In that order.
std::string ReadSql(absl::Span<const Table* const> tables, absl::string_view wanted);

// The following write the rows whose literals (Cells) are the elements of `$1::text[]`.
//
// `INSERT … ON CONFLICT (keys) DO UPDATE …`; of a row that is there already what is written once stays.
std::string UpsertSql(const Table& table);
// `INSERT`; of a row that is there already kPass changes nothing (it is not affected), kFail fails.
enum class OnConflict { kPass, kFail };
std::string InsertSql(const Table& table, OnConflict on_conflict);
// `UPDATE table SET everything that is no key WHERE keys`.
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
  // NULL for none.
  Cells& Bytes(const absl::optional<std::string>& bytes);

  // As an element of `$1::text[]`.
  std::string Literal() const;

 private:
  std::vector<absl::optional<std::string>> values_;
};

}  // namespace redress::casework
