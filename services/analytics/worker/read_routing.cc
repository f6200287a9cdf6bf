// Who has the case, how grave it is, what the model suspects. Items about a part of a case (approvals, tasks) are counted; team
// and severity are those of the item that is the case itself.
#include "redress/routing/v1/routing_events.pb.h"
#include "services/analytics/worker/read_parts.h"

namespace redress::analytics {
namespace {

namespace v1 = routing::v1;
using events::Parse;

bool IsTheCase(absl::string_view kind) {
  return kind == "HANDLE_CASE" || kind == "TRIAGE";
}

template <class Message>
absl::StatusOr<Update> RouteOf(const events::Event& event, const Message& message) {
  ASSIGN_OR_RETURN(std::string case_number, CaseIn(message.case_()));
  return Update(TableId::kRoute, event.partition, std::move(case_number));
}

std::string SeverityWord(type::v1::Severity severity) {
  return Word(type::v1::Severity_Name(severity), "SEVERITY_");
}

// What was once suspected stays so.
void Suspect(const classification::v1::Prediction& prediction, Update* update) {
  for (const type::v1::Signal& signal : prediction.signals()) {
    if (signal.kind() == "malicious_risk") update->Greatest("malicious", 1);
    if (signal.kind() == "safety") update->Greatest("safety", 1);
    if (signal.kind() == "escalation_risk" && signal.value() == "media") update->Greatest("media", 1);
    if (signal.kind() == "emotion") update->Set("emotion", signal.value());
  }
}

absl::StatusOr<Updates> Created(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::WorkItemCreated>(event));
  ASSIGN_OR_RETURN(Update update, RouteOf(event, message));
  update.Add("item_count");
  if (IsTheCase(message.kind())) update.Set("team", message.team()).Set("severity", SeverityWord(message.severity()));
  if (message.has_prediction()) {
    Suspect(message.prediction(), &update);
    update.SetFlag("abstained", message.prediction().abstained());
  }
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> Raised(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::WorkItemRaised>(event));
  ASSIGN_OR_RETURN(Update update, RouteOf(event, message));
  update.Add("raise_count").Set("severity", SeverityWord(message.severity()));
  if (message.has_prediction()) Suspect(message.prediction(), &update);
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> Offered(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::WorkItemOffered>(event));
  ASSIGN_OR_RETURN(Update update, RouteOf(event, message));
  return Updates{std::move(update.Add("offer_count"))};
}

absl::StatusOr<Updates> Accepted(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::WorkItemAccepted>(event));
  if (!IsTheCase(message.kind())) return Updates();
  ASSIGN_OR_RETURN(Update update, RouteOf(event, message));
  return Updates{std::move(update.Set("team", message.team()).First("first_accept_time", TimeOf(message.accept_time())))};
}

absl::StatusOr<Updates> Released(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::WorkItemReleased>(event));
  ASSIGN_OR_RETURN(Update update, RouteOf(event, message));
  update.Add("release_count");
  if (IsTheCase(message.kind())) update.Set("team", message.team());
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> Done(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::WorkItemDone>(event));
  ASSIGN_OR_RETURN(Update update, RouteOf(event, message));
  return Updates{std::move(update.Add("done_count"))};
}

absl::StatusOr<Updates> Triaged(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::TriageDecided>(event));
  ASSIGN_OR_RETURN(Update update, RouteOf(event, message));
  return Updates{std::move(update.Set("team", message.team()).SetFlag("triaged", true))};
}

constexpr Meaning kMeanings[] = {
    {"redress.routing.v1.WorkItemCreated", &Created},   {"redress.routing.v1.WorkItemRaised", &Raised},
    {"redress.routing.v1.WorkItemOffered", &Offered},   {"redress.routing.v1.WorkItemAccepted", &Accepted},
    {"redress.routing.v1.WorkItemReleased", &Released}, {"redress.routing.v1.WorkItemDone", &Done},
    {"redress.routing.v1.TriageDecided", &Triaged},
};

}  // namespace

absl::Span<const Meaning> RoutingMeanings() {
  return kMeanings;
}

}  // namespace redress::analytics
