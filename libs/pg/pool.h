// Connections to one schema of PostgreSQL, and the transactions on them. Knows what libpqxx does not tell: after a lost
// connection or a commit in doubt the connection is thrown away and the whole body runs again, so a body must be repeatable
// (request ids, fenced offsets) and must not keep state of a former attempt. Session settings travel as start-up parameters,
// hence no connection ever lacks them. Thread safe; a body runs in the caller's thread.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "libs/base/machine_time.h"
#include "libs/pg/errors.h"
#include "libs/pg/pqxx_compat.h"

namespace redress::pg {

struct PoolOptions {
  // libpq keywords or a postgresql:// URI, without `options`.
  std::string connection;
  // The search path of every session; empty: the server's.
  std::string schema;
  // Connections at most; opened when first needed.
  int size = 8;
  // How long a caller waits for a free connection.
  absl::Duration acquire_timeout = absl::Seconds(5);
  // How long a body is tried again after lost connections, deadlocks and serialization failures.
  absl::Duration retry_for = absl::Seconds(10);
  // The server ends a session whose transaction does nothing for so long (its locks stall others).
  absl::Duration idle_in_transaction_timeout = absl::Seconds(10);
  // The server ends a statement that takes longer; zero: never.
  absl::Duration statement_timeout = absl::Seconds(60);
  // Statements are planned without looking at their parameters, and by indexes where there are any. For those who take arrays,
  // all of them found by an index: PostgreSQL takes each array for worth a plan of its own, which costs several times what it
  // then does.
  bool generic_plans = false;
  // Prepared on every connection: name → SQL.
  std::map<std::string, std::string> statements;
};

class Pool {
 public:
  explicit Pool(PoolOptions options);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Runs `body` in a READ COMMITTED transaction; commits if and only if it returns OK. Runs it again, from its start, after a
  // lost connection, a commit in doubt, a deadlock or a serialization failure, until `options.retry_for` is over.
  // Errors: the body's own; UNAVAILABLE DATABASE_UNAVAILABLE or DATABASE_BUSY; what StatusOfSqlError says.
  absl::Status Transact(absl::FunctionRef<absl::Status(pqxx::work&)> body);
  // The same until `deadline`.
  absl::Status Transact(Deadline deadline, absl::FunctionRef<absl::Status(pqxx::work&)> body);
  // For reads: every statement sees its own snapshot, no BEGIN, no COMMIT.
  absl::Status Read(absl::FunctionRef<absl::Status(pqxx::transaction_base&)> body);
  // For a single statement that commits itself (a function of ours per batch): one round trip.
  absl::Status Autocommit(absl::FunctionRef<absl::Status(pqxx::nontransaction&)> body);
  absl::Status Autocommit(Deadline deadline, absl::FunctionRef<absl::Status(pqxx::nontransaction&)> body);

  // OK if the database answers now; for health checks. Does not try again.
  absl::Status Ping();

  const std::string& schema() const { return options_.schema; }
  const PoolOptions& options() const { return options_; }

 private:
  struct Session;

  absl::Status Run(Deadline deadline, absl::FunctionRef<absl::Status(pqxx::connection&)> attempt);
  absl::Status RunOnce(Deadline deadline, absl::FunctionRef<absl::Status(pqxx::connection&)> attempt, Remedy* remedy);
  absl::StatusOr<std::unique_ptr<Session>> Acquire(Deadline deadline);
  void Release(std::unique_ptr<Session> session, bool usable);
  std::unique_ptr<Session> Open() const;

  const PoolOptions options_;
  const std::string connect_string_;
  std::mutex mutex_;  // guards the following
  std::condition_variable released_;
  std::vector<std::unique_ptr<Session>> idle_;
  int in_use_ = 0;
};

// A libpq connection string with session settings (`-c name=value`) added; keywords or URI.
std::string WithSettings(absl::string_view connection, const std::vector<std::pair<std::string, std::string>>& settings);

}  // namespace redress::pg
