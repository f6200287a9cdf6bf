// Exactly once, whatever is killed: connections, Redis' data, Redis, PostgreSQL, and replicas that were stopped past their lease.
#include <atomic>
#include <catch2/catch.hpp>
#include <functional>
#include <future>
#include <thread>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/events/redis_client.h"
#include "tests/component/events_fixture.h"

namespace redress::test {
namespace {

void Flush() {
  events::RedisClient redis({Redis().address()});
  REQUIRE(redis.Run({"FLUSHALL"}).ok());
}

void TerminateConnections() {
  pqxx::connection connection(Postgres().connection());
  pqxx::nontransaction session(connection);
  session.exec(
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = 'redress'");
}

// Runs `fault` whenever so many more things were recorded, while the rest works on.
void InjectWhileConsuming(Service& source, Service& consumer, int rounds, const std::function<void()>& fault) {
  std::thread producers([&] { SayManyThings(source, 3, 60, nullptr); });
  for (int round = 1; round <= rounds; ++round) {
    Eventually(kPatience, [&] {
      int64_t recorded = 0;
      const absl::Status status = consumer.pool.Read([&](pqxx::transaction_base& transaction) {
        recorded = transaction.exec1("SELECT count(*) FROM recorded")[0].as<int64_t>();
        return absl::OkStatus();
      });
      return status.ok() && recorded >= round * 40;
    });
    fault();
  }
  producers.join();
}

}  // namespace

TEST_CASE("Every event is applied once and in order, whatever is killed meanwhile", "[events]") {
  auto [name, fault] = GENERATE(table<std::string, std::function<void()>>({
      {"nothing", [] {}},
      {"every connection to PostgreSQL", TerminateConnections},
      {"the data of Redis", Flush},
      {"Redis", [] { Redis().Restart(); }},
      {"PostgreSQL", [] { Postgres().Restart(PrivatePostgres::Stopping::kImmediate); }},
  }));
  INFO(name);
  Service source("source");
  Service consumer("consumer");
  RecordingHandler first_handler, second_handler;
  events::Publisher publisher(source.pool, source.PublisherOptions());
  events::Publisher second_publisher(source.pool, source.PublisherOptions());
  events::Consumer first(consumer.pool, *source.feed, first_handler, consumer.ConsumerOptions({source.schema}));
  events::Consumer second(consumer.pool, *source.feed, second_handler, consumer.ConsumerOptions({source.schema}));
  publisher.Start();
  second_publisher.Start();
  first.Start();
  second.Start();

  InjectWhileConsuming(source, consumer, 4, fault);
  REQUIRE(CaughtUp(consumer, "test", source));
  CHECK(CheckGapless(source) == std::vector<std::string>{});
  CHECK(source.Ask("SELECT count(*) FROM event") == "360");
  CHECK(CheckAppliedOnce(consumer, source) == std::vector<std::string>{});
  CHECK(Eventually(kPatience, [&] {
    for (int partition = 0; partition < kPartitions; ++partition) {
      if (!CheckStream(source, partition).empty()) {
        return false;
      }
    }
    return true;
  }));
  CHECK(Eventually(kPatience, [&] { return first.lag() == 0 && second.lag() == 0; }));
  CHECK(first.health() == absl::OkStatus());
  // Old offsets are removed, the newest stay.
  CHECK(Eventually(kPatience, [&] { return consumer.Ask("SELECT count(*) FROM consumer_offset") == absl::StrCat(kPartitions); }));
}

TEST_CASE("A replica that stands still past its lease, before or within its transaction, applies nothing twice", "[events]") {
  const bool within = GENERATE(false, true);
  INFO((within ? "within the transaction" : "before it"));
  Service source("source");
  Service consumer("consumer", kPartitions, 12, absl::Seconds(1));  // the server ends a transaction that stands still
  for (int i = 0; i < 50; ++i) {
    REQUIRE(source.Say(i % kPartitions, "cases/1", std::to_string(i)).ok());
  }
  std::atomic<bool> standing{false};
  std::promise<void> go_on;
  const std::shared_future<void> gone_on = go_on.get_future().share();
  RecordingHandler slow, quick;
  const auto stand_still = [&] {
    standing = true;
    gone_on.wait();
  };
  (within ? slow.pause_in_apply : slow.pause_in_prepare) = stand_still;
  events::Consumer stopped(consumer.pool, *source.feed, slow, consumer.ConsumerOptions({source.schema}));
  events::Consumer living(consumer.pool, *source.feed, quick, consumer.ConsumerOptions({source.schema}));
  stopped.Start();
  REQUIRE(Eventually(kPatience, [&] { return standing.load(); }));
  living.Start();
  CHECK(CaughtUp(consumer, "test", source));  // by the other alone
  CHECK(CheckAppliedOnce(consumer, source) == std::vector<std::string>{});
  go_on.set_value();
  for (int i = 0; i < 50; ++i) {
    REQUIRE(source.Say(i % kPartitions, "cases/2", std::to_string(i)).ok());
  }
  CHECK(CaughtUp(consumer, "test", source));
  stopped.Stop();
  living.Stop();
  CHECK(CheckAppliedOnce(consumer, source) == std::vector<std::string>{});
}

TEST_CASE("The claim refuses a stale position even after older offsets were removed", "[events]") {
  Service consumer("consumer");
  const auto claim = [&](int from, int to) {
    return consumer.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
      transaction.exec(absl::StrCat("SELECT claim_offsets('test', '{s}', '{e}', '{1}', '{", from, "}', '{", to, "}', '{}')"));
      return absl::OkStatus();
    });
  };
  CHECK(claim(0, 5) == absl::OkStatus());
  CHECK(claim(5, 9) == absl::OkStatus());
  consumer.Ask("SELECT trim_offsets('test', 's', 'e', 100)");
  CHECK(consumer.Ask("SELECT count(*) FROM consumer_offset") == "1");
  CHECK(ReasonOf(claim(0, 5)) == "OFFSET_MOVED");  // the unique key alone would let this pass
  CHECK(ReasonOf(claim(5, 9)) == "OFFSET_MOVED");
  CHECK(ReasonOf(claim(10, 11)) == "OFFSET_MOVED");
  CHECK(claim(9, 10) == absl::OkStatus());
}

TEST_CASE("A log that lost commits, and a log of another epoch, stop the consumer", "[events]") {
  Service source("source");
  Service consumer("consumer");
  RecordingHandler handler;
  for (int i = 0; i < 5; ++i) {
    REQUIRE(source.Say(1, "cases/1", "x").ok());
  }
  events::Consumer reader(consumer.pool, *source.feed, handler, consumer.ConsumerOptions({source.schema}));
  reader.Start();
  REQUIRE(CaughtUp(consumer, "test", source));
  SECTION("beyond the head") {
    source.Ask("DELETE FROM event WHERE sequence > 3");
    CHECK(Eventually(kPatience, [&] { return ReasonOf(reader.health()) == "BEYOND_HEAD"; }));
  }
  SECTION("another epoch") {
    reader.Stop();
    source.Ask("UPDATE log_epoch SET epoch = 'ffffffffffffffff'");
    const events::LogInfo log = events::OpenLog(source.pool, source.schema, kPartitions).value();
    events::LocalFeedReader feed(source.pool, log);
    events::Consumer restarted(consumer.pool, feed, handler, consumer.ConsumerOptions({source.schema}));
    restarted.Start();
    CHECK(Eventually(kPatience, [&] { return ReasonOf(restarted.health()) == "UNKNOWN_EPOCH"; }));
  }
  CHECK(consumer.Ask("SELECT count(*) FROM recorded") == "5");
}

TEST_CASE("Unknown types are skipped, an unknown major version of a declared one stops its partition only", "[events]") {
  Service source("source");
  Service consumer("consumer");
  RecordingHandler handler;
  REQUIRE(source.Say(1, "cases/1", "skipped", "redress.test.v1.Else").ok());
  REQUIRE(source.Say(1, "cases/1", "applied").ok());
  REQUIRE(source.Say(2, "cases/2", "unknown", "redress.test.v2.Said").ok());
  events::Consumer reader(consumer.pool, *source.feed, handler, consumer.ConsumerOptions({source.schema}));
  reader.Start();
  CHECK(Eventually(kPatience, [&] { return ReasonOf(reader.health()) == "UNKNOWN_VERSION"; }));
  CHECK(Eventually(kPatience, [&] { return consumer.Ask("SELECT string_agg(data, ',') FROM recorded") == "applied"; }));
  REQUIRE(source.Say(1, "cases/1", "goes on").ok());
  CHECK(Eventually(kPatience, [&] { return consumer.Ask("SELECT count(*) FROM recorded") == "2"; }));
}

TEST_CASE("The courtesy group's lag is right, also after the stream was rebuilt", "[events]") {
  Service source("source", kPartitions);
  Service consumer("consumer");
  RecordingHandler handler;
  events::PublisherOptions options = source.PublisherOptions();
  options.rebuild_tail = 3;
  events::Publisher publisher(source.pool, options);
  publisher.Start();
  events::Consumer reader(consumer.pool, *source.feed, handler, consumer.ConsumerOptions({source.schema}));
  reader.Start();
  for (int i = 0; i < 20; ++i) {
    REQUIRE(source.Say(1, "cases/1", "x").ok());
  }
  REQUIRE(CaughtUp(consumer, "test", source));
  Flush();
  REQUIRE(source.Say(1, "cases/1", "y").ok());
  REQUIRE(CaughtUp(consumer, "test", source));
  events::RedisClient redis({Redis().address()});
  const std::string key = events::StreamKey(source.log.source, source.log.epoch, 1);
  const auto lag = [&]() -> std::string {
    const auto reply = redis.Run({"XINFO", "GROUPS", key});
    if (!reply.ok() || (*reply)->elements != 1) {
      return "no group";
    }
    const redisReply& group = *(*reply)->element[0];
    for (size_t i = 0; i + 1 < group.elements; i += 2) {
      if (events::ReplyString(*group.element[i]) == "lag") {
        return group.element[i + 1]->type == REDIS_REPLY_INTEGER ? absl::StrCat(group.element[i + 1]->integer) : "unknown";
      }
    }
    return "no lag";
  };
  // The group is told again when the position next changes.
  CHECK(Eventually(kPatience, [&] {
    (void)source.Say(1, "cases/1", "z");
    return CaughtUp(consumer, "test", source) && Eventually(absl::Milliseconds(300), [&] { return lag() == "0"; });
  }));
}

}  // namespace redress::test
