// Event ↔ redress.events.v1.Envelope, the form in which an event travels through Redis and the feed; the log itself keeps the
// parts in columns. Pure functions.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/events/log.h"

namespace redress::events::v1 {
class Envelope;
}  // namespace redress::events::v1

namespace redress::events {

// Serialized envelope.
std::string Encode(const Event& event);
// The same of an event of this log that was appended: what Encode would make of it if it were read.
std::string Encode(const LogInfo& log, const NewEvent& appended);
// DATA_LOSS, reason BAD_ENVELOPE when the bytes are no envelope.
absl::StatusOr<Event> Decode(absl::string_view bytes);

void ToProto(const Event& event, v1::Envelope* envelope);
Event FromProto(v1::Envelope&& envelope);

}  // namespace redress::events
