#include "services/routing/worker/intake_input.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/events/reading.h"
#include "libs/proto/values.h"
#include "redress/intake/v1/intake_events.pb.h"

namespace redress::routing {
namespace {

using events::IdInEvent;
using events::Parse;

using Input = absl::optional<CaseInput>;

absl::StatusOr<CaseInput> OfComplaint(const intake::v1::ComplaintReceived& message, int partition) {
  CaseInput input;
  input.cause = message.complaint();
  input.partition = partition;
  ASSIGN_OR_RETURN(input.complaint, IdInEvent("complaints/*", message.complaint()));
  ASSIGN_OR_RETURN(input.case_number, IdInEvent("cases/*", message.case_()));
  input.channel = message.channel();
  input.vip_level = std::clamp(message.vip_level(), 0, 3);
  input.received_time = TimeOf(message.received_time());
  return input;
}

absl::StatusOr<Input> OfUnlinked(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::ComplaintUnlinked>(event));
  ASSIGN_OR_RETURN(CaseInput input, OfComplaint(message.complaint_received(), event.partition));
  ASSIGN_OR_RETURN(input.former_case, IdInEvent("cases/*", message.former_case()));
  absl::StrAppend(&input.cause, "/unlinked");
  input.unlinked = true;
  return Input(std::move(input));
}

absl::StatusOr<Input> OfContact(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::ContactAdded>(event));
  if (message.kind() != intake::v1::CONTACT_KIND_URGE) return Input();
  CaseInput input;
  input.cause = message.contact();
  input.partition = event.partition;
  ASSIGN_OR_RETURN(input.case_number, IdInEvent("cases/*", message.case_()));
  input.channel = message.channel();
  input.received_time = TimeOf(message.received_time());
  return Input(std::move(input));
}

}  // namespace

absl::StatusOr<absl::optional<CaseInput>> CaseInputOf(const events::Event& event) {
  const absl::string_view type = absl::StripPrefix(event.type, "redress.intake.v1.");
  if (type == "ContactAdded") return OfContact(event);
  if (type == "ComplaintUnlinked") return OfUnlinked(event);
  if (type != "ComplaintReceived") return Input();
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::ComplaintReceived>(event));
  ASSIGN_OR_RETURN(CaseInput input, OfComplaint(message, event.partition));
  return Input(std::move(input));
}

}  // namespace redress::routing
