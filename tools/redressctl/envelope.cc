#include "tools/redressctl/envelope.h"

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/outreach/v1/outreach_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "redress/sla/v1/sla_events.pb.h"
#include "tools/redressctl/show.h"

namespace redress::ctl {

std::string ShowFacts(const events::v1::Envelope& event) {
  // Named so that the linker keeps the descriptors of the services' events.
  casework::v1::CaseOpened::descriptor();
  compensation::v1::GrantCommitted::descriptor();
  sla::v1::ClocksStarted::descriptor();
  intake::v1::ComplaintReceived::descriptor();
  outreach::v1::NoticeSent::descriptor();
  routing::v1::WorkItemCreated::descriptor();
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(event.type());
  if (type != nullptr) {
    const auto* prototype = google::protobuf::MessageFactory::generated_factory()->GetPrototype(type);
    const std::unique_ptr<google::protobuf::Message> facts(prototype->New());
    if (facts->ParseFromString(event.data())) return ToJson(*facts, /*indented=*/false);
  }
  return absl::StrCat("(", event.data().size(), " bytes)");
}

std::string ShowEvent(const events::v1::Envelope& event) {
  const size_t dot = event.type().rfind('.');
  const std::string type = dot == std::string::npos ? event.type() : event.type().substr(dot + 1);
  return absl::StrFormat("%s %2d:%-6d %s  %-18s %s  %s", event.source(), event.partition(), event.sequence(),
                         ShowTime(event.time()), type, event.subject(), ShowFacts(event));
}

}  // namespace redress::ctl
