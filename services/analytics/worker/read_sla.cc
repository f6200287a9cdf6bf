// Promises of time. A stop in time that is heard late takes a breach back.
#include "redress/sla/v1/sla_events.pb.h"
#include "services/analytics/worker/read_parts.h"

namespace redress::analytics {
namespace {

namespace v1 = sla::v1;
using events::Parse;

template <class Message>
struct Read {
  Message message;
  Update update;
};
template <class Message>
absl::StatusOr<Read<Message>> ReadClock(const events::Event& event) {
  ASSIGN_OR_RETURN(Message message, Parse<Message>(event));
  ASSIGN_OR_RETURN(PartName name, PartIn("cases/*/clocks/*", message.clock()));
  Update update(TableId::kClock, event.partition, std::move(name.id));
  update.Set("case_number", std::move(name.case_number)).Set("kind", Word(v1::ClockKind_Name(message.kind()), "CLOCK_KIND_"));
  return Read<Message>{std::move(message), std::move(update)};
}

std::string SeverityWord(type::v1::Severity severity) {
  return Word(type::v1::Severity_Name(severity), "SEVERITY_");
}

absl::StatusOr<Updates> Started(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadClock<v1::ClockStarted>(event));
  read.update.Set("state", "RUNNING")
      .SetTime("start_time", TimeOf(read.message.start_time()))
      .SetTime("due_time", TimeOf(read.message.due_time()))
      .SetCount("target_ms", read.message.target_ms())
      .Set("severity", SeverityWord(read.message.severity()));
  return Updates{std::move(read.update)};
}

absl::StatusOr<Updates> Retargeted(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadClock<v1::ClockRetargeted>(event));
  read.update.SetCount("target_ms", read.message.target_ms()).Set("severity", SeverityWord(read.message.severity()));
  if (read.message.has_due_time()) read.update.SetTime("due_time", TimeOf(read.message.due_time()));
  return Updates{std::move(read.update)};
}

absl::StatusOr<Updates> Paused(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadClock<v1::ClockPaused>(event));
  return Updates{std::move(read.update.Set("state", "PAUSED").Add("pause_count").Clear("due_time"))};
}

absl::StatusOr<Updates> Resumed(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadClock<v1::ClockResumed>(event));
  return Updates{std::move(read.update.Set("state", "RUNNING").SetTime("due_time", TimeOf(read.message.due_time())))};
}

absl::StatusOr<Updates> Warned(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadClock<v1::ClockWarned>(event));
  return Updates{std::move(read.update.Greatest("warned_percent", read.message.percent()))};
}

absl::StatusOr<Updates> Breached(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadClock<v1::ClockBreached>(event));
  read.update.Set("state", "BREACHED")
      .SetTime("breach_time", TimeOf(read.message.breach_time()))
      .Set("level", Word(v1::EscalationLevel_Name(read.message.level()), "ESCALATION_LEVEL_"));
  return Updates{std::move(read.update)};
}

absl::StatusOr<Updates> Stopped(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadClock<v1::ClockStopped>(event));
  const v1::ClockStopped& message = read.message;
  read.update.Set("state", message.met() ? "MET" : "BREACHED")
      .SetTime("stop_time", TimeOf(message.stop_time()))
      .SetTime("start_time", TimeOf(message.start_time()))
      .SetCount("spent_ms", message.spent_ms())
      .SetCount("paused_ms", message.paused_ms())
      .SetCount("target_ms", message.target_ms());
  if (message.met()) read.update.Clear("breach_time").Clear("level");
  return Updates{std::move(read.update)};
}

absl::StatusOr<Updates> Cancelled(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadClock<v1::ClockCancelled>(event));
  return Updates{std::move(read.update.Set("state", "CANCELLED").SetTime("stop_time", TimeOf(read.message.cancel_time())))};
}

constexpr Meaning kMeanings[] = {
    {"redress.sla.v1.ClockStarted", &Started}, {"redress.sla.v1.ClockRetargeted", &Retargeted},
    {"redress.sla.v1.ClockPaused", &Paused},   {"redress.sla.v1.ClockResumed", &Resumed},
    {"redress.sla.v1.ClockWarned", &Warned},   {"redress.sla.v1.ClockBreached", &Breached},
    {"redress.sla.v1.ClockStopped", &Stopped}, {"redress.sla.v1.ClockCancelled", &Cancelled},
};

}  // namespace

absl::Span<const Meaning> SlaMeanings() {
  return kMeanings;
}

}  // namespace redress::analytics
