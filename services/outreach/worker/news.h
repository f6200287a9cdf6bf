// What an event of another service means for outreach. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/events/log.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "services/outreach/app/receive.h"

namespace redress::outreach {

// Full names of the messages that mean something.
std::vector<std::string> HeardTypes();
// Nothing for one that means nothing here. INVALID_ARGUMENT, reason BAD_EVENT, for one that cannot be read.
absl::StatusOr<absl::optional<Heard>> HeardOf(const events::Event& event);

// `order_status` or `address_change`, where the complaint asks that and nothing in it needs a person; else empty.
std::string AnswerableIntent(const classification::v1::Prediction& prediction);

}  // namespace redress::outreach
