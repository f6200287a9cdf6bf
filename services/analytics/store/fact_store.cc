#include "services/analytics/store/fact_store.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/analytics/store/migrations.h"

namespace redress::analytics {
namespace {

constexpr absl::string_view kFactFiles[] = {"analytics/0001_init.sql", "analytics/0004_call_fact.sql"};

// How a column is selected: every value as text, times in microseconds.
std::string Selected(const Column& column) {
  switch (column.type) {
    case ColumnType::kText:
    case ColumnType::kCount:
      return absl::StrCat("f.", column.name);
    case ColumnType::kFlag:
      return absl::StrCat("f.", column.name, "::int");
    case ColumnType::kTime:
      return absl::StrCat("(extract(epoch FROM f.", column.name, ") * 1000000)::bigint");
  }
  return "";
}

std::string LoadSql(const Table& table) {
  std::string columns;
  for (const Column& column : table.columns) absl::StrAppend(&columns, ", ", Selected(column));
  return absl::StrCat("SELECT f.partition, f.", table.key, columns,
                      " FROM unnest($1::smallint[], $2::text[]) AS u(p, k)"
                      " CROSS JOIN LATERAL (SELECT x.* FROM ",
                      table.name, " x WHERE x.partition = u.p AND x.", table.key, " = u.k LIMIT 1) f");
}

std::string StoreSql(const Table& table) {
  std::string columns = absl::StrCat("partition, ", table.key);
  std::string sets;
  for (const Column& column : table.columns) {
    absl::StrAppend(&columns, ", ", column.name);
    absl::StrAppend(&sets, sets.empty() ? "" : ", ", column.name, " = excluded.", column.name);
  }
  return absl::StrCat("INSERT INTO ", table.name, " (", columns, ") SELECT ", columns,
                      " FROM json_populate_recordset(NULL::", table.name, ", $1::json) ON CONFLICT (partition, ", table.key,
                      ") DO UPDATE SET ", sets);
}

void Load(pqxx::transaction_base& transaction, TableId id, const std::set<FactKey>& keys, Facts* facts) {
  std::vector<int> partitions;
  std::vector<std::string> ids;
  partitions.reserve(keys.size());
  ids.reserve(keys.size());
  for (const FactKey& key : keys) {
    partitions.push_back(key.partition);
    ids.push_back(key.id);
  }
  const Table& table = TableOf(id);
  for (const pqxx::row& row : pg::Exec(transaction, LoadSql(table), pg::ArrayOf(partitions), pg::ArrayOf(ids))) {
    Row& fact = (*facts)[{id, row[0].as<int>(), row[1].as<std::string>()}];
    fact.resize(table.columns.size());
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const pqxx::field field = row[static_cast<int>(i) + 2];
      if (table.columns[i].type == ColumnType::kText) {
        fact[i].text = field.c_str();
      } else if (!field.is_null()) {
        fact[i].number = field.as<int64_t>();
      }
    }
  }
}

std::string JsonOf(const Column& column, const Cell& cell) {
  if (column.type == ColumnType::kText) return JsonString(cell.text);
  if (!cell.number.has_value()) return "null";
  if (column.type == ColumnType::kFlag) return *cell.number != 0 ? "true" : "false";
  if (column.type == ColumnType::kCount) return absl::StrCat(*cell.number);
  return absl::StrCat("\"", BusinessTime::FromUnixMicros(*cell.number).ToRfc3339(), "\"");
}

std::string JsonOf(const FactKey& key, const Row& row) {
  const Table& table = TableOf(key.table);
  std::string json = absl::StrCat("{\"partition\":", key.partition, ",\"", table.key, "\":", JsonString(key.id));
  for (size_t i = 0; i < table.columns.size(); ++i) {
    absl::StrAppend(&json, ",\"", table.columns[i].name, "\":", JsonOf(table.columns[i], row[i]));
  }
  absl::StrAppend(&json, "}");
  return json;
}

}  // namespace

std::string JsonString(absl::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      json.push_back('\\');
      json.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&json, "\\u%04x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      json.push_back(c);
    }
  }
  json.push_back('"');
  return json;
}

void FoldInto(pqxx::transaction_base& transaction, absl::Span<const Update> updates) {
  std::map<TableId, std::set<FactKey>> keys;
  for (const Update& update : updates) keys[update.key().table].insert(update.key());
  Facts facts;
  for (const auto& [table, of_table] : keys) Load(transaction, table, of_table, &facts);
  for (const Update& update : updates) Fold(update, &facts);
  std::map<TableId, std::string> rows;
  for (const auto& [key, row] : facts) {
    std::string& json = rows[key.table];
    absl::StrAppend(&json, json.empty() ? "[" : ",", JsonOf(key, row));
  }
  for (auto& [table, json] : rows) pg::Exec(transaction, StoreSql(TableOf(table)), absl::StrCat(json, "]"));
}

std::vector<pg::Migration> FactMigrations() {
  std::vector<pg::Migration> facts;
  for (const pg::Migration& migration : Migrations()) {
    if (std::find(std::begin(kFactFiles), std::end(kFactFiles), migration.name) != std::end(kFactFiles)) {
      facts.push_back(migration);
    }
  }
  return facts;
}

}  // namespace redress::analytics
