#include "services/intake/app/channels.h"

#include <catch2/catch.hpp>
#include <set>

#include "libs/base/error.h"

namespace redress::intake {
namespace {

TEST_CASE("The channels that come with the build are all there, in two languages", "[intake]") {
  const auto channels = LoadChannels("");
  REQUIRE(channels.ok());
  std::set<Channel> seen;
  for (const ChannelDescription& channel : *channels) {
    seen.insert(channel.channel);
    CHECK(channel.display_name_zh != channel.display_name_en);
    CHECK(channel.promise_zh != channel.promise_en);
  }
  CHECK(seen.size() == static_cast<size_t>(kChannelLast));
}

TEST_CASE("A file of channels that is wrong is refused, every fault named", "[intake]") {
  CHECK_FALSE(ParseChannels("").ok());
  CHECK_FALSE(ParseChannels("channels: 7").ok());
  CHECK_FALSE(ParseChannels("[").ok());
  CHECK_FALSE(LoadChannels("/no/such/file").ok());
  const auto status =
      ParseChannels("channels:\n- {channel: FAX, display_name_zh: a, display_name_en: b, hours: now, promise_zh: c}\n").status();
  CHECK(ReasonOf(status) == "INVALID_CHANNELS");
  std::set<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.insert(violation.field);
  CHECK(fields == std::set<std::string>{"channels[0].channel", "channels[0].hours", "channels[0].promise_en"});
}

}  // namespace
}  // namespace redress::intake
