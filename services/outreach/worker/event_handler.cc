#include "services/outreach/worker/event_handler.h"

#include <utility>

#include "libs/base/status_macros.h"
#include "services/outreach/worker/news.h"

namespace redress::outreach {

std::vector<std::string> EventHandler::Types() const {
  return HeardTypes();
}

absl::Status EventHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                                 std::vector<events::NewEvent>* out) {
  std::vector<Heard> all;
  all.reserve(events.size());
  for (const events::Event& event : events) {
    ASSIGN_OR_RETURN(absl::optional<Heard> heard, HeardOf(event));
    if (heard.has_value()) all.push_back(*std::move(heard));
  }
  return Receive(transaction, context_, all, out);
}

void EventHandler::Committed(absl::Span<const events::Event> events) {
  metrics_.applied.Increment(static_cast<double>(events.size()));
  context_.wake();
}

}  // namespace redress::outreach
