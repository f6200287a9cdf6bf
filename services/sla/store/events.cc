#include "services/sla/store/events.h"

#include "absl/strings/str_cat.h"
#include "libs/events/making.h"
#include "libs/proto/values.h"
#include "redress/sla/v1/sla_events.pb.h"

namespace redress::sla {
namespace {

template <class Message>
void NameClock(const StoredCase& of, const Saying& saying, Message* message) {
  message->set_clock(absl::StrCat("cases/", of.number, "/clocks/", saying.clock));
  message->set_kind(static_cast<v1::ClockKind>(saying.kind));
}

template <class Message>
Message About(const StoredCase& of, const Saying& saying) {
  Message message;
  message.set_case_(absl::StrCat("cases/", of.number));
  NameClock(of, saying, &message);
  return message;
}

events::NewEvent Event(const StoredCase& of, const Saying& saying, const google::protobuf::Message& message) {
  return events::MakeEvent(of.partition, absl::StrCat("cases/", of.number), saying.moment.time, message);
}

// What clocks have to reach that start, or change, at one moment.
template <class Message>
Message AboutAll(const StoredCase& of, absl::Span<const Saying> at_once) {
  Message message;
  message.set_case_(absl::StrCat("cases/", of.number));
  for (const Saying& saying : at_once) {
    v1::ClockTarget& target = *message.add_clocks();
    NameClock(of, saying, &target);
    if (saying.moment.due.has_value()) *target.mutable_due_time() = ToProto(*saying.moment.due);
    target.set_target_ms(absl::ToInt64Milliseconds(saying.moment.target));
    target.set_severity(static_cast<type::v1::Severity>(saying.moment.severity));
  }
  return message;
}

events::NewEvent Started(const StoredCase& of, absl::Span<const Saying> at_once) {
  auto message = AboutAll<v1::ClocksStarted>(of, at_once);
  *message.mutable_start_time() = ToProto(at_once[0].moment.time);
  return Event(of, at_once[0], message);
}

events::NewEvent Retargeted(const StoredCase& of, absl::Span<const Saying> at_once) {
  auto message = AboutAll<v1::ClocksRetargeted>(of, at_once);
  *message.mutable_retarget_time() = ToProto(at_once[0].moment.time);
  return Event(of, at_once[0], message);
}

events::NewEvent Resumed(const StoredCase& of, const Saying& saying) {
  auto message = About<v1::ClockResumed>(of, saying);
  *message.mutable_resume_time() = ToProto(saying.moment.time);
  if (saying.moment.due.has_value()) *message.mutable_due_time() = ToProto(*saying.moment.due);
  return Event(of, saying, message);
}

events::NewEvent Warned(const StoredCase& of, const Saying& saying) {
  auto message = About<v1::ClockWarned>(of, saying);
  message.set_percent(saying.moment.percent);
  *message.mutable_warn_time() = ToProto(saying.moment.time);
  return Event(of, saying, message);
}

events::NewEvent Breached(const StoredCase& of, const Saying& saying) {
  auto message = About<v1::ClockBreached>(of, saying);
  *message.mutable_breach_time() = ToProto(saying.moment.time);
  message.set_level(static_cast<v1::EscalationLevel>(saying.level));
  return Event(of, saying, message);
}

events::NewEvent Stopped(const StoredCase& of, const Saying& saying) {
  auto message = About<v1::ClockStopped>(of, saying);
  message.set_met(saying.moment.met);
  *message.mutable_stop_time() = ToProto(saying.moment.time);
  message.set_spent_ms(absl::ToInt64Milliseconds(saying.moment.spent));
  message.set_paused_ms(absl::ToInt64Milliseconds(saying.moment.paused));
  message.set_target_ms(absl::ToInt64Milliseconds(saying.moment.target));
  *message.mutable_start_time() = ToProto(saying.start);
  return Event(of, saying, message);
}

events::NewEvent Paused(const StoredCase& of, const Saying& saying) {
  auto message = About<v1::ClockPaused>(of, saying);
  *message.mutable_pause_time() = ToProto(saying.moment.time);
  return Event(of, saying, message);
}

events::NewEvent Cancelled(const StoredCase& of, const Saying& saying) {
  auto message = About<v1::ClockCancelled>(of, saying);
  *message.mutable_cancel_time() = ToProto(saying.moment.time);
  return Event(of, saying, message);
}

// Of a saying, or of several that are told in one event.
events::NewEvent EventOf(const StoredCase& of, absl::Span<const Saying> at_once) {
  const Saying& saying = at_once[0];
  switch (saying.moment.kind) {
    case MomentKind::kStarted:
      return Started(of, at_once);
    case MomentKind::kRetargeted:
      return Retargeted(of, at_once);
    case MomentKind::kPaused:
      return Paused(of, saying);
    case MomentKind::kCancelled:
      return Cancelled(of, saying);
    case MomentKind::kResumed:
      return Resumed(of, saying);
    case MomentKind::kWarned:
      return Warned(of, saying);
    case MomentKind::kBreached:
      return Breached(of, saying);
    case MomentKind::kStopped:
      break;
  }
  return Stopped(of, saying);
}

bool ToldAtOnce(const Saying& first, const Saying& next) {
  return (first.moment.kind == MomentKind::kStarted || first.moment.kind == MomentKind::kRetargeted) &&
         next.moment.kind == first.moment.kind && next.moment.time == first.moment.time;
}

}  // namespace

std::vector<events::NewEvent> EventsOf(const StoredCase& of, absl::Span<const Saying> sayings) {
  std::vector<events::NewEvent> events;
  while (!sayings.empty()) {
    size_t count = 1;
    while (count < sayings.size() && ToldAtOnce(sayings[0], sayings[count])) ++count;
    events.push_back(EventOf(of, sayings.first(count)));
    sayings.remove_prefix(count);
  }
  return events;
}

}  // namespace redress::sla
