// An event as people read it: the facts in its data, decoded by its type.
#pragma once

#include <string>

#include "redress/events/v1/events.pb.h"

namespace redress::ctl {

// One line: partition, sequence, time, type, subject, the facts as JSON.
std::string ShowEvent(const events::v1::Envelope& event);
// The facts as one line of JSON; the number of bytes where the type is not known here.
std::string ShowFacts(const events::v1::Envelope& event);

}  // namespace redress::ctl
