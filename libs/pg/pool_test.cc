#include "libs/pg/pool.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::pg {

TEST_CASE("Session settings become start-up parameters of either form of connection string", "[pg]") {
  const std::string keywords = WithSettings("host=h dbname=d", {{"search_path", "intake"}, {"isolation", "read committed"}});
  CHECK(keywords.find("host=h dbname=d") != std::string::npos);
  CHECK(keywords.find(R"(options='-c search_path=intake -c isolation=read\\ committed')") != std::string::npos);
  const std::string uri = WithSettings("postgresql://h/d", {{"a", "b"}});
  CHECK(uri.find("postgresql://h/d?options=%2dc%20a%3db") == 0);
  CHECK(WithSettings("postgresql://h/d?x=1", {{"a", "b"}}).find("?x=1&options=") != std::string::npos);
}

TEST_CASE("A database that is not there is reported as unavailable when the time is over", "[pg]") {
  PoolOptions options;
  options.connection = "host=127.0.0.1 port=1 dbname=none";
  options.retry_for = absl::Milliseconds(1);
  Pool pool(options);
  const absl::Status status = pool.Transact([](pqxx::work&) { return absl::OkStatus(); });
  CHECK(status.code() == absl::StatusCode::kUnavailable);
  CHECK(ReasonOf(status) == "DATABASE_UNAVAILABLE");
  CHECK_FALSE(pool.Ping().ok());
}

}  // namespace redress::pg
