#include "services/analytics/worker/fold_handler.h"

#include <iterator>

#include "libs/base/status_macros.h"
#include "services/analytics/store/fact_store.h"
#include "services/analytics/worker/reading.h"

namespace redress::analytics {

std::vector<std::string> FoldHandler::Types() const {
  const absl::Span<const Meaning> meanings = MeaningsOf(source_);
  std::vector<std::string> types;
  types.reserve(meanings.size());
  for (const Meaning& meaning : meanings) types.emplace_back(meaning.type);
  return types;
}

absl::Status FoldHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events, std::vector<events::NewEvent>*) {
  Updates all;
  for (const events::Event& event : events) {
    ASSIGN_OR_RETURN(Updates updates, UpdatesOf(event));
    std::move(updates.begin(), updates.end(), std::back_inserter(all));
  }
  FoldInto(transaction, all);
  return absl::OkStatus();
}

}  // namespace redress::analytics
