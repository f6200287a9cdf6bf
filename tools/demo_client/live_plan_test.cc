#include "tools/demo_client/live_plan.h"

#include <catch2/catch.hpp>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/proto/values.h"

namespace redress::demo {
namespace {

const BusinessTime kNow = BusinessTime::ParseRfc3339("2026-11-23T02:00:00Z").value();
constexpr char kComplaint[] = "complaints/261123-00000001-11";

ComplaintLine LineOf(int number, type::v1::Channel channel) {
  ComplaintLine line;
  line.number = number;
  line.request_id = UuidOf(absl::StrCat("line ", number));
  line.complaint.set_channel(channel);
  return line;
}

TEST_CASE("What does not come live has nothing to state", "[demo]") {
  const auto channel = GENERATE(type::v1::CHANNEL_APP, type::v1::CHANNEL_EMAIL, type::v1::CHANNEL_REGULATOR);
  CHECK(LiveReportsOf(LineOf(1, channel), kComplaint, kNow).empty());
}

TEST_CASE("A person speaks in a conversation once, mostly within the promise, always the same", "[demo]") {
  const auto [channel, promise] = GENERATE(table<type::v1::Channel, absl::Duration>(
      {{type::v1::CHANNEL_CHAT, absl::Minutes(1)}, {type::v1::CHANNEL_SOCIAL, absl::Hours(1)}}));
  int in_time = 0;
  constexpr int kLines = 400;
  for (int number = 1; number <= kLines; ++number) {
    const ComplaintLine line = LineOf(number, channel);
    const std::vector<LiveReport> reports = LiveReportsOf(line, kComplaint, kNow);
    REQUIRE(reports.size() >= 2);
    const LiveReport& last = reports.back();
    CHECK_FALSE(last.is_call());
    CHECK(last.turn.turn().speaker() == intake::v1::SPEAKER_AGENT);
    CHECK(TimeOf(last.turn.turn().spoken_time()) == last.time);
    CHECK(last.turn.turn().complaint() == kComplaint);
    in_time += last.time - kNow <= promise ? 1 : 0;
    CHECK(LiveReportsOf(line, kComplaint, kNow).back().turn.SerializeAsString() == last.turn.SerializeAsString());
  }
  CHECK(in_time > kLines * 88 / 100);
  CHECK(in_time < kLines);
}

TEST_CASE("Of the hotline's calls one in four becomes a complaint; a few are late or given up", "[demo]") {
  int calls = 0, good = 0, given_up = 0;
  std::set<std::string> ids, requests;
  for (int number = 1; number <= 400; ++number) {
    for (const LiveReport& report : LiveReportsOf(LineOf(number, type::v1::CHANNEL_HOTLINE), kComplaint, kNow)) {
      REQUIRE(report.is_call());
      const intake::v1::Call& call = report.call.call();
      ++calls;
      CHECK(ids.insert(call.source_call_id()).second);
      CHECK(requests.insert(report.call.request_id()).second);
      const absl::Duration waited = TimeOf(call.outcome_time()) - TimeOf(call.offered_time());
      const bool answered = call.outcome() == intake::v1::CALL_OUTCOME_ANSWERED;
      good += answered && waited <= absl::Seconds(30) ? 1 : 0;
      given_up += answered ? 0 : 1;
      CHECK(answered == (call.talk_seconds() > 0));
      CHECK(TimeOf(call.outcome_time()) + absl::Seconds(call.talk_seconds()) <= kNow);
      if (!call.complaint().empty()) CHECK(answered);
    }
  }
  CHECK(calls == 1'600);
  CHECK(given_up > 0);
  CHECK(good > calls * 93 / 100);
  CHECK(good < calls);
}

}  // namespace
}  // namespace redress::demo
