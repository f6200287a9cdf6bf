// Consumes what intake, routing, outreach and compensation publish: complaints, predictions, triage, owners and what the customer
// answered change cases in the transaction that reads them; how grants ended is asked for by whoever executes the case, once it
// was told here.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/events/consumer.h"
#include "services/casework/app/receive.h"
#include "services/casework/worker/casework_metrics.h"

namespace redress::casework {

class EventHandler final : public events::Handler {
 public:
  // `poke` is called after the commit, with the number of each case of which compensation told something. All must outlive the
  // handler.
  EventHandler(const Context& context, std::function<void(const std::string&)> poke, CaseworkMetrics& metrics)
      : context_(context), poke_(std::move(poke)), metrics_(metrics) {}

  std::vector<std::string> Types() const override;
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;
  void Committed(absl::Span<const events::Event> events) override;

 private:
  const Context& context_;
  const std::function<void(const std::string&)> poke_;
  CaseworkMetrics& metrics_;
};

// What an event means for cases, in the order in which it is to be applied; empty for one that means nothing. INVALID_ARGUMENT,
// reason BAD_EVENT, for one that cannot be read.
absl::StatusOr<std::vector<CaseInput>> InputsOf(const events::Event& event);

}  // namespace redress::casework
