#include "services/routing/worker/case_handler.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/routing/worker/casework_news.h"
#include "services/routing/worker/intake_input.h"

namespace redress::routing {
namespace {

constexpr size_t kClassifyMax = 512;  // of one BatchClassify

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

std::string KeyOf(const Tag& tag) {
  return absl::StrCat(tag.l1, "/", tag.l2);
}

}  // namespace

absl::StatusOr<absl::optional<CaseMessage>> CaseMessageOf(const events::Event& event) {
  if (absl::StartsWith(event.type, "redress.casework.")) {
    ASSIGN_OR_RETURN(absl::optional<CaseNews> news, CaseNewsOf(event));
    return news.has_value() ? absl::optional<CaseMessage>(*std::move(news)) : absl::nullopt;
  }
  ASSIGN_OR_RETURN(absl::optional<CaseInput> input, CaseInputOf(event));
  return input.has_value() ? absl::optional<CaseMessage>(*std::move(input)) : absl::nullopt;
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

std::vector<std::string> CaseHandler::Types() const {
  std::vector<std::string> types;
  for (const char* type : {"ComplaintReceived", "ContactAdded", "ComplaintUnlinked"}) {
    types.push_back(absl::StrCat("redress.intake.v1.", type));
  }
  for (const char* type :
       {"CaseOpened", "CaseStateChanged", "CaseTagged", "ApprovalRequested", "ApprovalEnded", "TaskAssigned", "TaskAnswered",
        "CallbackDue", "CallbackMade", "CaseClosed", "CaseReopened", "CaseMerged", "CaseUnmerged"}) {
    types.push_back(absl::StrCat("redress.casework.v1.", type));
  }
  return types;
}

absl::Status CaseHandler::Classify(std::vector<std::string> complaints) {
  std::sort(complaints.begin(), complaints.end());
  complaints.erase(std::unique(complaints.begin(), complaints.end()), complaints.end());
  for (size_t begin = 0; begin < complaints.size(); begin += kClassifyMax) {
    const absl::Span<const std::string> chunk = absl::MakeConstSpan(complaints).subspan(begin, kClassifyMax);
    classification::v1::BatchClassifyRequest request;
    for (const std::string& number : chunk) request.add_complaints(absl::StrCat("complaints/", number));
    const absl::StatusOr<classification::v1::BatchClassifyResponse> answer = classification_.classify(request);
    if (!answer.ok()) return WaitFor(answer.status());
    if (static_cast<size_t>(answer->predictions_size()) != chunk.size()) {
      return Error(absl::StatusCode::kUnavailable, "CLASSIFICATION_REFUSES",
                   "classification answered another number of predictions");
    }
    for (size_t i = 0; i < chunk.size(); ++i) {
      const classification::v1::Prediction& prediction = answer->predictions(static_cast<int>(i));
      if (prediction.has_tag()) predictions_[chunk[i]] = FactsOf(prediction);
    }
  }
  return absl::OkStatus();
}

// A tag that the taxonomy does not have any more has no team: people look at it.
absl::Status CaseHandler::FindTeam(const Tag& tag) {
  std::string& team = teams_[KeyOf(tag)];
  const absl::StatusOr<std::string> found = classification_.team_of(tag);
  if (found.ok()) team = *found;
  return found.ok() || absl::IsInvalidArgument(found.status()) ? absl::OkStatus() : WaitFor(found.status());
}

absl::Status CaseHandler::Prepare(absl::Span<const events::Event> events) {
  predictions_.clear();
  teams_.clear();
  std::vector<std::string> complaints;
  for (const events::Event& event : events) {
    ASSIGN_OR_RETURN(const absl::optional<CaseMessage> message, CaseMessageOf(event));
    if (!message.has_value()) continue;
    if (const CaseInput* const input = std::get_if<CaseInput>(&*message)) {
      if (!input->complaint.empty()) complaints.push_back(input->complaint);
    } else if (const CaseNews& news = std::get<CaseNews>(*message); news.kind == CaseNews::Kind::kTagged) {
      RETURN_IF_ERROR(FindTeam(news.tag));
    }
  }
  return Classify(std::move(complaints));
}

void CaseHandler::Complete(CaseMessage* message) const {
  if (CaseInput* const input = std::get_if<CaseInput>(message)) {
    if (const auto known = predictions_.find(input->complaint); known != predictions_.end()) input->prediction = known->second;
  } else if (CaseNews& news = std::get<CaseNews>(*message); news.kind == CaseNews::Kind::kTagged) {
    if (const auto known = teams_.find(KeyOf(news.tag)); known != teams_.end()) news.team = known->second;
  }
}

absl::Status CaseHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                                std::vector<events::NewEvent>* out) {
  std::vector<CaseMessage> messages;
  for (const events::Event& event : events) {
    ASSIGN_OR_RETURN(absl::optional<CaseMessage> message, CaseMessageOf(event));
    if (!message.has_value()) continue;
    Complete(&*message);
    messages.push_back(*std::move(message));
  }
  ASSIGN_OR_RETURN(received_, Receive(transaction, std::move(messages), time_.Now(), assigner_));
  *out = std::move(received_.said);
  return absl::OkStatus();
}

void CaseHandler::Committed(absl::Span<const events::Event> events) {
  if (metrics_ != nullptr) {
    metrics_->consumed.Increment(static_cast<double>(events.size()));
    metrics_->Count(received_.offers);
  }
  if (received_.for_assigner) wake_();
  received_ = Received();  // a batch of which nothing is applied commits too
}

}  // namespace redress::routing
