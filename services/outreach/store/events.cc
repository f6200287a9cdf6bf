#include "services/outreach/store/events.h"

#include "absl/strings/str_cat.h"
#include "libs/events/making.h"
#include "libs/proto/values.h"
#include "redress/outreach/v1/outreach_events.pb.h"

namespace redress::outreach {
namespace {

events::NewEvent Say(const About& about, const google::protobuf::Message& message) {
  return events::MakeEvent(about.partition, absl::StrCat("cases/", about.case_number), about.time, message);
}

template <class Message>
Message Of(const About& about) {
  Message message;
  message.set_case_(absl::StrCat("cases/", about.case_number));
  return message;
}

template <class Message>
Message OfNotice(const About& about, const Notice& notice) {
  auto message = Of<Message>(about);
  message.set_notice(NoticeName(notice.case_number, notice.id));
  message.set_kind(static_cast<v1::NoticeKind>(notice.kind));
  return message;
}

events::NewEvent Sent(const About& about, const Notice& notice) {
  auto message = OfNotice<v1::NoticeSent>(about, notice);
  message.set_way(static_cast<v1::NoticeWay>(notice.way));
  *message.mutable_send_time() = ToProto(about.time);
  message.set_possible_duplicate(notice.possible_duplicate);
  return Say(about, message);
}

events::NewEvent Ended(const About& about, const Notice& notice) {
  auto message = OfNotice<v1::NoticeEnded>(about, notice);
  message.set_state(static_cast<v1::NoticeState>(notice.state));
  message.set_reason(notice.reason);
  *message.mutable_end_time() = ToProto(about.time);
  return Say(about, message);
}

}  // namespace

std::vector<events::NewEvent> EventsOf(const Notice& before, const Notice& after, BusinessTime now) {
  std::vector<events::NewEvent> said;
  if (before.state == after.state) return said;
  const About about{after.case_number, after.partition, now};
  // Whoever has it must have been given it: a receipt can be quicker than the provider's answer.
  const bool arrived_unsaid = after.state == NoticeState::kDelivered && !before.send_time.has_value();
  if (after.state == NoticeState::kSent || arrived_unsaid) said.push_back(Sent(about, after));
  if (IsOver(after.state)) said.push_back(Ended(about, after));
  return said;
}

events::NewEvent SurveyAnswered(const About& about, int closing, int score) {
  auto message = Of<v1::SurveyAnswered>(about);
  message.set_closing(closing);
  message.set_score(score);
  *message.mutable_answer_time() = ToProto(about.time);
  return Say(about, message);
}

events::NewEvent IntentAnswered(const About& about, const std::string& intent) {
  auto message = Of<v1::IntentAnswered>(about);
  message.set_intent(intent);
  *message.mutable_answer_time() = ToProto(about.time);
  return Say(about, message);
}

events::NewEvent IntentJudged(const About& about, bool solved) {
  auto message = Of<v1::IntentJudged>(about);
  message.set_solved(solved);
  *message.mutable_judge_time() = ToProto(about.time);
  return Say(about, message);
}

}  // namespace redress::outreach
