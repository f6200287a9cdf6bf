#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "libs/events/envelope.h"
#include "libs/events/log.h"
#include "libs/events/offset_store.h"
#include "libs/events/publisher.h"

namespace redress::events {

TEST_CASE("Positions survive being stored", "[events]") {
  const std::vector<Position> positions = {{"intake", "0123456789abcdef", 42}, {"routing", "fedcba9876543210", 7}};
  const std::string text = FormatPositions(positions);
  CHECK(text == "intake/0123456789abcdef/42 routing/fedcba9876543210/7");
  CHECK(ParsePositions(text).value() == positions);
  CHECK(ParsePositions("").value().empty());
  CHECK(ReasonOf(ParsePositions("intake/1").status()) == "BAD_POSITIONS");
}

TEST_CASE("An event survives its envelope", "[events]") {
  Event event;
  event.id = "id";
  event.source = "intake";
  event.type = "redress.intake.v1.ComplaintReceived";
  event.subject = "cases/1";
  event.time = BusinessTime::FromUnixMicros(GENERATE(int64_t{1'700'000'000'123'456}, int64_t{-1}));
  event.partition = 63;
  event.sequence = 5;
  event.epoch = "0123456789abcdef";
  event.after = {{"casework", "0123456789abcdef", 9}};
  event.data = std::string("\0\xff", 2);
  const Event read = Decode(Encode(event)).value();
  CHECK(read.time == event.time);
  CHECK(read.after == event.after);
  CHECK(read.data == event.data);
  CHECK(read.sequence == 5);
  CHECK(ReasonOf(Decode("\xff\xff").status()) == "BAD_ENVELOPE");
}

TEST_CASE("The streams of one partition share a hash tag", "[events]") {
  CHECK(StreamKey("intake", "0123456789abcdef", 7) == "events:intake:0123456789abcdef:{7}");
}

TEST_CASE("A batch claims one run per source and partition, ascending", "[events]") {
  const auto event = [](const std::string& source, int partition, int64_t sequence) {
    Event one;
    one.source = source;
    one.partition = partition;
    one.sequence = sequence;
    return one;
  };
  const std::vector<OffsetClaim> claims =
      ClaimsOf({event("b", 2, 5), event("b", 2, 6), event("a", 1, 1), event("a", 2, 9), event("b", 2, 7)});
  REQUIRE(claims.size() == 3);
  CHECK((claims[0].source == "a" && claims[0].partition == 1 && claims[0].from == 0 && claims[0].to == 1));
  CHECK((claims[1].source == "a" && claims[1].partition == 2 && claims[1].from == 8 && claims[1].to == 9));
  CHECK((claims[2].source == "b" && claims[2].partition == 2 && claims[2].from == 4 && claims[2].to == 7));
}

}  // namespace redress::events
