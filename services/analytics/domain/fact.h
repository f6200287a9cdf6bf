// Facts: rows that events are folded into, and the tables that they make up. Every table belongs to one source, so that no two
// logs write the same row and the order in which logs are read cannot matter; within a log the events of a case come in order.
// Pure values; no SQL, no messages.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/base/time.h"

namespace redress::analytics {

enum class ColumnType { kText, kCount, kFlag, kTime };

struct Column {
  absl::string_view name;
  ColumnType type = ColumnType::kText;
};

// A table of facts without the two columns that each begins with: `partition` and its key.
struct Table {
  absl::string_view name;
  absl::string_view source;  // whose log it is folded from
  absl::string_view key;     // the column that names the fact
  absl::Span<const Column> columns;

  // Where a column stands in a row; −1 for none of this name.
  int IndexOf(absl::string_view column) const;
};

enum class TableId { kComplaint, kContact, kRoute, kCase, kGrant, kClock, kNotice, kSurvey, kIntent, kCall };
inline constexpr int kTableCount = 10;

// All tables, in the order of TableId; columns in the order of schema/0001_init.sql and 0004_call_fact.sql.
const std::array<Table, kTableCount>& Tables();
inline const Table& TableOf(TableId id) {
  return Tables()[static_cast<size_t>(id)];
}

// One value: of a text `text`, of all others `number` (times in microseconds, flags 0 or 1; only a time may be absent).
struct Cell {
  absl::optional<int64_t> number;
  std::string text;
  friend bool operator==(const Cell&, const Cell&) = default;
};
// Aligned with the table's columns.
using Row = std::vector<Cell>;

struct FactKey {
  TableId table = TableId::kComplaint;
  int partition = 0;
  std::string id;
  friend auto operator<=>(const FactKey&, const FactKey&) = default;
};

// What one event does to one fact.
class Update {
 public:
  Update(TableId table, int partition, std::string id) : key_{table, partition, std::move(id)} {}

  // The column has this value from now on. Names are those of the schema, and literals.
  Update& Set(absl::string_view column, std::string value);
  Update& SetCount(absl::string_view column, int64_t value);
  Update& SetFlag(absl::string_view column, bool value) { return SetCount(column, value ? 1 : 0); }
  Update& SetTime(absl::string_view column, BusinessTime value) { return SetCount(column, value.micros()); }
  // A time that was absent has this value; else it stays.
  Update& First(absl::string_view column, BusinessTime value);
  // The greater of both.
  Update& Greatest(absl::string_view column, int64_t value);
  Update& Add(absl::string_view column, int64_t by = 1);
  // Absent, or empty.
  Update& Clear(absl::string_view column);

  const FactKey& key() const { return key_; }
  // Does it to `row`, which is of the same table.
  void ApplyTo(Row* row) const;

 private:
  enum class Kind { kSet, kFirst, kGreatest, kAdd };
  struct Change {
    Kind kind = Kind::kSet;
    absl::string_view column;
    Cell value;
  };
  FactKey key_;
  std::vector<Change> changes_;
};

// The fact of which nothing is known yet.
Row EmptyRow(TableId table);

// Facts in memory.
using Facts = std::map<FactKey, Row>;
// Folds one update; a fact that is not there begins empty.
void Fold(const Update& update, Facts* facts);

}  // namespace redress::analytics
