// Consumes what casework publishes of ended cases: who was found responsible is charged, in the transaction that reads it. An
// event that cannot be read is parked by the library.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/events/consumer.h"
#include "services/compensation/app/context.h"
#include "services/compensation/domain/claim.h"

namespace redress::compensation {

class EventHandler final : public events::Handler {
 public:
  // `context` must outlive the handler.
  explicit EventHandler(const Context& context) : context_(context) {}

  std::vector<std::string> Types() const override;
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;

 private:
  const Context& context_;
};

// What an ended case was found. INVALID_ARGUMENT, reason BAD_EVENT, for an event that cannot be read.
absl::StatusOr<CaseFinding> FindingOf(const events::Event& event);

}  // namespace redress::compensation
