// Forward-only migrations of one schema. Files are embedded at build (redress_embed_sql of tools/cmake/EmbedSql.cmake); each is
// applied once, in its own transaction, under an advisory lock, so any number of replicas may start at once. A file that was
// changed after it had been applied is refused. Migrations of the database that this binary does not know are left alone: an
// older version runs on the newer schema for one release.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace redress::pg {

struct Migration {
  std::string name;  // `intake/0001_init.sql`; its place in the list decides the order, the name is its identity
  std::string sql;
};

// Creates `schema` if it is missing and applies what is missing of `migrations`, in their order.
// Errors: FAILED_PRECONDITION MIGRATION_CHANGED (a file differs from what was applied); UNAVAILABLE DATABASE_UNAVAILABLE
// (try again later); INTERNAL SQL_STATEMENT_INVALID and the like where a file is wrong (nothing of it is applied).
absl::Status Migrate(const std::string& connection, const std::string& schema, const std::vector<Migration>& migrations);

// What every service's schema needs of this library: the table `request` (idempotency.h).
const std::vector<Migration>& Migrations();
// The name that the contract of services uses for the above.
inline const std::vector<Migration>& BaseMigrations() {
  return Migrations();
}

// Several lists as one, in this order.
std::vector<Migration> Concat(const std::vector<std::vector<Migration>>& lists);

}  // namespace redress::pg
