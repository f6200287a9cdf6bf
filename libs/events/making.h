// What the authors of events have in common. Pure, thread safe.
#pragma once

#include <string>
#include <utility>

#include "google/protobuf/message.h"
#include "libs/base/time.h"
#include "libs/events/log.h"

namespace redress::events {

// `message`, to be said about `subject` (`cases/…`) in its partition. `time`: of what happened.
inline NewEvent MakeEvent(int partition, std::string subject, BusinessTime time, const google::protobuf::Message& message) {
  NewEvent event;
  event.partition = partition;
  event.type = message.GetTypeName();
  event.subject = std::move(subject);
  event.time = time;
  event.data = message.SerializeAsString();
  return event;
}

}  // namespace redress::events
