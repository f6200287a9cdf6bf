// What the component tests of sla share: one private PostgreSQL a program, a fresh schema a test with sla's tables, a stepped
// business time, and events as the other services would say them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "libs/base/time.h"
#include "libs/events/log.h"
#include "libs/obs/metrics.h"
#include "redress/type/v1/type.pb.h"
#include "services/sla/app/context.h"
#include "services/sla/app/reading.h"
#include "services/sla/app/timers.h"
#include "services/sla/worker/event_handler.h"
#include "tests/support/private_servers.h"

namespace redress::test {

PrivatePostgres& SlaPostgres();

// One replica's view of a schema of its own; a second one with the same `schema` is another replica.
struct SlaDesk {
  explicit SlaDesk(const std::string& schema = "");

  // An event as the consumer would get it, about case `cases/{number}` in partition 3.
  template <class Message>
  events::Event EventOf(Message message, const std::string& number = "c1") const {
    message.set_case_("cases/" + number);
    return Envelope(message, message.case_());
  }
  events::Event Envelope(const google::protobuf::Message& message, const std::string& subject) const;
  // A complaint that opens the case, received now.
  events::Event Complaint(const std::string& number = "c1", type::v1::Channel channel = type::v1::CHANNEL_APP) const;

  // Applies a batch in one transaction, as the consumer does.
  void Apply(const std::vector<events::Event>& events);
  // Until nothing more is due; how often something was said.
  int RunTimers();
  // The clock of a case as ListClocks has it.
  sla::Clock Clock(const std::string& id, const std::string& number = "c1");
  // What was said of a case in this order: `Started acceptance`, `Warned acceptance 50 @30`, `Breached acceptance 1 @60`,
  // `Stopped acceptance met @59`, …; minutes since the start of the desk.
  std::vector<std::string> Said(const std::string& number = "c1");
  // How all clocks of a case stand, one line each, as their rows have it.
  std::string Rows(const std::string& number = "c1");
  std::string Ask(const std::string& sql);

  static constexpr int64_t kStartMicros = 1'762'041'600'000'000;  // 2025-11-02T00:00:00Z
  std::unique_ptr<pg::Pool> pool;
  SteppedTimeSource time{BusinessTime::FromUnixMicros(kStartMicros)};
  std::unique_ptr<sla::PolicyBook> policies;
  sla::Context context;
  obs::Metrics registry;
  sla::SlaMetrics metrics{registry};
  sla::EventHandler handler{context, metrics};
};

}  // namespace redress::test
