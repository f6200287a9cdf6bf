// What the publisher is told of: it is published as it was committed, whatever was told in which order, and without being read
// again.
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "libs/events/envelope.h"
#include "libs/events/log_copier.h"
#include "libs/pg/exec.h"
#include "tests/component/events_fixture.h"
#include "tests/support/child_process.h"

namespace redress::test {
namespace {

// One transaction that says so many things in a partition; gives them as Append left them.
std::vector<events::NewEvent> SayAppended(Service& service, int partition, int count) {
  std::vector<events::NewEvent> said(count);
  for (int i = 0; i < count; ++i) {
    said[i].partition = partition;
    said[i].type = kType;
    said[i].subject = "cases/1";
    said[i].data = absl::StrCat("thing ", i);
  }
  REQUIRE(service.pool.Transact([&](pqxx::work& transaction) { return events::Append(transaction, &said); }).ok());
  return said;
}

std::vector<events::StreamEntry> EntriesOf(const Service& service, const std::vector<events::NewEvent>& appended) {
  std::vector<events::StreamEntry> entries;
  entries.reserve(appended.size());
  for (const events::NewEvent& event : appended) {
    entries.push_back({event.partition, event.sequence, events::Encode(service.log, event)});
  }
  return entries;
}

}  // namespace

TEST_CASE("What is told in order is published without a look at the log", "[events]") {
  Service source("told");
  events::Publisher publisher(source.pool, source.PublisherOptions());
  const std::vector<events::NewEvent> first = SayAppended(source, 1, 2);
  publisher.Start();
  publisher.CommittedEvents(first);  // where the stream ends is learned once
  REQUIRE(Eventually(kPatience, [&] { return CheckStream(source, 1).empty(); }));
  const std::vector<events::NewEvent> second = SayAppended(source, 1, 3);
  const std::string key = events::StreamKey(source.log.source, source.log.epoch, 1);
  events::RedisClient redis({Redis().address()});
  const auto length = [&] { return (*redis.Run({"XLEN", key}))->integer; };
  // Nobody can read the log before the lock is gone, nor repair by it.
  REQUIRE(source.pool
              .Transact([&](pqxx::work& transaction) {
                pg::Exec(transaction, "LOCK TABLE event IN ACCESS EXCLUSIVE MODE");
                publisher.CommittedEvents(second);
                CHECK(Eventually(kPatience, [&] { return length() == 5; }));
                return absl::OkStatus();
              })
              .ok());
  CHECK(CheckStream(source, 1) == std::vector<std::string>{});
}

TEST_CASE("What is told out of order, twice or not at all is published once and in order", "[events]") {
  Service source("told");
  events::LogCopier copier(source.pool, source.PublisherOptions());
  const auto first = EntriesOf(source, SayAppended(source, 1, 2));
  const auto second = EntriesOf(source, SayAppended(source, 1, 2));
  const auto third = EntriesOf(source, SayAppended(source, 1, 2));
  const auto other = EntriesOf(source, SayAppended(source, 2, 2));
  SECTION("the later first: what lacks is read") {
    REQUIRE(copier.Publish({1}, second).ok());
    REQUIRE(copier.Publish({1}, first).ok());
    REQUIRE(copier.Publish({1, 2}, other).ok());
  }
  SECTION("in one heap, upside down and twice") {
    std::vector<events::StreamEntry> heap(other);
    for (const auto* const part : {&third, &first, &second, &first}) heap.insert(heap.end(), part->begin(), part->end());
    REQUIRE(copier.Publish({1, 2}, heap).ok());
  }
  SECTION("with a hole: what lacks is read at once") {
    std::vector<events::StreamEntry> heap(first);
    heap.insert(heap.end(), third.begin(), third.end());
    REQUIRE(copier.Publish({1, 2}, heap).ok());
  }
  SECTION("by somebody else already") {
    REQUIRE(events::LogCopier(source.pool, source.PublisherOptions()).Publish({1, 2}).ok());
    REQUIRE(copier.Publish({1}, first).ok());
  }
  CHECK(CheckStream(source, 1) == std::vector<std::string>{});
  CHECK(CheckStream(source, 2) == std::vector<std::string>{});
}

TEST_CASE("A stream that is empty begins with what was said just now, however much it is, else near the log's end", "[events]") {
  Service source("told");
  events::PublisherOptions options = source.PublisherOptions();
  options.rebuild_tail = 3;
  events::LogCopier copier(source.pool, options);
  const auto told = EntriesOf(source, SayAppended(source, 1, 20));
  SayAppended(source, 2, 20);
  REQUIRE(copier.Publish({1, 2}, told).ok());
  events::RedisClient redis({Redis().address()});
  const auto length = [&](int partition) {
    return (*redis.Run({"XLEN", events::StreamKey(source.log.source, source.log.epoch, partition)}))->integer;
  };
  CHECK(length(1) == 20);
  CHECK(length(2) == 3);
  CHECK(CheckStream(source, 1) == std::vector<std::string>{});
  CHECK(CheckStream(source, 2) == std::vector<std::string>{});
}

TEST_CASE("An entry that somebody took from a stream's end does not stop what follows", "[events]") {
  Service source("told");
  events::LogCopier copier(source.pool, source.PublisherOptions());
  SayAppended(source, 1, 3);
  REQUIRE(copier.Publish({1}).ok());
  events::RedisClient redis({Redis().address()});
  const std::string key = events::StreamKey(source.log.source, source.log.epoch, 1);
  REQUIRE(redis.Run({"XDEL", key, "3-0"}).ok());
  const auto more = EntriesOf(source, SayAppended(source, 1, 2));
  REQUIRE(copier.Publish({1}, more).ok());
  CHECK((*redis.Run({"XLEN", key}))->integer == 4);
  CHECK(CheckStream(source, 1) == std::vector<std::string>{"hole: 3 … 3"});
}

}  // namespace redress::test
