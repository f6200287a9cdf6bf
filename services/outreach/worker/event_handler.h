// Consumes what intake, routing, casework and compensation publish: notices are written in the transaction that hears of their
// facts, so none is lost and none is written twice.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "libs/events/consumer.h"
#include "services/outreach/app/context.h"
#include "services/outreach/worker/outreach_metrics.h"

namespace redress::outreach {

class EventHandler final : public events::Handler {
 public:
  // Both must outlive the handler.
  EventHandler(const Context& context, OutreachMetrics& metrics) : context_(context), metrics_(metrics) {}

  std::vector<std::string> Types() const override;
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;
  void Committed(absl::Span<const events::Event> events) override;

 private:
  const Context& context_;
  OutreachMetrics& metrics_;
};

}  // namespace redress::outreach
