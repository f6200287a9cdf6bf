// Consumes what casework says of tags, and notes where a person corrected a prediction, in the transaction that reads it.
#pragma once

#include <string>
#include <vector>

#include "libs/events/consumer.h"
#include "libs/obs/metrics.h"

namespace redress::classification {

class CorrectionHandler final : public events::Handler {
 public:
  // Must outlive the handler.
  explicit CorrectionHandler(obs::Metrics& metrics);

  std::vector<std::string> Types() const override;
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;
  void Committed(absl::Span<const events::Event> events) override;

 private:
  prometheus::Counter& corrections_;
  int noted_ = 0;  // by the batch applied last; the consumer has one thread
};

}  // namespace redress::classification
