#include "services/analytics/worker/reading.h"

namespace redress::analytics {

absl::Span<const Meaning> MeaningsOf(absl::string_view source) {
  if (source == "intake") return IntakeMeanings();
  if (source == "routing") return RoutingMeanings();
  if (source == "casework") return CaseworkMeanings();
  if (source == "compensation") return CompensationMeanings();
  if (source == "sla") return SlaMeanings();
  if (source == "outreach") return OutreachMeanings();
  return {};
}

absl::StatusOr<Updates> UpdatesOf(const events::Event& event) {
  for (const Meaning& meaning : MeaningsOf(event.source)) {
    if (meaning.type == event.type) return meaning.read(event);
  }
  return Updates();
}

}  // namespace redress::analytics
