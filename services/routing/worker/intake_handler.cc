#include "services/routing/worker/intake_handler.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "services/routing/app/receive.h"

namespace redress::routing {
namespace {

constexpr size_t kClassifyMax = 512;  // of one BatchClassify

absl::Status BadEvent(absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "BAD_EVENT", what);
}

absl::StatusOr<std::string> NumberIn(absl::string_view pattern, const std::string& name) {
  const absl::StatusOr<std::vector<std::string>> ids = MatchName(pattern, name);
  if (!ids.ok()) return BadEvent("a name in the event is none");
  return (*ids)[0];
}

absl::StatusOr<CaseInput> OfComplaint(const intake::v1::ComplaintReceived& message, int partition) {
  CaseInput input;
  input.cause = message.complaint();
  input.partition = partition;
  ASSIGN_OR_RETURN(input.complaint, NumberIn("complaints/*", message.complaint()));
  ASSIGN_OR_RETURN(input.case_number, NumberIn("cases/*", message.case_()));
  input.channel = message.channel();
  input.vip_level = std::clamp(message.vip_level(), 0, 3);
  input.received_time = TimeOf(message.received_time());
  return input;
}

absl::StatusOr<absl::optional<CaseInput>> OfContact(const events::Event& event) {
  intake::v1::ContactAdded message;
  if (!message.ParseFromString(event.data)) return BadEvent("the event cannot be read");
  if (message.kind() != intake::v1::CONTACT_KIND_URGE) return absl::optional<CaseInput>();
  CaseInput input;
  input.cause = message.contact();
  input.partition = event.partition;
  ASSIGN_OR_RETURN(input.case_number, NumberIn("cases/*", message.case_()));
  input.channel = message.channel();
  input.received_time = TimeOf(message.received_time());
  return absl::optional<CaseInput>(std::move(input));
}

// An environment that is not right yet is no fault of the event: it is waited for. Nor is a connection that broke while
// classification was killed; what classification itself says has a reason.
absl::Status WaitFor(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kInternal:
      if (!ReasonOf(status).empty()) return status;
      [[fallthrough]];
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kFailedPrecondition:
      return Error(absl::StatusCode::kUnavailable, "CLASSIFICATION_REFUSES", "classification does not serve us");
    default:
      return status;
  }
}

}  // namespace

absl::StatusOr<absl::optional<CaseInput>> CaseInputOf(const events::Event& event) {
  const absl::string_view type = absl::StripPrefix(event.type, "redress.intake.v1.");
  if (type == "ContactAdded") return OfContact(event);
  if (type == "ComplaintReceived") {
    intake::v1::ComplaintReceived message;
    if (!message.ParseFromString(event.data)) return BadEvent("the event cannot be read");
    ASSIGN_OR_RETURN(CaseInput input, OfComplaint(message, event.partition));
    return absl::optional<CaseInput>(std::move(input));
  }
  if (type == "ComplaintUnlinked") {
    intake::v1::ComplaintUnlinked message;
    if (!message.ParseFromString(event.data)) return BadEvent("the event cannot be read");
    ASSIGN_OR_RETURN(CaseInput input, OfComplaint(message.complaint_received(), event.partition));
    absl::StrAppend(&input.cause, "/unlinked");
    input.unlinked = true;
    return absl::optional<CaseInput>(std::move(input));
  }
  return absl::optional<CaseInput>();
}

PredictionFacts FactsOf(const classification::v1::Prediction& prediction) {
  PredictionFacts facts;
  facts.missing = false;
  facts.abstained = prediction.abstained();
  facts.tag = {prediction.tag().l1(), prediction.tag().l2()};
  facts.team = std::string(absl::StripPrefix(prediction.team(), "teams/"));
  facts.severity = static_cast<Severity>(std::clamp<int>(prediction.severity(), 1, 3));
  facts.serialized = prediction.SerializeAsString();
  return facts;
}

std::vector<std::string> IntakeHandler::Types() const {
  return {"redress.intake.v1.ComplaintReceived", "redress.intake.v1.ContactAdded", "redress.intake.v1.ComplaintUnlinked"};
}

absl::Status IntakeHandler::Prepare(absl::Span<const events::Event> events) {
  std::vector<std::string> names;
  for (const events::Event& event : events) {
    ASSIGN_OR_RETURN(const absl::optional<CaseInput> input, CaseInputOf(event));
    if (input.has_value() && !input->complaint.empty()) names.push_back(absl::StrCat("complaints/", input->complaint));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  predictions_.clear();
  for (size_t begin = 0; begin < names.size(); begin += kClassifyMax) {
    const absl::Span<const std::string> chunk = absl::MakeConstSpan(names).subspan(begin, kClassifyMax);
    classification::v1::BatchClassifyRequest request;
    for (const std::string& name : chunk) request.add_complaints(name);
    const absl::StatusOr<classification::v1::BatchClassifyResponse> answer = classify_(request);
    if (!answer.ok()) return WaitFor(answer.status());
    if (static_cast<size_t>(answer->predictions_size()) != chunk.size()) {
      return Error(absl::StatusCode::kUnavailable, "CLASSIFICATION_REFUSES",
                   "classification answered another number of predictions");
    }
    for (size_t i = 0; i < chunk.size(); ++i) {
      const classification::v1::Prediction& prediction = answer->predictions(static_cast<int>(i));
      if (prediction.has_tag()) predictions_[absl::StripPrefix(chunk[i], "complaints/")] = FactsOf(prediction);
    }
  }
  return absl::OkStatus();
}

absl::Status IntakeHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                                  std::vector<events::NewEvent>* out) {
  std::vector<CaseInput> inputs;
  for (const events::Event& event : events) {
    ASSIGN_OR_RETURN(absl::optional<CaseInput> input, CaseInputOf(event));
    if (!input.has_value()) continue;
    if (const auto known = predictions_.find(input->complaint); known != predictions_.end()) input->prediction = known->second;
    inputs.push_back(*std::move(input));
  }
  ASSIGN_OR_RETURN(*out, Receive(transaction, inputs, time_.Now()));
  return absl::OkStatus();
}

void IntakeHandler::Committed(absl::Span<const events::Event> events) {
  if (metrics_ != nullptr) metrics_->consumed.Increment(static_cast<double>(events.size()));
  wake_();
}

}  // namespace redress::routing
