#include "services/sla/worker/event_handler.h"

#include "libs/base/status_macros.h"
#include "services/sla/worker/facts_of.h"

namespace redress::sla {

std::vector<std::string> EventHandler::Types() const {
  return TypesRead();
}

absl::Status EventHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                                 std::vector<events::NewEvent>* out) {
  std::vector<CaseFact> facts;
  for (const events::Event& event : events) {
    ASSIGN_OR_RETURN(const std::vector<CaseFact> read, FactsOf(event));
    facts.insert(facts.end(), read.begin(), read.end());
  }
  ASSIGN_OR_RETURN(tended_, Receive(transaction, context_, facts, out));
  return absl::OkStatus();
}

void EventHandler::Committed(absl::Span<const events::Event> events) {
  metrics_.applied.Increment(static_cast<double>(events.size()));
  metrics_.Count(tended_);
}

}  // namespace redress::sla
