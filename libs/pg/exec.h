// How statements with parameters are run: prepared on their connection when they first come, so that PostgreSQL reads and plans
// each once a connection and not once a call, which costs more than most of ours take. For texts of which a program has some few
// hundred; one that is put together from what a caller asked (lists with filters) goes through exec_params. Thread safe as far as
// the transaction is.
#pragma once

#include <string>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::pg {

// The answer to `sql` with $1, $2 … for `args`. Throws what libpqxx throws.
template <class... Args>
pqxx::result Exec(pqxx::transaction_base& transaction, const std::string& sql, Args&&... args) {
#if defined(PQXX_VERSION_MAJOR) && PQXX_VERSION_MAJOR >= 7
  return transaction.exec_params(sql,
                                 std::forward<Args>(args)...);  // 7.x does not remember what it prepared: slower, else the same
#else
  const std::string name = absl::StrCat(absl::Hex(absl::HashOf(sql), absl::kZeroPad16));
  transaction.conn().prepare(name, sql);  // nothing where it is known
  return transaction.exec_prepared(name, std::forward<Args>(args)...);
#endif
}

// The same of a statement whose answer is one row; throws pqxx::unexpected_rows otherwise.
template <class... Args>
pqxx::row Exec1(pqxx::transaction_base& transaction, const std::string& sql, Args&&... args) {
  const pqxx::result rows = Exec(transaction, sql, std::forward<Args>(args)...);
  if (rows.size() != 1) throw pqxx::unexpected_rows("one row was expected");
  return rows[0];
}

}  // namespace redress::pg
