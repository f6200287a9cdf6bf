#include "services/intake/domain/live_fact.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace redress::intake {
namespace {

constexpr int64_t kSeconds = 1'795'336'000;
const BusinessTime kNow = BusinessTime::FromUnixMicros(kSeconds * 1'000'000);

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

CallDraft GoodCall() {
  CallDraft draft;
  draft.complaint = "complaints/261122-00012345-21";
  draft.outcome = 1;
  draft.offered_time = DraftTime{kSeconds - 60, 0};
  draft.outcome_time = DraftTime{kSeconds - 40, 500'000'000};
  draft.said.source = "hotline-1";
  draft.said.source_id = Secret("c-77");
  draft.said.talk_seconds = 31;
  return draft;
}

TurnDraft GoodTurn() {
  TurnDraft draft;
  draft.channel = 4;
  draft.speaker = 2;
  draft.spoken_time = DraftTime{kSeconds - 5, 0};
  draft.said.source_id = Secret("m-9");
  return draft;
}

TEST_CASE("A call is a fact with its outcome and both its times", "[intake]") {
  const absl::StatusOr<CallFact> call = CheckCall(GoodCall(), kNow, Violations());
  REQUIRE(call.ok());
  CHECK(call->complaint->ToString() == "261122-00012345-21");
  CHECK(call->outcome == CallOutcome::kAnswered);
  CHECK(call->outcome_time - call->offered_time == absl::Milliseconds(20'500));
  CHECK(call->talk_seconds == 31);
  CallDraft missed = GoodCall();
  missed.complaint.clear();
  missed.outcome = 2;
  missed.said.talk_seconds = 0;
  const absl::StatusOr<CallFact> abandoned = CheckCall(std::move(missed), kNow, Violations());
  REQUIRE(abandoned.ok());
  CHECK_FALSE(abandoned->complaint.has_value());
}

TEST_CASE("All bad fields of a call are named at once", "[intake]") {
  CallDraft draft;
  draft.complaint = "complaints/261122-00012345-22";
  draft.outcome = 3;
  draft.said.source = "a b";
  draft.said.talk_seconds = -1;
  CHECK(FieldsOf(CheckCall(std::move(draft), kNow, Violations()).status()) ==
        std::vector<std::string>{"call.complaint", "call.source", "call.source_call_id", "call.offered_time", "call.outcome_time",
                                 "call.outcome", "call.talk_seconds"});
}

TEST_CASE("The times of a call are in order, in a day, and not in the future", "[intake]") {
  const auto [offered, outcome, fields] = GENERATE(table<int64_t, int64_t, std::vector<std::string>>({
      {-60, -60, {}},
      {-60, -61, {"call.outcome_time"}},
      {-86'400, 0, {}},
      {-86'401, 0, {"call.outcome_time"}},
      {0, 120, {}},
      {0, 121, {"call.outcome_time"}},
      {121, 121, {"call.offered_time", "call.outcome_time"}},
  }));
  CallDraft draft = GoodCall();
  draft.offered_time = DraftTime{kSeconds + offered, 0};
  draft.outcome_time = DraftTime{kSeconds + outcome, 0};
  CHECK(FieldsOf(CheckCall(std::move(draft), kNow, Violations()).status()) == fields);
}

TEST_CASE("Nobody speaks in a call that was abandoned, nor for more than a day", "[intake]") {
  const auto [outcome, seconds, good] =
      GENERATE(table<int, int, bool>({{1, 0, true}, {1, 86'400, true}, {1, 86'401, false}, {2, 0, true}, {2, 1, false}}));
  CallDraft draft = GoodCall();
  draft.outcome = outcome;
  draft.said.talk_seconds = seconds;
  CHECK(CheckCall(std::move(draft), kNow, Violations()).ok() == good);
}

TEST_CASE("A turn is who spoke where and when", "[intake]") {
  const auto [channel, speaker, fields] = GENERATE(table<int, int, std::vector<std::string>>({
      {4, 1, {}},
      {4, 2, {}},
      {7, 3, {}},
      {5, 2, {"turn.channel"}},
      {0, 0, {"turn.channel", "turn.speaker"}},
      {4, 4, {"turn.speaker"}},
  }));
  TurnDraft draft = GoodTurn();
  draft.channel = channel;
  draft.speaker = speaker;
  CHECK(FieldsOf(CheckTurn(std::move(draft), kNow, Violations()).status()) == fields);
}

TEST_CASE("All bad fields of a turn are named at once, and those of its request", "[intake]") {
  TurnDraft draft;
  draft.complaint = "cases/1";
  draft.said.source = "ä";
  draft.said.source_id = Secret(std::string(257, 'x'));
  Violations violations;
  violations.Add("request_id", "required: a UUID");
  CHECK(FieldsOf(CheckTurn(std::move(draft), kNow, std::move(violations)).status()) ==
        std::vector<std::string>{"request_id", "turn.complaint", "turn.source", "turn.source_turn_id", "turn.spoken_time",
                                 "turn.channel", "turn.speaker"});
}

TEST_CASE("The key of a call is its source and its id there", "[intake]") {
  const Secret id("7");
  CHECK(LiveKey("a", id, "connectors/x").Reveal() == LiveKey("a", id, "connectors/y").Reveal());
  CHECK(LiveKey("", id, "connectors/x").Reveal() != LiveKey("", id, "connectors/y").Reveal());
  CHECK(LiveKey("a", id, "x").Reveal() != LiveKey("b", id, "x").Reveal());
}

}  // namespace
}  // namespace redress::intake
