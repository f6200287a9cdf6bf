#include "services/analytics/store/shadow.h"

#include <numeric>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "services/analytics/store/migrations.h"

namespace redress::analytics {
namespace {

std::string Quoted(absl::string_view schema) {
  return absl::StrCat("\"", schema, "\"");
}

// The facts of a partition as `l` (there are) and `s` (folded anew), by key and as text.
std::string Both(const Table& table, const std::string& shadow) {
  const auto side = [&](absl::string_view name, absl::string_view schema) {
    return absl::StrCat(name, " AS (SELECT f.", table.key, " AS k, f::text AS t FROM ", schema, table.name,
                        " f WHERE f.partition = $1)");
  };
  return absl::StrCat("WITH ", side("l", ""), ", ", side("s", Quoted(shadow) + "."));
}

constexpr char kHashOf[] =
    "(SELECT encode(sha256(convert_to(coalesce(string_agg(t, E'\\n' ORDER BY k COLLATE \"C\"), ''), 'UTF8')), 'hex') FROM ";

RowDifference FirstDifference(pqxx::transaction_base& transaction, const Table& table, const std::string& shadow, int partition) {
  RowDifference difference;
  difference.key = transaction
                       .exec_params1(absl::StrCat(Both(table, shadow),
                                                  " SELECT k FROM l FULL JOIN s USING (k) WHERE l.t IS DISTINCT FROM s.t "
                                                  "ORDER BY k COLLATE \"C\" LIMIT 1"),
                                     partition)[0]
                       .c_str();
  std::string columns;
  for (const Column& column : table.columns) absl::StrAppend(&columns, ", l.", column.name, "::text, s.", column.name, "::text");
  const auto one = [&](absl::string_view schema) {
    return absl::StrCat("(SELECT * FROM ", schema, table.name, " WHERE partition = $1 AND ", table.key, " = $2)");
  };
  const pqxx::row row =
      transaction.exec_params1(absl::StrCat("SELECT l.partition IS NOT NULL AND s.partition IS NOT NULL", columns, " FROM ",
                                            one(""), " l FULL JOIN ", one(Quoted(shadow) + "."), " s ON true"),
                               partition, difference.key);
  if (!row[0].as<bool>()) return difference;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const pqxx::field left = row[static_cast<int>(2 * i + 1)], right = row[static_cast<int>(2 * i + 2)];
    if (left.is_null() == right.is_null() && std::string(left.c_str()) == right.c_str()) continue;
    difference.column = std::string(table.columns[i].name);
    difference.value = left.c_str();
    difference.rebuilt_value = right.c_str();
    break;
  }
  return difference;
}

}  // namespace

std::string ConsumerOf(absl::string_view source) {
  return absl::StrCat("analytics-", source);
}

absl::Status MakeShadow(const std::string& connection, const std::string& live_schema, const std::string& shadow) {
  pg::PoolOptions options;
  options.connection = connection;
  options.size = 1;
  pg::Pool pool(options);
  RETURN_IF_ERROR(pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    for (const pqxx::row& row :
         transaction.exec_params("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, $1 || '_rebuild_')", live_schema)) {
      DropShadow(transaction, row[0].c_str());
    }
    return absl::OkStatus();
  }));
  return pg::Migrate(connection, shadow, FactMigrations());
}

void DropShadow(pqxx::transaction_base& transaction, const std::string& shadow) {
  transaction.exec(absl::StrCat("DROP SCHEMA IF EXISTS ", Quoted(shadow), " CASCADE"));
}

std::map<std::string, std::string> FollowedSources(pqxx::transaction_base& transaction, const std::vector<std::string>& sources) {
  std::map<std::string, std::string> epochs;
  for (const std::string& source : sources) {
    for (const pqxx::row& row : transaction.exec_params("SELECT epoch FROM consumer_source WHERE consumer = $1 AND source = $2",
                                                        ConsumerOf(source), source)) {
      epochs[source] = row[0].c_str();
    }
  }
  return epochs;
}

std::vector<int64_t> ReadPositions(pqxx::transaction_base& transaction, const std::string& source, const std::string& epoch,
                                   int partitions) {
  std::vector<int64_t> positions;
  positions.reserve(partitions);
  for (const pqxx::row& row : transaction.exec_params(
           "SELECT applied_sequence($1, $2, $3, p::smallint) FROM generate_series(0, $4::int - 1) p ORDER BY p",
           ConsumerOf(source), source, epoch, partitions)) {
    positions.push_back(row[0].as<int64_t>());
  }
  return positions;
}

void LockConsumer(pqxx::transaction_base& transaction, const std::string& source, const std::vector<int>& partitions) {
  transaction.exec_params("SELECT lock_consumption($1, $2::smallint[])", ConsumerOf(source), pg::ArrayOf(partitions));
}

Comparison Compare(pqxx::transaction_base& transaction, const Table& table, const std::string& shadow, int partition) {
  const pqxx::row row =
      transaction.exec_params1(absl::StrCat(Both(table, shadow), " SELECT (SELECT count(*) FROM l), ", kHashOf, "l), ", kHashOf,
                                            "s), (SELECT count(*) FROM l FULL JOIN s USING (k) WHERE l.t IS DISTINCT FROM s.t)"),
                               partition);
  Comparison comparison = {row[0].as<int64_t>(), row[1].c_str(), row[2].c_str(), row[3].as<int64_t>(), absl::nullopt};
  if (comparison.differences > 0) comparison.first = FirstDifference(transaction, table, shadow, partition);
  return comparison;
}

std::string Sha256(pqxx::transaction_base& transaction, const std::string& text) {
  return transaction.exec_params1("SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')", text)[0].c_str();
}

void Swap(pqxx::transaction_base& transaction, const std::string& shadow,
          const std::map<std::string, SourcePositions>& positions) {
  for (const Table& table : Tables()) {
    if (!positions.contains(std::string(table.source))) continue;
    transaction.exec(absl::StrCat("DELETE FROM ", table.name));
    std::string columns = absl::StrCat("partition, ", table.key);
    for (const Column& column : table.columns) absl::StrAppend(&columns, ", ", column.name);
    transaction.exec(
        absl::StrCat("INSERT INTO ", table.name, " (", columns, ") SELECT ", columns, " FROM ", Quoted(shadow), ".", table.name));
  }
  for (const auto& [source, at] : positions) {
    std::vector<int> partitions(at.applied.size());
    std::iota(partitions.begin(), partitions.end(), 0);
    transaction.exec_params("DELETE FROM consumer_offset WHERE (consumer, source, epoch) = ($1, $2, $3)", ConsumerOf(source),
                            source, at.epoch);
    transaction.exec_params(
        "INSERT INTO consumer_offset (consumer, source, epoch, partition, \"from\", \"to\") "
        "SELECT $1, $2, $3, u.p, 0, u.t FROM unnest($4::smallint[], $5::bigint[]) AS u(p, t) WHERE u.t > 0",
        ConsumerOf(source), source, at.epoch, pg::ArrayOf(partitions), pg::ArrayOf(at.applied));
  }
}

}  // namespace redress::analytics
