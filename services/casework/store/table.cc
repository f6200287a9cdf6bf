#include "services/casework/store/table.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/pg/arrays.h"

namespace redress::casework {
namespace {

// `v[1]::text, v[2]::bigint, …`
std::string Values(const Table& table) {
  std::string values;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    absl::StrAppend(&values, i == 0 ? "" : ", ", "v[", i + 1, "]::", table.columns[i].type);
  }
  return values;
}

std::string NamesOf(const Table& table) {
  std::string names;
  for (const Column& column : table.columns) absl::StrAppend(&names, names.empty() ? "" : ", ", column.name);
  return names;
}

std::string TextOf(const Column& column) {
  const bool bytes = absl::string_view(column.type) == "bytea";
  return bytes ? absl::StrCat("encode(", column.name, ", 'hex')") : absl::StrCat(column.name, "::text");
}

// `SELECT part, place, cells` of one table. Cells are one array: as columns, filled up to the width of the widest table, they
// would make the plan of the whole dear.
std::string PartSql(size_t part, const Table& table, absl::string_view wanted) {
  std::string cells;
  for (const Column& column : table.columns) absl::StrAppend(&cells, cells.empty() ? "" : ", ", TextOf(column));
  return absl::StrCat("SELECT ", part, ", ", table.place, "::int[], ARRAY[", cells, "] FROM ", table.name, " WHERE ",
                      table.columns[0].name, " ", wanted);
}

// OFFSET 0: a row's literal is read once, not once a column.
constexpr char kRows[] = " FROM (SELECT literal::text[] AS v FROM unnest($1::text[]) AS literal OFFSET 0) AS cells";

}  // namespace

std::string ReadSql(absl::Span<const Table* const> tables, absl::string_view wanted) {
  std::string parts;
  for (size_t i = 0; i < tables.size(); ++i) absl::StrAppend(&parts, i == 0 ? "" : " UNION ALL ", PartSql(i, *tables[i], wanted));
  return absl::StrCat(parts, " ORDER BY 1, 2");
}

std::string InsertSql(const Table& table, OnConflict on_conflict) {
  return absl::StrCat("INSERT INTO ", table.name, " (", NamesOf(table), ") SELECT ", Values(table), kRows,
                      on_conflict == OnConflict::kPass ? " ON CONFLICT DO NOTHING" : "");
}

std::string UpsertSql(const Table& table) {
  std::string keys, sets;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const char* const name = table.columns[i].name;
    if (i < table.keys) {
      absl::StrAppend(&keys, keys.empty() ? "" : ", ", name);
    } else if (table.columns[i].written == Written::kAlways) {
      absl::StrAppend(&sets, sets.empty() ? "" : ", ", name, " = EXCLUDED.", name);
    }
  }
  return absl::StrCat("INSERT INTO ", table.name, " (", NamesOf(table), ") SELECT ", Values(table), kRows, " ON CONFLICT (", keys,
                      ") DO UPDATE SET ", sets);
}

std::string UpdateSql(const Table& table) {
  std::string keys, sets;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const Column& column = table.columns[i];
    std::string& part = i < table.keys ? keys : sets;
    const char* const between = i < table.keys ? " AND " : ", ";
    absl::StrAppend(&part, part.empty() ? "" : between, i < table.keys ? "t." : "", column.name, " = v[", i + 1,
                    "]::", column.type);
  }
  return absl::StrCat("UPDATE ", table.name, " t SET ", sets, kRows, " WHERE ", keys);
}

Cells& Cells::Text(absl::string_view value) {
  values_.emplace_back(std::string(value));
  return *this;
}

Cells& Cells::TextOrNull(absl::string_view value) {
  if (!value.empty()) return Text(value);
  values_.emplace_back(absl::nullopt);
  return *this;
}

Cells& Cells::Number(int64_t value) {
  return Text(absl::StrCat(value));
}

Cells& Cells::Flag(bool value) {
  return Text(value ? "t" : "f");
}

Cells& Cells::Time(const absl::optional<BusinessTime>& value) {
  return TextOrNull(value.has_value() ? absl::StrCat(value->micros()) : "");
}

Cells& Cells::Texts(const std::vector<std::string>& values) {
  return Text(pg::ArrayOf(values));
}

Cells& Cells::Numbers(const std::vector<int64_t>& values) {
  return Text(pg::ArrayOf(absl::MakeConstSpan(values)));
}

Cells& Cells::Bytes(const absl::optional<std::string>& bytes) {
  if (bytes.has_value()) return Text(absl::StrCat("\\x", absl::BytesToHexString(*bytes)));
  values_.emplace_back(absl::nullopt);
  return *this;
}

std::string Cells::Literal() const {
  return pg::ArrayOf(absl::MakeConstSpan(values_));
}

}  // namespace redress::casework
