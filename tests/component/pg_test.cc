// libs/pg on a real PostgreSQL: migrations by several replicas, requests that are answered once, and lost connections.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/exec.h"
#include "libs/pg/idempotency.h"
#include "libs/pg/migrate.h"
#include "tests/component/events_fixture.h"

namespace redress::test {

TEST_CASE("Replicas that start at once migrate once", "[pg]") {
  const std::string schema = FreshSchema("migrated");
  const std::string connection = Postgres().connection();  // started here: a server ends with the thread that started it
  std::vector<std::thread> replicas;
  std::vector<absl::Status> results(6);
  for (absl::Status& result : results) {
    replicas.emplace_back([&] { result = pg::Migrate(connection, schema, events::BaseMigrations()); });
  }
  for (std::thread& replica : replicas) {
    replica.join();
  }
  for (const absl::Status& result : results) {
    CHECK(result == absl::OkStatus());
  }
  pg::PoolOptions options;
  options.connection = Postgres().connection();
  options.schema = schema;
  pg::Pool pool(options);
  CHECK(pool.Read([&](pqxx::transaction_base& transaction) {
              CHECK(transaction.exec1("SELECT count(*) FROM migration")[0].as<size_t>() == events::BaseMigrations().size());
              return absl::OkStatus();
            })
            .ok());
}

TEST_CASE("A statement that was planned while its table was empty is planned anew when it has filled", "[pg]") {
  pg::PoolOptions options;
  options.connection = Postgres().connection();
  options.schema = FreshSchema("planned");
  REQUIRE(pg::Migrate(options.connection, options.schema, events::BaseMigrations()).ok());
  options.size = 1;
  pg::Pool pool(options);
  const std::string sql = "SELECT word, value FROM filling WHERE word = ANY ($1::text[])";
  const auto plan = [&] {
    std::string text;
    REQUIRE(pool.Read([&](pqxx::transaction_base& transaction) {
                  text.clear();
                  for (int i = 0; i < 6; ++i) pg::Exec(transaction, sql, "{a}");  // from then on one plan for all parameters
                  const std::string name =
                      transaction.exec1("SELECT name FROM pg_prepared_statements WHERE statement = '" + sql + "'")[0]
                          .as<std::string>();
                  for (const pqxx::row& row : transaction.exec("EXPLAIN EXECUTE \"" + name + "\" ('{a}')"))
                    text += row[0].c_str();
                  return absl::OkStatus();
                })
                .ok());
    return text;
  };
  REQUIRE(
      pool.Read([](pqxx::transaction_base& transaction) {
            transaction.exec(
                "CREATE TABLE filling (word text, kind smallint, subject text, value bigint, PRIMARY KEY (word, kind, subject))"
                " WITH (autovacuum_enabled = false)");
            return absl::OkStatus();
          })
          .ok());
  const std::string empty = plan();
  CHECK(empty.find("cost=") != std::string::npos);
  REQUIRE(pool.Read([](pqxx::transaction_base& transaction) {
                transaction.exec("INSERT INTO filling SELECT 'word ' || i, 1, 'subject', i FROM generate_series(1, 20000) i");
                return absl::OkStatus();
              })
              .ok());
  std::string last = plan();
  const Deadline deadline = Deadline::After(absl::Seconds(20));
  while (last == empty && !deadline.Expired()) last = plan();
  CHECK(last != empty);  // what it costs and how many rows it expects, and where that matters the way
}

TEST_CASE("A migration that was changed is refused, a wrong one leaves nothing, an unknown one is left alone", "[pg]") {
  const std::string schema = FreshSchema("migrated");
  const auto migrate = [&](std::vector<pg::Migration> migrations) {
    return pg::Migrate(Postgres().connection(), schema, migrations);
  };
  const pg::Migration first{"a/1.sql", "CREATE TABLE one (x int)"};
  const pg::Migration second{"a/2.sql", "CREATE TABLE two (x int)"};
  REQUIRE(migrate({first, second}).ok());
  CHECK(migrate({first}).ok());  // an older version on the newer schema
  CHECK(ReasonOf(migrate({{"a/1.sql", "CREATE TABLE one (x int, y int)"}, second})) == "MIGRATION_CHANGED");
  CHECK(ReasonOf(migrate({first, second, {"a/3.sql", "CREATE TABLE three (x int); CREATE TABLE one (x int)"}})) ==
        "SQL_STATEMENT_INVALID");
  CHECK(migrate({first, second, {"a/3.sql", "CREATE TABLE three (x int)"}}).ok());
}

TEST_CASE("A statement is prepared once a connection, and anew after a migration that changes its answer", "[pg]") {
  pg::PoolOptions options;
  options.connection = Postgres().connection();
  options.schema = FreshSchema("prepared");
  options.size = 1;
  REQUIRE(pg::Migrate(options.connection, options.schema, {{"a/1.sql", "CREATE TABLE one (x int); INSERT INTO one VALUES (7)"}})
              .ok());
  pg::Pool pool(options);
  int columns = 0;
  int64_t prepared = 0;
  const auto read = [&] {
    return pool.Transact([&](pqxx::work& transaction) -> absl::Status {
      for (int i = 0; i < 3; ++i) columns = static_cast<int>(pg::Exec1(transaction, "SELECT * FROM one WHERE x = $1", 7).size());
      prepared = transaction.exec1("SELECT count(*) FROM pg_prepared_statements")[0].as<int64_t>();
      return absl::OkStatus();
    });
  };
  CHECK(read() == absl::OkStatus());
  CHECK(columns == 1);
  CHECK(prepared == 1);
  REQUIRE(pg::Migrate(options.connection, options.schema, {{"a/2.sql", "ALTER TABLE one ADD y int"}}).ok());
  CHECK(read() == absl::OkStatus());
  CHECK(columns == 2);
  CHECK(prepared == 1);
}

TEST_CASE("Fifty requests with one id at once are one; another body is refused; erased answers say so", "[pg]") {
  Service service("requests", kPartitions, 25);
  const pg::RequestKey key{"backends/shop", Uuid::Random(), "Submit", "hash"};
  std::atomic<int> fresh{0}, answered{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 50; ++i) {
    callers.emplace_back([&] {
      bool was_fresh = false;
      std::string name;
      const absl::Status status = service.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const pg::Claim claim, pg::ClaimRequest(transaction, key));
        was_fresh = claim.fresh();
        name = was_fresh ? "complaints/1" : claim.answered->name;
        return was_fresh ? pg::RecordAnswer(transaction, key, {"complaints/1", "etag"}) : absl::OkStatus();
      });
      if (status.ok() && name == "complaints/1") {
        ++(was_fresh ? fresh : answered);
      }
    });
  }
  for (std::thread& caller : callers) {
    caller.join();
  }
  CHECK(fresh == 1);
  CHECK(answered == 49);
  const auto reason = [&](const pg::RequestKey& other) {
    return ReasonOf(service.pool.Transact([&](pqxx::work& t) { return pg::ClaimRequest(t, other).status(); }));
  };
  CHECK(reason({key.caller, key.request_id, key.method, "another"}) == "REQUEST_ID_REUSED");
  CHECK(reason({key.caller, key.request_id, "Other", key.body_hash}) == "REQUEST_ID_REUSED");
  CHECK(reason({"backends/other", key.request_id, key.method, key.body_hash}).empty());
  REQUIRE(service.pool.Transact([&](pqxx::work& t) { return pg::EraseAnswers(t, "complaints/1"); }).ok());
  CHECK(reason(key) == "ERASED");
}

TEST_CASE("A body whose connection is killed runs again from its start, with the session's settings", "[pg]") {
  Service service("pool");
  service.Ask("CREATE TABLE t (x int)");
  int runs = 0;
  REQUIRE(service.pool
              .Transact([&](pqxx::work& transaction) -> absl::Status {
                transaction.exec("INSERT INTO t VALUES (1)");  // found by the search path, also the second time
                if (++runs == 1) {
                  transaction.exec("SELECT pg_terminate_backend(pg_backend_pid())");
                }
                CHECK(transaction.exec1("SHOW transaction_isolation")[0].as<std::string>() == "read committed");
                CHECK(transaction.exec1("SHOW synchronous_commit")[0].as<std::string>() == "on");
                return absl::OkStatus();
              })
              .ok());
  CHECK(runs == 2);
  CHECK(service.Ask("SELECT count(*) FROM t") == "1");
}

TEST_CASE("A deadlock is tried again, a violated constraint is not, and both name no SQL", "[pg]") {
  Service service("pool");
  service.Ask("CREATE TABLE t (x int CONSTRAINT only_once UNIQUE, y int DEFAULT 0)");
  service.Ask("INSERT INTO t VALUES (1), (2)");
  std::atomic<int> both{0}, runs{0};
  const auto cross = [&](int first, int second) {
    return service.pool.Transact([&, first, second](pqxx::work& transaction) -> absl::Status {
      transaction.exec(absl::StrCat("UPDATE t SET y = y + 1 WHERE x = ", first));
      if (++runs <= 2) {
        ++both;
        Eventually(kPatience, [&] { return both == 2; });
      }
      transaction.exec(absl::StrCat("UPDATE t SET y = y + 1 WHERE x = ", second));
      return absl::OkStatus();
    });
  };
  absl::Status other;
  std::thread thread([&] { other = cross(2, 1); });
  CHECK(cross(1, 2) == absl::OkStatus());
  thread.join();
  CHECK(other == absl::OkStatus());
  CHECK(service.Ask("SELECT sum(y) FROM t") == "4");

  int tries = 0;
  const absl::Status violated = service.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    ++tries;
    transaction.exec("INSERT INTO t VALUES (1)");
    return absl::OkStatus();
  });
  CHECK(violated.code() == absl::StatusCode::kAlreadyExists);
  CHECK(ReasonOf(violated) == "only_once");
  CHECK(tries == 1);
  CHECK(service.pool.Ping() == absl::OkStatus());
}

}  // namespace redress::test
