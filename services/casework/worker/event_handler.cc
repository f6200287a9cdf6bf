#include "services/casework/worker/event_handler.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/events/reading.h"
#include "libs/proto/values.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/outreach/v1/outreach_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"

namespace redress::casework {
namespace {

using events::IdInEvent;
using events::Parse;
using Kind = CaseInput::Kind;
using Inputs = std::vector<CaseInput>;

constexpr char kHandleCase[] = "HANDLE_CASE";

// An input about an agent and a case, as most of routing's are.
template <class Message>
absl::StatusOr<Inputs> OfAgent(Kind kind, const Message& message) {
  CaseInput input;
  input.kind = kind;
  ASSIGN_OR_RETURN(input.complaint.case_number, IdInEvent("cases/*", message.case_()));
  ASSIGN_OR_RETURN(input.agent, IdInEvent("agents/*", message.agent()));
  return Inputs{std::move(input)};
}

absl::StatusOr<ComplaintFacts> FactsOf(const intake::v1::ComplaintReceived& message, int partition) {
  ComplaintFacts facts;
  ASSIGN_OR_RETURN(facts.complaint, IdInEvent("complaints/*", message.complaint()));
  ASSIGN_OR_RETURN(facts.case_number, IdInEvent("cases/*", message.case_()));
  facts.partition = partition;
  facts.channel = message.channel();
  facts.vip_level = std::clamp(message.vip_level(), 0, 3);
  facts.customer = message.customer();
  facts.received_time = TimeOf(message.received_time());
  return facts;
}

absl::StatusOr<Inputs> Received(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::ComplaintReceived>(event));
  CaseInput input;
  ASSIGN_OR_RETURN(input.complaint, FactsOf(message, event.partition));
  return Inputs{std::move(input)};
}

absl::StatusOr<Inputs> Unlinked(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::ComplaintUnlinked>(event));
  CaseInput input;
  input.kind = Kind::kUnlinked;
  ASSIGN_OR_RETURN(input.complaint, FactsOf(message.complaint_received(), event.partition));
  ASSIGN_OR_RETURN(input.former_case, IdInEvent("cases/*", message.former_case()));
  return Inputs{std::move(input)};
}

Prediction PredictionOf(const classification::v1::Prediction& proto) {
  Prediction prediction;
  prediction.tag = {proto.tag().l1(), proto.tag().l2()};
  prediction.abstained = proto.abstained();
  prediction.severity = static_cast<Severity>(std::clamp<int>(proto.severity(), 1, 3));
  for (const type::v1::Signal& signal : proto.signals()) {
    prediction.signals.push_back({signal.kind(), signal.value()});
  }
  prediction.media = AnyMedia(prediction.signals);
  return prediction;
}

// Routing's events about an item carry the prediction of the complaint that made or raised it, where there is one.
template <class Message>
absl::StatusOr<Inputs> Predicted(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<Message>(event));
  if (!message.has_prediction() || message.complaint().empty()) return Inputs();
  CaseInput input;
  input.kind = Kind::kPrediction;
  ASSIGN_OR_RETURN(input.complaint.complaint, IdInEvent("complaints/*", message.complaint()));
  ASSIGN_OR_RETURN(input.complaint.case_number, IdInEvent("cases/*", message.case_()));
  input.prediction = PredictionOf(message.prediction());
  return Inputs{std::move(input)};
}

absl::StatusOr<Inputs> Offered(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<routing::v1::WorkItemOffered>(event));
  return OfAgent(Kind::kReader, message);
}

// Who accepts the handling of a case owns it; who accepts another item of it may read it.
absl::StatusOr<Inputs> Accepted(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<routing::v1::WorkItemAccepted>(event));
  return OfAgent(message.kind() == kHandleCase ? Kind::kOwner : Kind::kReader, message);
}

absl::StatusOr<Inputs> Released(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<routing::v1::WorkItemReleased>(event));
  const bool left = message.reason() == routing::v1::RELEASE_REASON_AGENT_OFFLINE ||
                    message.reason() == routing::v1::RELEASE_REASON_TRANSFERRED ||
                    message.reason() == routing::v1::RELEASE_REASON_CASE_CHANGED;
  if (message.kind() != kHandleCase || !left || message.agent().empty()) return Inputs();
  return OfAgent(Kind::kLeft, message);
}

absl::StatusOr<Inputs> Triaged(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<routing::v1::TriageDecided>(event));
  ASSIGN_OR_RETURN(Inputs inputs, OfAgent(Kind::kTriaged, message));
  inputs[0].tag = {message.tag().l1(), message.tag().l2()};
  return inputs;
}

absl::StatusOr<Inputs> Surveyed(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<outreach::v1::SurveyAnswered>(event));
  CaseInput input;
  input.kind = Kind::kSurvey;
  ASSIGN_OR_RETURN(input.complaint.case_number, IdInEvent("cases/*", message.case_()));
  if (message.score() < 1 || message.score() > 5) return events::BadEvent("a score is 1 to 5");
  input.survey = {message.closing(), message.score()};
  return Inputs{std::move(input)};
}

absl::StatusOr<Inputs> Judged(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<outreach::v1::IntentJudged>(event));
  CaseInput input;
  input.kind = Kind::kJudged;
  ASSIGN_OR_RETURN(input.complaint.case_number, IdInEvent("cases/*", message.case_()));
  input.solved = message.solved();
  return Inputs{std::move(input)};
}

struct Meaning {
  absl::string_view type;
  absl::StatusOr<Inputs> (*read)(const events::Event&);
};
constexpr Meaning kMeanings[] = {
    {"redress.intake.v1.ComplaintReceived", &Received},
    {"redress.intake.v1.ComplaintUnlinked", &Unlinked},
    {"redress.routing.v1.WorkItemCreated", &Predicted<routing::v1::WorkItemCreated>},
    {"redress.routing.v1.WorkItemRaised", &Predicted<routing::v1::WorkItemRaised>},
    {"redress.routing.v1.WorkItemOffered", &Offered},
    {"redress.routing.v1.WorkItemAccepted", &Accepted},
    {"redress.routing.v1.WorkItemReleased", &Released},
    {"redress.routing.v1.TriageDecided", &Triaged},
    {"redress.outreach.v1.SurveyAnswered", &Surveyed},
    {"redress.outreach.v1.IntentJudged", &Judged},
};
// Said in the partition of the case; what became of the grant is asked.
constexpr absl::string_view kGrantEnds[] = {"redress.compensation.v1.GrantPaid", "redress.compensation.v1.GrantFailed"};

bool IsGrantEnd(const events::Event& event) {
  return std::find(std::begin(kGrantEnds), std::end(kGrantEnds), absl::string_view(event.type)) != std::end(kGrantEnds);
}

}  // namespace

absl::StatusOr<std::vector<CaseInput>> InputsOf(const events::Event& event) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.type == event.type) return meaning.read(event);
  }
  return Inputs();
}

std::vector<std::string> EventHandler::Types() const {
  std::vector<std::string> types;
  for (const Meaning& meaning : kMeanings) types.emplace_back(meaning.type);
  for (const absl::string_view type : kGrantEnds) types.emplace_back(type);
  return types;
}

absl::Status EventHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                                 std::vector<events::NewEvent>* out) {
  Inputs inputs;
  for (const events::Event& event : events) {
    ASSIGN_OR_RETURN(const Inputs read, InputsOf(event));
    inputs.insert(inputs.end(), read.begin(), read.end());
  }
  return Receive(transaction, context_, inputs, out);
}

void EventHandler::Committed(absl::Span<const events::Event> events) {
  metrics_.applied.Increment(static_cast<double>(events.size()));
  for (const events::Event& event : events) {
    if (IsGrantEnd(event)) poke_(std::string(absl::StripPrefix(event.subject, "cases/")));
  }
}

}  // namespace redress::casework
