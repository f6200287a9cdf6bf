// What cannot be applied is parked with its subject; others go on; retry and discard keep the order.
#include <atomic>
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/events/effects.h"
#include "libs/events/parked.h"
#include "tests/component/events_fixture.h"

namespace redress::test {
namespace {

absl::Status Broken() {
  return Error(absl::StatusCode::kFailedPrecondition, "BROKEN_INVARIANT", "no");
}

std::string RecordedOf(Service& consumer, const std::string& subject) {
  return consumer.Ask("SELECT string_agg(data, ',' ORDER BY ordinal) FROM recorded WHERE subject = '" + subject + "'");
}

}  // namespace

TEST_CASE("A broken event parks its subject in order, the others go on, a retry replays it", "[events]") {
  Service source("source");
  Service consumer("consumer");
  RecordingHandler handler;
  std::atomic<bool> broken{true};
  handler.fault = [&](const events::Event& event) { return broken && event.data == "poison" ? Broken() : absl::OkStatus(); };
  for (int i = 0; i < 10; ++i) {
    REQUIRE(source.Say(1, "cases/sound", std::to_string(i)).ok());
    if (i == 2 || i == 4 || i == 6) {
      REQUIRE(source.Say(1, "cases/sick", i == 4 ? "poison" : absl::StrCat("s", i)).ok());
    }
  }
  events::Consumer reader(consumer.pool, *source.feed, handler, consumer.ConsumerOptions({source.schema}));
  events::ParkedDesk desk(consumer.pool, {&reader});
  reader.Start();
  REQUIRE(CaughtUp(consumer, "test", source));
  CHECK(RecordedOf(consumer, "cases/sound") == "0,1,2,3,4,5,6,7,8,9");
  CHECK(RecordedOf(consumer, "cases/sick") == "s2");

  const auto parked = desk.List({"cases/sick"});
  REQUIRE(parked.ok());
  REQUIRE(parked->size() == 2);
  CHECK((*parked)[0].event.data == "poison");
  CHECK((*parked)[1].event.data == "s6");
  CHECK((*parked)[1].reason == "BROKEN_INVARIANT");
  CHECK(desk.List({"cases/sick", (*parked)[0].ordinal, 50}).value().size() == 1);

  SECTION("still broken: nothing is applied, nothing is lost") {
    const auto result = desk.Retry("test", "cases/sick");
    REQUIRE(result.ok());
    CHECK((result->done == 0 && result->remaining == 2));
  }
  SECTION("repaired: in order, and later ones are applied at once") {
    broken = false;
    const auto result = desk.Retry("test", "cases/sick");
    REQUIRE(result.ok());
    CHECK((result->done == 2 && result->remaining == 0));
    REQUIRE(source.Say(1, "cases/sick", "later").ok());
    REQUIRE(CaughtUp(consumer, "test", source));
    CHECK(RecordedOf(consumer, "cases/sick") == "s2,poison,s6,later");
  }
  SECTION("given up: the reason is kept, later ones are applied") {
    CHECK(desk.Discard("test", "cases/sick", "agents/admin", "a test").value() == 2);
    CHECK(consumer.Ask("SELECT count(*) FROM discarded_event WHERE reason = 'a test' AND discarded_by = 'agents/admin'") == "2");
    REQUIRE(source.Say(1, "cases/sick", "later").ok());
    REQUIRE(CaughtUp(consumer, "test", source));
    CHECK(RecordedOf(consumer, "cases/sick") == "s2,later");
  }
  CHECK(ReasonOf(desk.Retry("nobody", "cases/sick").status()) == "UNKNOWN_CONSUMER");
}

TEST_CASE("A retry while its subject goes on being told of loses and reorders nothing", "[events]") {
  Service source("source");
  Service consumer("consumer");
  RecordingHandler handler;
  std::atomic<bool> broken{true};
  handler.fault = [&](const events::Event&) { return broken ? Broken() : absl::OkStatus(); };
  events::Consumer reader(consumer.pool, *source.feed, handler, consumer.ConsumerOptions({source.schema}));
  events::ParkedDesk desk(consumer.pool, {&reader});
  reader.Start();
  std::string expected;
  for (int i = 0; i < 60; ++i) {
    REQUIRE(source.Say(1, "cases/1", std::to_string(i)).ok());
    absl::StrAppend(&expected, i == 0 ? "" : ",", i);
    if (i >= 20 && i % 5 == 0) {
      broken = false;
      REQUIRE(desk.Retry("test", "cases/1").ok());
    }
  }
  REQUIRE(CaughtUp(consumer, "test", source));
  REQUIRE(desk.Retry("test", "cases/1").ok());
  CHECK(RecordedOf(consumer, "cases/1") == expected);
}

TEST_CASE("A missing dependency is waited for; nothing is parked", "[events]") {
  Service source("source");
  Service consumer("consumer");
  RecordingHandler handler;
  std::atomic<int> refusals{0};
  handler.fault = [&](const events::Event&) {
    return ++refusals < 6 ? absl::UnavailableError("classification is away") : absl::OkStatus();
  };
  REQUIRE(source.Say(3, "cases/1", "x").ok());
  events::Consumer reader(consumer.pool, *source.feed, handler, consumer.ConsumerOptions({source.schema}));
  reader.Start();
  CHECK(CaughtUp(consumer, "test", source));
  CHECK(RecordedOf(consumer, "cases/1") == "x");
  CHECK(consumer.Ask("SELECT count(*) FROM parked_event") == "0");
}

TEST_CASE("Too many parked subjects within a minute stop the partition, not the others", "[events]") {
  Service source("source");
  Service consumer("consumer");
  RecordingHandler handler;
  handler.fault = [](const events::Event& event) { return event.partition == 1 ? Broken() : absl::OkStatus(); };
  for (int i = 0; i < 6; ++i) {
    REQUIRE(source.Say(1, absl::StrCat("cases/", i), "x").ok());
  }
  REQUIRE(source.Say(2, "cases/other", "y").ok());
  events::ConsumerOptions options = consumer.ConsumerOptions({source.schema});
  options.parked_subjects_a_minute_max = 3;
  events::Consumer reader(consumer.pool, *source.feed, handler, options);
  reader.Start();
  CHECK(Eventually(kPatience, [&] { return ReasonOf(reader.health()) == "TOO_MANY_PARKED"; }));
  CHECK(consumer.Ask("SELECT count(*) FROM parked_event") == "3");
  CHECK(Eventually(kPatience, [&] { return RecordedOf(consumer, "cases/other") == "y"; }));
}

TEST_CASE("A statement that does not fit the schema stops the consumer and parks nothing", "[events]") {
  Service source("source");
  Service consumer("consumer");
  RecordingHandler handler;
  REQUIRE(source.Say(1, "cases/1", "x").ok());
  consumer.Ask("ALTER TABLE recorded RENAME TO moved");
  events::Consumer reader(consumer.pool, *source.feed, handler, consumer.ConsumerOptions({source.schema}));
  reader.Start();
  CHECK(Eventually(kPatience, [&] { return ReasonOf(reader.health()) == "SQL_STATEMENT_INVALID"; }));
  CHECK(consumer.Ask("SELECT count(*) FROM parked_event") == "0");
}

TEST_CASE("An effect is written once", "[events]") {
  Service service("service");
  const events::Effect effect{"notice.sms", "cases/1", "acknowledgement", BusinessTime::FromUnixMicros(1'800'000'000'000'000),
                              "p"};
  std::vector<bool> written;
  for (int i = 0; i < 2; ++i) {
    REQUIRE(service.pool
                .Transact([&](pqxx::work& transaction) {
                  written.push_back(events::InsertEffect(transaction, effect).value());
                  return absl::OkStatus();
                })
                .ok());
  }
  CHECK(written == std::vector<bool>{true, false});
}

}  // namespace redress::test
