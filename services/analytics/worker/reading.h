// What an event means for the facts. One function a type; whatever is published is declared, so that nothing is passed over by
// chance. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/events/log.h"
#include "services/analytics/domain/fact.h"

namespace redress::analytics {

using Updates = std::vector<Update>;

// What one type of event means.
struct Meaning {
  absl::string_view type;
  absl::StatusOr<Updates> (*read)(const events::Event& event);
};

// All types of one source, each in a file of its own.
absl::Span<const Meaning> IntakeMeanings();
absl::Span<const Meaning> RoutingMeanings();
absl::Span<const Meaning> CaseworkMeanings();
absl::Span<const Meaning> CompensationMeanings();
absl::Span<const Meaning> SlaMeanings();
absl::Span<const Meaning> OutreachMeanings();

// Of the source by its name; empty for one that is not known.
absl::Span<const Meaning> MeaningsOf(absl::string_view source);
// What the event does to facts; nothing for a type that is not known. INVALID_ARGUMENT, reason BAD_EVENT, for one that cannot be
// read.
absl::StatusOr<Updates> UpdatesOf(const events::Event& event);

}  // namespace redress::analytics
