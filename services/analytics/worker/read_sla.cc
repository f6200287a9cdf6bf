// Promises of time. A stop in time that is heard late takes a breach back.
#include "redress/sla/v1/sla_events.pb.h"
#include "services/analytics/worker/read_parts.h"

namespace redress::analytics {
namespace {

namespace v1 = sla::v1;
using events::Parse;

absl::StatusOr<Update> UpdateOf(const events::Event& event, const std::string& clock, v1::ClockKind kind) {
  ASSIGN_OR_RETURN(PartName name, PartIn("cases/*/clocks/*", clock));
  Update update(TableId::kClock, event.partition, std::move(name.id));
  update.Set("case_number", std::move(name.case_number)).Set("kind", Word(v1::ClockKind_Name(kind), "CLOCK_KIND_"));
  return update;
}

template <class Message>
struct Read {
  Message message;
  Update update;
};
template <class Message>
absl::StatusOr<Read<Message>> ReadClock(const events::Event& event) {
  ASSIGN_OR_RETURN(Message message, Parse<Message>(event));
  ASSIGN_OR_RETURN(Update update, UpdateOf(event, message.clock(), message.kind()));
  return Read<Message>{std::move(message), std::move(update)};
}

absl::StatusOr<Update> UpdateOf(const events::Event& event, const v1::ClockTarget& target) {
  ASSIGN_OR_RETURN(Update update, UpdateOf(event, target.clock(), target.kind()));
  update.SetCount("target_ms", target.target_ms()).Set("severity", Word(type::v1::Severity_Name(target.severity()), "SEVERITY_"));
  if (target.has_due_time()) update.SetTime("due_time", TimeOf(target.due_time()));
  return update;
}

absl::StatusOr<Updates> Started(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::ClocksStarted>(event));
  Updates updates;
  for (const v1::ClockTarget& target : message.clocks()) {
    ASSIGN_OR_RETURN(Update update, UpdateOf(event, target));
    updates.push_back(std::move(update.Set("state", "RUNNING").SetTime("start_time", TimeOf(message.start_time()))));
  }
  return updates;
}

absl::StatusOr<Updates> Retargeted(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::ClocksRetargeted>(event));
  Updates updates;
  for (const v1::ClockTarget& target : message.clocks()) {
    ASSIGN_OR_RETURN(Update update, UpdateOf(event, target));
    updates.push_back(std::move(update));
  }
  return updates;
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
    {"redress.sla.v1.ClocksStarted", &Started}, {"redress.sla.v1.ClocksRetargeted", &Retargeted},
    {"redress.sla.v1.ClockPaused", &Paused},    {"redress.sla.v1.ClockResumed", &Resumed},
    {"redress.sla.v1.ClockWarned", &Warned},    {"redress.sla.v1.ClockBreached", &Breached},
    {"redress.sla.v1.ClockStopped", &Stopped},  {"redress.sla.v1.ClockCancelled", &Cancelled},
};

}  // namespace

absl::Span<const Meaning> SlaMeanings() {
  return kMeanings;
}

}  // namespace redress::analytics
