// Each rule of the spine taken away, one at a time, in a variant that lives here: the checkers of the invariants must notice.
#include <catch2/catch.hpp>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "libs/base/error.h"
#include "libs/events/envelope.h"
#include "libs/events/redis_client.h"
#include "libs/events/stream_writer.h"
#include "tests/component/events_fixture.h"

namespace redress::test {
namespace {

// The same numbering into a table that refuses nothing, so that the damage shows instead of an error.
constexpr char kUnguardedTable[] = "CREATE TABLE unguarded (partition smallint, sequence bigint)";
// The rule kept: lock, then read in a statement of its own.
constexpr char kTwoStatements[] = R"(
CREATE FUNCTION say_unguarded(p smallint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext(current_schema()), p);
  INSERT INTO unguarded SELECT p, 1 + coalesce((SELECT max(u.sequence) FROM unguarded u WHERE u.partition = p), 0);
END $$)";
// Mutation: lock and read in one statement. Its snapshot is older than the lock.
constexpr char kOneStatement[] = R"(
CREATE FUNCTION say_unguarded(p smallint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO unguarded SELECT p, 1 + coalesce((SELECT max(u.sequence) FROM unguarded u WHERE u.partition = p), 0)
  FROM (SELECT pg_advisory_xact_lock(hashtext(current_schema()), p)) locked;
END $$)";

constexpr char kSay[] = "SELECT say_unguarded(1::smallint)";

std::string SessionFor(const Service& service) {
  return pg::WithSettings(Postgres().connection(), {{"search_path", service.schema}});
}

bool SomebodyWaits(Service& service) {
  return service.Ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") != "0";
}

// Two transactions say one thing each; the second begins while the first holds the lock and waits for it.
template <pqxx::isolation_level kLevel>
void SayTwiceAtOnce(Service& service) {
  pqxx::connection first_connection(SessionFor(service)), second_connection(SessionFor(service));
  pqxx::transaction<kLevel> first(first_connection);
  first.exec(kSay);
  std::thread second_thread([&] {
    pqxx::transaction<kLevel> second(second_connection);
    second.exec(kSay);
    second.commit();
  });
  const bool waits = Eventually(kPatience, [&] { return SomebodyWaits(service); });
  first.commit();
  second_thread.join();
  REQUIRE(waits);
}

void Define(Service& service, const char* function) {
  service.Ask(kUnguardedTable);
  service.Ask(function);
}

}  // namespace

TEST_CASE("Mutation: lock and read in one statement gives a sequence twice; in two statements it does not", "[events]") {
  Service service("mutant");
  SECTION("kept") {
    Define(service, kTwoStatements);
    SayTwiceAtOnce<pqxx::read_committed>(service);
    CHECK(CheckGapless(service, "unguarded") == std::vector<std::string>{});
  }
  SECTION("taken away") {
    Define(service, kOneStatement);
    SayTwiceAtOnce<pqxx::read_committed>(service);
    CHECK_FALSE(CheckGapless(service, "unguarded").empty());
  }
}

TEST_CASE("Mutation: another isolation level gives a sequence twice, hence append_events refuses it", "[events]") {
  Service service("mutant");
  Define(service, kTwoStatements);
  SayTwiceAtOnce<pqxx::repeatable_read>(service);
  CHECK_FALSE(CheckGapless(service, "unguarded").empty());
  const absl::Status refused = service.pool.Transact([](pqxx::work& transaction) -> absl::Status {
    transaction.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    return events::Append(transaction, std::vector<events::NewEvent>(1));
  });
  CHECK(ReasonOf(refused) == "WRONG_ISOLATION");
}

namespace {

// True when the second service cannot say anything while the first one's transaction is open.
bool BlockEachOther(Service& one, Service& other, const char* statement) {
  pqxx::connection one_connection(SessionFor(one)), other_connection(SessionFor(other));
  pqxx::work open(one_connection);
  open.exec(statement);
  pqxx::work meanwhile(other_connection);
  meanwhile.exec("SET LOCAL lock_timeout = '300ms'");
  try {
    meanwhile.exec(statement);
    return false;
  } catch (const pqxx::sql_error& error) {
    return error.sqlstate() == "55P03";
  }
}

// Each service says something in one partition, then in the one that the other holds. True: the database had to kill one.
bool DeadlockEachOther(Service& one, Service& other, const std::string& say) {
  pqxx::connection one_connection(SessionFor(one)), other_connection(SessionFor(other));
  pqxx::work first(one_connection), second(other_connection);
  const auto in = [&](int partition) {
    return absl::StrReplaceAll(say, {{"1::smallint", absl::StrCat(partition, "::smallint")}});
  };
  first.exec(in(1));
  second.exec(in(2));
  bool first_died = false, second_died = false;
  std::thread waiting([&] {
    try {
      first.exec(in(2));
      first.commit();
    } catch (const pqxx::failure&) {
      first_died = true;
    }
  });
  try {
    second.exec(in(1));
    second.commit();
  } catch (const pqxx::failure&) {
    second_died = true;
  }
  waiting.join();
  return first_died || second_died;
}

}  // namespace

TEST_CASE("Mutation: a lock without the service in its key makes services wait for, and kill, each other", "[events]") {
  Service one("mutant"), other("mutant");
  // The real function: services do not meet.
  const char* const append = "SELECT append_events(ARRAY[1::smallint],'{t}','{s}',ARRAY[now()],'{\"\"}','{\"\"}','{x}')";
  CHECK_FALSE(BlockEachOther(one, other, append));
  CHECK_FALSE(DeadlockEachOther(one, other, append));
  const std::string without_service = absl::StrReplaceAll(kTwoStatements, {{"hashtext(current_schema())", "0"}});
  Define(one, without_service.c_str());
  Define(other, without_service.c_str());
  CHECK(BlockEachOther(one, other, kSay));
  CHECK(DeadlockEachOther(one, other, kSay));
}

namespace {

// Mutation: what a plain XADD does, whatever stands before.
absl::Status PlainAdd(events::RedisClient& redis, const std::string& key, const events::Event& event) {
  return redis.Run({"XADD", key, absl::StrCat(event.sequence, "-0"), "e", events::Encode(event)}).status();
}

}  // namespace

TEST_CASE("Mutation: publishing without the contiguous run leaves a hole for ever; the script does not", "[events]") {
  Service source("mutant");
  for (int i = 0; i < 5; ++i) {
    REQUIRE(source.Say(1, "cases/1", "x").ok());
  }
  const std::vector<events::Event> log = events::ReadLog(source.pool, source.log, {{1, 0}}, 10).value();
  // Two publishers: one was stopped while it held 2 and 3, the other goes on with 4 and 5.
  SECTION("kept") {
    events::StreamWriter late(source.log, {Redis().address()}, 1000), early(source.log, {Redis().address()}, 1000);
    const auto run = [&](int from, int to) {
      events::StreamWriter::Run one{1, from, {}};
      for (int i = from; i <= to; ++i) {
        one.payloads.push_back(events::Encode(log[i - 1]));
      }
      return one;
    };
    CHECK(late.Write({run(1, 1)}).value() == std::vector<int64_t>{1});
    CHECK(early.Write({run(4, 5)}).value() == std::vector<int64_t>{1});  // refused
    CHECK(late.Write({run(2, 3)}).value() == std::vector<int64_t>{3});
    CHECK(early.Write({run(2, 5)}).value() == std::vector<int64_t>{5});  // with what was missing, read from the log
    CHECK(early.Write({run(1, 5)}).value() == std::vector<int64_t>{5});  // again: nothing twice
    CHECK(CheckStream(source, 1) == std::vector<std::string>{});
  }
  SECTION("taken away") {
    events::RedisClient redis({Redis().address()});
    const std::string key = events::StreamKey(source.log.source, source.log.epoch, 1);
    CHECK(PlainAdd(redis, key, log[0]).ok());
    CHECK(PlainAdd(redis, key, log[3]).ok());
    CHECK(PlainAdd(redis, key, log[4]).ok());
    CHECK_FALSE(PlainAdd(redis, key, log[1]).ok());
    CHECK_FALSE(PlainAdd(redis, key, log[2]).ok());
    CHECK(CheckStream(source, 1) == std::vector<std::string>{"hole: 2 … 3"});
    // Not even a repair can close it: the stream ends where the log ends. Only the feed has them.
    events::Publisher publisher(source.pool, source.PublisherOptions());
    CHECK(publisher.RepairNow().ok());
    CHECK_FALSE(CheckStream(source, 1).empty());
    Service consumer("consumer");
    RecordingHandler handler;
    events::Consumer reader(consumer.pool, *source.feed, handler, consumer.ConsumerOptions({source.schema}));
    reader.Start();
    CHECK(CaughtUp(consumer, "test", source));
    CHECK(CheckAppliedOnce(consumer, source) == std::vector<std::string>{});
  }
}

TEST_CASE("A stream that was emptied begins near the head, and repairs need no commit", "[events]") {
  Service source("mutant");
  for (int i = 0; i < 10; ++i) {
    REQUIRE(source.Say(1, "cases/1", "x").ok());
  }
  events::PublisherOptions options = source.PublisherOptions();
  options.rebuild_tail = 4;
  events::Publisher publisher(source.pool, options);
  REQUIRE(publisher.RepairNow().ok());
  events::RedisClient redis({Redis().address()});
  const std::string key = events::StreamKey(source.log.source, source.log.epoch, 1);
  CHECK((*redis.Run({"XLEN", key}))->integer == 4);
  CHECK(CheckStream(source, 1) == std::vector<std::string>{});
  REQUIRE(redis.Run({"SCRIPT", "FLUSH"}).ok());
  REQUIRE(source.Say(1, "cases/1", "y").ok());
  REQUIRE(publisher.PublishNow({1}).ok());
  CHECK((*redis.Run({"XLEN", key}))->integer == 5);
  REQUIRE(redis.Run({"DEL", key}).ok());
  REQUIRE(redis.Run({"SET", key, "not a stream"}).ok());
  CHECK(ReasonOf(publisher.RepairNow()) == "WRONGTYPE");
}

}  // namespace redress::test
