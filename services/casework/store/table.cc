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

}  // namespace

std::string NamesOf(const Table& table) {
  std::string names;
  for (const Column& column : table.columns) absl::StrAppend(&names, names.empty() ? "" : ", ", column.name);
  return names;
}

std::string SelectSql(const Table& table) {
  return absl::StrCat("SELECT ", NamesOf(table), " FROM ", table.name,
                      " WHERE case_number = ANY ($1::text[]) ORDER BY case_number, ", table.order);
}

std::string InsertSql(const Table& table, OnConflict on_conflict) {
  return absl::StrCat("INSERT INTO ", table.name, " (", NamesOf(table), ") SELECT ", Values(table),
                      " FROM (SELECT $1::text[] AS v) AS cells",
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
  return absl::StrCat("INSERT INTO ", table.name, " (", NamesOf(table), ") SELECT ", Values(table),
                      " FROM (SELECT $1::text[] AS v) AS cells ON CONFLICT (", keys, ") DO UPDATE SET ", sets);
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
  return absl::StrCat("UPDATE ", table.name, " t SET ", sets, " FROM (SELECT $1::text[] AS v) AS cells WHERE ", keys);
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

Cells& Cells::Sealed(const absl::optional<std::string>& bytes) {
  if (bytes.has_value()) return Text(absl::StrCat("\\x", absl::BytesToHexString(*bytes)));
  values_.emplace_back(absl::nullopt);
  return *this;
}

std::string Cells::Literal() const {
  return pg::ArrayOf(absl::MakeConstSpan(values_));
}

}  // namespace redress::casework
