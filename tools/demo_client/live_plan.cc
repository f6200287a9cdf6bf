#include "tools/demo_client/live_plan.h"

#include "absl/strings/str_cat.h"
#include "libs/base/hash.h"
#include "libs/proto/values.h"

namespace redress::demo {
namespace {

constexpr int kOtherCalls = 3;  // of a hotline's calls one in four becomes a complaint

class Planner {
 public:
  Planner(const ComplaintLine& line, std::string complaint, BusinessTime now)
      : line_(line), complaint_(std::move(complaint)), now_(now) {}

  std::vector<LiveReport> All() {
    switch (line_.complaint.channel()) {
      case type::v1::CHANNEL_HOTLINE:
        Calls();
        break;
      case type::v1::CHANNEL_CHAT:
        Conversation(Chance("late", 6) ? Seconds("pause", 70, 240) : Seconds("pause", 12, 50));
        break;
      case type::v1::CHANNEL_SOCIAL:
        Conversation(Chance("late", 6) ? Seconds("pause", 3'900, 7'200) : Seconds("pause", 180, 2'700));
        break;
      default:
        break;
    }
    return std::move(reports_);
  }

 private:
  uint32_t Draw(absl::string_view what, uint32_t bound) const {
    return static_cast<uint32_t>(StableHash64(absl::StrCat(line_.number, "/live/", what)) % bound);
  }
  bool Chance(absl::string_view what, uint32_t percent) const { return Draw(what, 100) < percent; }
  absl::Duration Seconds(absl::string_view what, uint32_t from, uint32_t to) const {
    return absl::Seconds(from + Draw(what, to - from + 1));
  }

  // The complaint was typed in when the caller had told it all; the exchange states its calls then.
  void Calls() {
    const absl::Duration talk = Seconds("talk", 90, 300);
    const absl::Duration waited = Chance("late", 3) ? Seconds("wait", 31, 90) : Seconds("wait", 4, 26);
    Call(0, now_ - talk - waited, waited, talk, true);
    for (int n = 1; n <= kOtherCalls; ++n) {
      const std::string of = absl::StrCat("other-", n, "-");
      const BusinessTime rang = now_ - Seconds(of + "ago", 600, 3'000);
      const bool given_up = Chance(of + "given-up", 2);
      const bool late = given_up || Chance(of + "late", 2);
      Call(n, rang, late ? Seconds(of + "wait", 31, 75) : Seconds(of + "wait", 4, 26),
           given_up ? absl::ZeroDuration() : Seconds(of + "talk", 40, 400), false);
    }
  }

  void Call(int n, BusinessTime rang, absl::Duration waited, absl::Duration talk, bool complained) {
    LiveReport report;
    report.time = now_;
    report.call.set_request_id(UuidOf(absl::StrCat("call ", n, " of ", line_.request_id)));
    intake::v1::Call& call = *report.call.mutable_call();
    if (complained) call.set_complaint(complaint_);
    call.set_source("hotline-1");
    call.set_source_call_id(absl::StrCat(line_.request_id, "-", n));
    call.set_outcome(talk > absl::ZeroDuration() ? intake::v1::CALL_OUTCOME_ANSWERED : intake::v1::CALL_OUTCOME_ABANDONED);
    *call.mutable_offered_time() = ToProto(rang);
    *call.mutable_outcome_time() = ToProto(rang + waited);
    call.set_talk_seconds(static_cast<int32_t>(absl::ToInt64Seconds(talk)));
    reports_.push_back(std::move(report));
  }

  // The customer, a program at once, and then a person.
  void Conversation(absl::Duration until_person) {
    Turn(intake::v1::SPEAKER_CUSTOMER, now_);
    if (line_.complaint.channel() == type::v1::CHANNEL_CHAT) Turn(intake::v1::SPEAKER_BOT, now_);
    Turn(intake::v1::SPEAKER_AGENT, now_ + until_person);
  }

  void Turn(intake::v1::Speaker speaker, BusinessTime spoken) {
    LiveReport report;
    report.time = spoken;
    report.turn.set_request_id(UuidOf(absl::StrCat("turn ", static_cast<int>(speaker), " of ", line_.request_id)));
    intake::v1::ChatTurn& turn = *report.turn.mutable_turn();
    turn.set_complaint(complaint_);
    turn.set_channel(line_.complaint.channel());
    turn.set_source("chat-1");
    turn.set_source_turn_id(absl::StrCat(line_.request_id, "-", static_cast<int>(speaker)));
    turn.set_speaker(speaker);
    *turn.mutable_spoken_time() = ToProto(spoken);
    reports_.push_back(std::move(report));
  }

  const ComplaintLine& line_;
  const std::string complaint_;
  const BusinessTime now_;
  std::vector<LiveReport> reports_;
};

}  // namespace

std::vector<LiveReport> LiveReportsOf(const ComplaintLine& line, const std::string& complaint, BusinessTime now) {
  return Planner(line, complaint, now).All();
}

}  // namespace redress::demo
