// What the readers of events have in common: an event that cannot be read is parked, for the one reason BAD_EVENT. Pure
// functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "libs/base/error.h"
#include "libs/base/resource_name.h"
#include "libs/events/log.h"

namespace redress::events {

// INVALID_ARGUMENT, reason BAD_EVENT.
inline absl::Status BadEvent(absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "BAD_EVENT", what);
}

// The bare id in `name`, whose `pattern` is like `cases/*`; or BadEvent.
inline absl::StatusOr<std::string> IdInEvent(absl::string_view pattern, const std::string& name) {
  const absl::StatusOr<std::vector<std::string>> ids = MatchName(pattern, name);
  if (!ids.ok()) return BadEvent("a name in the event is none");
  return (*ids)[0];
}

// What the event carries; or BadEvent.
template <class Message>
absl::StatusOr<Message> Parse(const Event& event) {
  Message message;
  if (!message.ParseFromString(event.data)) return BadEvent("the event cannot be read");
  return message;
}

}  // namespace redress::events
