// The log on a real PostgreSQL: gapless, in commit order, refusals, growth, and the plan of its hottest query.
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/envelope.h"
#include "tests/component/events_fixture.h"

namespace redress::test {

TEST_CASE("Eight writers leave a gapless log, and a follower never sees a later event before an earlier one", "[events]") {
  Service service("log");
  std::atomic<bool> done{false};
  std::atomic<int64_t> followed{0};
  absl::Status failure;
  std::thread follower([&] {
    std::vector<events::ReadFrom> from;
    for (int partition = 0; partition < kPartitions; ++partition) {
      from.push_back({partition, 0});
    }
    while (true) {
      const bool last_round = done;
      const auto events = events::ReadLog(service.pool, service.log, from, 100);  // refuses a run that does not join
      if (!events.ok()) {
        failure = events.status();
        return;
      }
      for (const events::Event& event : *events) {
        from[event.partition].after = event.sequence;
      }
      followed += static_cast<int64_t>(events->size());
      if (last_round && events->empty()) {
        return;
      }
    }
  });
  SayManyThings(service, 8, 100, nullptr);
  done = true;
  follower.join();
  CHECK(failure == absl::OkStatus());
  CHECK(followed == 8 * 100 * 2);
  CHECK(CheckGapless(service) == std::vector<std::string>{});
  CHECK(service.Ask("SELECT count(*) FROM event") == "1600");
}

TEST_CASE("Append makes of its events what the log has, bit for bit", "[events]") {
  Service service("log");
  std::vector<events::NewEvent> said(5);
  const int partitions[] = {3, 1, 3, 1, 3};
  for (int i = 0; i < 5; ++i) {
    said[i].partition = partitions[i];
    said[i].type = kType;
    said[i].subject = "cases/1";
    said[i].data = std::string("\0\"\\{},", 6) + std::to_string(i);
    said[i].time = BusinessTime::FromUnixMicros(1'700'000'000'123'456 + i);
  }
  said[0].after = {{"intake", "0123456789abcdef", 7}};
  said[4].traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  REQUIRE(service.pool.Transact([&](pqxx::work& transaction) { return events::Append(transaction, &said); }).ok());
  const auto read = events::ReadLog(service.pool, service.log, {{1, 0}, {3, 0}}, 10);
  REQUIRE(read.ok());
  REQUIRE(read->size() == 5);
  const int places[] = {1, 3, 0, 2, 4};  // as they are read: by partition, then in the order in which they were said
  for (int i = 0; i < 5; ++i) {
    CHECK(events::Encode((*read)[i]) == events::Encode(service.log, said[places[i]]));
  }
  CHECK(read->back().sequence == 3);
  CHECK(read->back().time == BusinessTime::FromUnixMicros(1'700'000'000'123'460));
}

TEST_CASE("Append refuses another isolation level, an unknown partition and uneven arrays", "[events]") {
  Service service("log");
  const auto append = [&](const char* begin, const char* arrays) {
    return service.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
      transaction.exec(begin);
      transaction.exec(absl::StrCat("SELECT append_events(", arrays, ")"));
      return absl::OkStatus();
    });
  };
  const char* const good = "'{1}','{t}','{s}',ARRAY[now()],'{\"\"}','{\"\"}','{x}'";
  CHECK(append("SELECT 1", good) == absl::OkStatus());
  CHECK(ReasonOf(append("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", good)) == "WRONG_ISOLATION");
  CHECK(ReasonOf(append("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE", good)) == "WRONG_ISOLATION");
  CHECK(ReasonOf(append("SELECT 1", "'{8}','{t}','{s}',ARRAY[now()],'{\"\"}','{\"\"}','{x}'")) == "BAD_PARTITION");
  CHECK(ReasonOf(append("SELECT 1", "'{1,2}','{t}','{s}',ARRAY[now()],'{\"\"}','{\"\"}','{x}'")) == "BAD_ARRAYS");
  CHECK(service.Ask("SELECT count(*) FROM event") == "1");
}

TEST_CASE("The number of partitions is written once and cannot change", "[events]") {
  Service service("log");
  CHECK(ReasonOf(events::OpenLog(service.pool, service.schema, kPartitions * 2).status()) == "PARTITION_COUNT_CHANGED");
  const auto again = events::OpenLog(service.pool, service.schema, kPartitions);
  REQUIRE(again.ok());
  CHECK(again->epoch == service.log.epoch);
}

TEST_CASE("Children of the log are made ahead, also while an old snapshot is open, and appends pass from one to the next",
          "[events]") {
  Service service("log");
  REQUIRE(
      service.pool
          .Transact([](pqxx::work& transaction) -> absl::Status {  // a log with tiny children from its beginning
            transaction.exec(
                "DO $$ DECLARE r record; BEGIN FOR r IN SELECT child FROM log_range LOOP EXECUTE 'DROP TABLE ' || r.child; END "
                "LOOP; DELETE FROM log_range; END $$");
            return absl::OkStatus();
          })
          .ok());
  REQUIRE(events::EnsureLogRanges(service.pool, 10).ok());
  pqxx::connection other(Postgres().connection());
  pqxx::transaction<pqxx::repeatable_read> snapshot(other);
  snapshot.exec("SELECT count(*) FROM " + service.schema + ".event");
  for (int i = 0; i < 100; ++i) {
    REQUIRE(service.Say(0, "cases/1", std::to_string(i)) == absl::OkStatus());
    if (i % 5 == 0) {
      REQUIRE(events::EnsureLogRanges(service.pool, 10) == absl::OkStatus());
    }
  }
  CHECK(CheckGapless(service) == std::vector<std::string>{});
  CHECK(service.Ask("SELECT count(*) >= 10 FROM log_range WHERE attached") == "t");
  CHECK(events::ReadHeads(service.pool, kPartitions).value()[0] == 100);
  const auto read = events::ReadLog(service.pool, service.log, {{0, 35}}, 1000);
  REQUIRE(read.ok());
  CHECK(read->size() == 65);
}

TEST_CASE("A position below the log's floor is reported as lost, not skipped", "[events]") {
  Service service("log");
  for (int i = 0; i < 5; ++i) {
    REQUIRE(service.Say(2, "cases/1", "x").ok());
  }
  service.Ask("WITH d AS (DELETE FROM event WHERE sequence <= 3) INSERT INTO log_floor VALUES (2, 3)");
  CHECK(ReasonOf(service.feed->Read(service.log.source, "", 2, 0, 10).status()) == "LOST_POSITION");
  CHECK(service.feed->Read(service.log.source, "", 2, 3, 10).value().events.size() == 2);
  service.Ask("DELETE FROM event");
  service.Ask("UPDATE log_floor SET sequence = 5");
  CHECK(ReasonOf(service.feed->Read(service.log.source, "", 2, 0, 10).status()) == "LOST_POSITION");
  REQUIRE(service.Say(2, "cases/1", "y").ok());
  CHECK(events::ReadHeads(service.pool, kPartitions).value()[2] == 6);
}

namespace {

// Keeps what the server reports.
class Notices final : public pqxx::errorhandler {
 public:
  Notices(pqxx::connection& connection, std::string* text) : pqxx::errorhandler(connection), text_(text) {}
  bool operator()(const char message[]) noexcept override {
    text_->append(message);
    return false;
  }

 private:
  std::string* const text_;
};

}  // namespace

TEST_CASE("The last sequence is looked up by index, also by a plan made on an empty log", "[events]") {
  Service service("log");
  std::string plans;
  pqxx::connection connection(pg::WithSettings(Postgres().connection(), {{"search_path", service.schema}}));
  const Notices notices(connection, &plans);
  pqxx::nontransaction session(connection);
  session.exec("LOAD 'auto_explain'");
  const std::string append = "SELECT append_events('{1}','{t}','{s}',ARRAY[now()],'{\"\"}','{\"\"}','{x}')";
  session.exec(append);  // plans are made now, and kept
  session.exec(
      "INSERT INTO event (partition, sequence, type, subject, time, traceparent, after, data) "
      "SELECT p, s, 't', 's', now(), '', '', '' FROM generate_series(0, 7) p, generate_series(2, 5000) s");
  session.exec("ANALYZE event");
  session.exec(
      "SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on; SET auto_explain.log_level = notice; "
      "SET client_min_messages = notice; SET auto_explain.log_analyze = on; SET auto_explain.log_timing = off");
  session.exec(append);
  INFO(plans);
  CHECK(plans.find("Index Only Scan Backward using event_") != std::string::npos);
  CHECK(plans.find("Seq Scan on event_") == std::string::npos);
  CHECK(plans.find("Sort Key: e.sequence") == std::string::npos);
}

}  // namespace redress::test
