// What the customer was told and what the customer said of it.
#include "redress/outreach/v1/outreach_events.pb.h"
#include "services/analytics/worker/read_parts.h"

namespace redress::analytics {
namespace {

namespace v1 = outreach::v1;
using events::Parse;

template <class Message>
absl::StatusOr<Update> NoticeOf(const events::Event& event, const Message& message) {
  ASSIGN_OR_RETURN(PartName name, PartIn("cases/*/notices/*", message.notice()));
  Update update(TableId::kNotice, event.partition, std::move(name.id));
  update.Set("case_number", std::move(name.case_number)).Set("kind", Word(v1::NoticeKind_Name(message.kind()), "NOTICE_KIND_"));
  return update;
}

absl::StatusOr<Updates> Sent(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::NoticeSent>(event));
  ASSIGN_OR_RETURN(Update update, NoticeOf(event, message));
  update.Set("state", "SENT")
      .Set("way", Word(v1::NoticeWay_Name(message.way()), "NOTICE_WAY_"))
      .SetTime("send_time", TimeOf(message.send_time()))
      .SetFlag("possible_duplicate", message.possible_duplicate());
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> Ended(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::NoticeEnded>(event));
  ASSIGN_OR_RETURN(Update update, NoticeOf(event, message));
  update.Set("state", Word(v1::NoticeState_Name(message.state()), "NOTICE_STATE_"))
      .Set("reason", message.reason())
      .SetTime("end_time", TimeOf(message.end_time()));
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> Surveyed(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::SurveyAnswered>(event));
  ASSIGN_OR_RETURN(std::string case_number, CaseIn(message.case_()));
  Update update(TableId::kSurvey, event.partition, absl::StrCat(case_number, "/", message.closing()));
  update.Set("case_number", std::move(case_number))
      .SetCount("score", message.score())
      .SetTime("answer_time", TimeOf(message.answer_time()));
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> IntentSaid(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::IntentAnswered>(event));
  ASSIGN_OR_RETURN(std::string case_number, CaseIn(message.case_()));
  Update update(TableId::kIntent, event.partition, std::move(case_number));
  update.Set("intent", message.intent()).SetTime("answer_time", TimeOf(message.answer_time()));
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> Judged(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::IntentJudged>(event));
  ASSIGN_OR_RETURN(std::string case_number, CaseIn(message.case_()));
  Update update(TableId::kIntent, event.partition, std::move(case_number));
  update.SetFlag("solved", message.solved()).Clear("solved_time");
  if (message.solved()) update.SetTime("solved_time", TimeOf(message.judge_time()));
  return Updates{std::move(update)};
}

constexpr Meaning kMeanings[] = {
    {"redress.outreach.v1.NoticeSent", &Sent},         {"redress.outreach.v1.NoticeEnded", &Ended},
    {"redress.outreach.v1.SurveyAnswered", &Surveyed}, {"redress.outreach.v1.IntentAnswered", &IntentSaid},
    {"redress.outreach.v1.IntentJudged", &Judged},
};

}  // namespace

absl::Span<const Meaning> OutreachMeanings() {
  return kMeanings;
}

}  // namespace redress::analytics
