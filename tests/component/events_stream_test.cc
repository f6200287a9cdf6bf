// Several streams are written by one call, and none depends on another; and what a consumer does not ask Redis for, it does not
// miss there.
#include <atomic>
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/machine_time.h"
#include "libs/events/redis_client.h"
#include "libs/events/stream_writer.h"
#include "tests/component/events_fixture.h"
#include "tests/support/child_process.h"

namespace redress::test {
namespace {

using Run = events::StreamWriter::Run;
using Lasts = std::vector<int64_t>;

constexpr int64_t kKept = 1000;

// A log's streams, without a log.
struct Streams {
  events::LogInfo log{FreshSchema("streams"), "0123456789abcdef", 8};
  events::StreamWriter writer{log, {Redis().address()}, kKept};
  events::RedisClient redis{{Redis().address()}};

  std::string Key(int partition) const { return events::StreamKey(log.source, log.epoch, partition); }

  // What a stream holds, as `1=a 2=b`.
  std::string Held(int partition) {
    const events::RedisReply reply = redis.Run({"XRANGE", Key(partition), "-", "+"}).value();
    std::string held;
    for (size_t i = 0; i < reply->elements; ++i) {
      const redisReply& entry = *reply->element[i];
      const absl::string_view id = events::ReplyString(*entry.element[0]);
      absl::StrAppend(&held, i == 0 ? "" : " ", id.substr(0, id.find('-')), "=",
                      events::ReplyString(*entry.element[1]->element[1]));
    }
    return held;
  }
  int64_t EntriesAdded(int partition) {
    const events::RedisReply reply = redis.Run({"XINFO", "STREAM", Key(partition)}).value();
    for (size_t i = 0; i + 1 < reply->elements; i += 2) {
      if (events::ReplyString(*reply->element[i]) == "entries-added") return reply->element[i + 1]->integer;
    }
    return -1;
  }
};

// Payloads that tell their sequence.
Run RunOf(int partition, int64_t first, int64_t last) {
  Run run{partition, first, {}};
  for (int64_t sequence = first; sequence <= last; ++sequence) run.payloads.push_back(absl::StrCat("e", sequence));
  return run;
}

// Counts what is read in another's feed.
class CountingFeed final : public events::FeedReader {
 public:
  explicit CountingFeed(events::FeedReader& feed) : feed_(feed) {}
  absl::StatusOr<events::ReadResult> Read(const std::string& source, const std::string& epoch, int partition, int64_t after,
                                          int limit) override {
    ++reads;
    return feed_.Read(source, epoch, partition, after, limit);
  }
  absl::StatusOr<events::HeadResult> Head(const std::string& source) override { return feed_.Head(source); }

  std::atomic<int> reads{0};

 private:
  events::FeedReader& feed_;
};

}  // namespace

TEST_CASE("In one call each stream gets what joins it, whatever becomes of the others", "[events]") {
  Streams streams;
  REQUIRE(streams.writer.Write({RunOf(1, 1, 2), RunOf(2, 1, 2), RunOf(3, 1, 3)}).value() == Lasts{2, 2, 3});
  SECTION("one joins, one lacks something before, one has all of it, one has a part of it, and one is new") {
    const auto lasts = streams.writer.Write({RunOf(1, 3, 4), RunOf(2, 4, 5), RunOf(3, 2, 3), RunOf(4, 1, 1)});
    CHECK(lasts.value() == Lasts{4, 2, 3, 1});
    CHECK(streams.writer.Write({RunOf(3, 2, 5), RunOf(2, 3, 5)}).value() == Lasts{5, 5});
    CHECK(streams.Held(1) == "1=e1 2=e2 3=e3 4=e4");
    CHECK(streams.Held(2) == "1=e1 2=e2 3=e3 4=e4 5=e5");
    CHECK(streams.Held(3) == "1=e1 2=e2 3=e3 4=e4 5=e5");
    CHECK(streams.Held(4) == "1=e1");
  }
  SECTION("one is no stream: the call fails, the others are written") {
    REQUIRE(streams.redis.Run({"SET", streams.Key(5), "something else"}).ok());
    CHECK(ReasonOf(streams.writer.Write({RunOf(1, 3, 3), RunOf(5, 1, 1), RunOf(2, 3, 3)}).status()) == "WRONGTYPE");
    CHECK(streams.Held(1) == "1=e1 2=e2 3=e3");
    CHECK(streams.Held(2) == "1=e1 2=e2 3=e3");
  }
  SECTION("only asked") {
    CHECK(streams.writer.Write({{1, 1, {}}, {6, 1, {}}, {3, 1, {}}}).value() == Lasts{2, 0, 3});
    CHECK(streams.writer.LastSequences({6, 3}).value() == Lasts{0, 3});
  }
  SECTION("more than fits into a call: a long run is cut, and refused as a whole") {
    CHECK(streams.writer.Write({RunOf(1, 3, 150), RunOf(4, 1, 70), RunOf(2, 4, 200), RunOf(3, 4, 4)}).value() ==
          Lasts{150, 70, 2, 4});
    for (const auto& [partition, last] : std::vector<std::pair<int, int>>{{1, 150}, {4, 70}, {2, 2}, {3, 4}}) {
      std::string all = "1=e1";
      for (int i = 2; i <= last; ++i) absl::StrAppend(&all, " ", i, "=e", i);
      CHECK(streams.Held(partition) == all);
    }
  }
}

TEST_CASE("A Redis that has lost its scripts or everything is written to all the same", "[events]") {
  Streams streams;
  REQUIRE(streams.writer.Write({RunOf(1, 1, 2), RunOf(2, 1, 1)}).value() == Lasts{2, 1});
  REQUIRE(streams.redis.Run({"SCRIPT", "FLUSH"}).ok());
  CHECK(streams.writer.Write({RunOf(1, 3, 3), RunOf(2, 3, 3)}).value() == Lasts{3, 1});
  CHECK(streams.Held(1) == "1=e1 2=e2 3=e3");
  REQUIRE(streams.redis.Run({"FLUSHALL"}).ok());
  REQUIRE(streams.redis.Run({"SCRIPT", "FLUSH"}).ok());
  // What never had an entry may begin anywhere, and its count goes on.
  CHECK(streams.writer.Write({RunOf(1, 4, 5), RunOf(2, 1, 1), RunOf(3, 100, 170)}).value() == Lasts{5, 1, 170});
  CHECK(streams.Held(1) == "4=e4 5=e5");
  CHECK(streams.EntriesAdded(1) == 5);
  CHECK(streams.EntriesAdded(2) == 1);
  CHECK(streams.EntriesAdded(3) == 170);
}

TEST_CASE("Streams are trimmed", "[events]") {
  Streams streams;
  for (int64_t first = 1; first <= 3000; first += 30) {
    REQUIRE(streams.writer.Write({RunOf(1, first, first + 29)}).value() == Lasts{first + 29});
  }
  const int64_t length = (*streams.redis.Run({"XLEN", streams.Key(1)}))->integer;
  CHECK(length >= kKept);
  CHECK(length < 2 * kKept);
}

TEST_CASE("Who was busy with what it had does not read the feed for what it has not asked Redis for", "[events]") {
  Service source("source");
  Service consumer("consumer");
  REQUIRE(source.Say(1, "cases/1", "x").ok());
  REQUIRE(source.Say(2, "cases/2", "x").ok());
  events::Publisher publisher(source.pool, source.PublisherOptions());
  REQUIRE(publisher.PublishNow({1, 2}).ok());

  // Events one by one, polls all the time. It stops at each of the first two; both partitions get another one meanwhile.
  std::atomic<int> begun{0};
  std::atomic<int> released{0};
  RecordingHandler handler;
  handler.pause_in_apply = [&] {
    const int batch = ++begun;
    REQUIRE(Eventually(kPatience, [&] { return batch > 2 || released >= batch; }));
  };
  CountingFeed feed(*source.feed);
  events::ConsumerOptions options = consumer.ConsumerOptions({source.schema});
  options.batch = 1;
  options.poll_every = absl::Milliseconds(1);
  events::Consumer reader(consumer.pool, feed, handler, options);
  reader.Start();
  const auto past_a_poll = [] {
    const MachineTime start = MachineClock::Now();
    return Eventually(kPatience, [start] { return MachineClock::Now() - start > absl::Milliseconds(5); });
  };
  REQUIRE(Eventually(kPatience, [&] { return begun == 1; }));
  for (const int partition : {1, 2}) REQUIRE(source.Say(partition, absl::StrCat("cases/", partition), "y").ok());
  REQUIRE(publisher.PublishNow({1, 2}).ok());
  REQUIRE(past_a_poll());
  released = 1;
  REQUIRE(Eventually(kPatience, [&] { return begun == 2; }));
  REQUIRE(past_a_poll());
  released = 2;
  CHECK(CaughtUp(consumer, "test", source));
  CHECK(feed.reads == 0);
  CHECK(CheckAppliedOnce(consumer, source) == std::vector<std::string>{});
}

}  // namespace redress::test
