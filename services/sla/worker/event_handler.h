// Consumes what the other services say of cases and lets clocks follow, in the transaction that reads it. An event that cannot be
// read is parked by the library.
#pragma once

#include <string>
#include <vector>

#include "libs/events/consumer.h"
#include "services/sla/app/context.h"
#include "services/sla/worker/sla_metrics.h"

namespace redress::sla {

class EventHandler final : public events::Handler {
 public:
  // Both must outlive the handler.
  EventHandler(const Context& context, SlaMetrics& metrics) : context_(context), metrics_(metrics) {}

  std::vector<std::string> Types() const override;
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;
  void Committed(absl::Span<const events::Event> events) override;

 private:
  const Context& context_;
  SlaMetrics& metrics_;
  Tended tended_;  // of the batch applied last; the consumer has one thread
};

}  // namespace redress::sla
