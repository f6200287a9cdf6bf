#include "libs/pg/migrate.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/pool.h"

namespace redress::pg {
namespace {

// Locked by every transaction that migrates this schema. The name says what for; the two-key form keeps schemas apart.
absl::Status Lock(pqxx::work& transaction, const std::string& schema) {
  transaction.exec_params("SELECT pg_advisory_xact_lock(hashtext('migrate'), hashtext($1))", schema);
  transaction.exec("CREATE SCHEMA IF NOT EXISTS " + transaction.quote_name(schema));
  transaction.exec("SET LOCAL search_path TO " + transaction.quote_name(schema));
  transaction.exec(
      "CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, checksum text NOT NULL, applied timestamptz NOT NULL DEFAULT "
      "now())");
  return absl::OkStatus();
}

absl::Status ApplyOne(pqxx::work& transaction, const Migration& migration) {
  const pqxx::result known =
      transaction.exec_params("SELECT checksum = encode(sha256(convert_to($2, 'UTF8')), 'hex') FROM migration WHERE name = $1",
                              migration.name, migration.sql);
  if (!known.empty()) {
    if (known[0][0].as<bool>()) {
      return absl::OkStatus();
    }
    return Error(absl::StatusCode::kFailedPrecondition, "MIGRATION_CHANGED",
                 absl::StrCat("migration ", migration.name, " differs from what was applied; add a new one instead"));
  }
  transaction.exec(migration.sql);
  transaction.exec_params("INSERT INTO migration (name, checksum) VALUES ($1, encode(sha256(convert_to($2, 'UTF8')), 'hex'))",
                          migration.name, migration.sql);
  return absl::OkStatus();
}

}  // namespace

absl::Status Migrate(const std::string& connection, const std::string& schema, const std::vector<Migration>& migrations) {
  PoolOptions options;
  options.connection = connection;
  options.size = 1;
  options.retry_for = absl::Seconds(60);
  options.statement_timeout = absl::ZeroDuration();
  options.idle_in_transaction_timeout = absl::Minutes(5);
  Pool pool(options);
  for (const Migration& migration : migrations) {
    RETURN_IF_ERROR(pool.Transact([&](pqxx::work& transaction) -> absl::Status {
      RETURN_IF_ERROR(Lock(transaction, schema));
      return ApplyOne(transaction, migration);
    }));
  }
  return absl::OkStatus();
}

std::vector<Migration> Concat(const std::vector<std::vector<Migration>>& lists) {
  std::vector<Migration> all;
  for (const std::vector<Migration>& list : lists) {
    all.insert(all.end(), list.begin(), list.end());
  }
  return all;
}

}  // namespace redress::pg
