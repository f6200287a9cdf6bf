#include "services/outreach/worker/news.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/events/reading.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/routing/v1/routing_events.pb.h"

namespace redress::outreach {
namespace {

namespace cw = casework::v1;
using events::IdInEvent;
using events::Parse;
using Kind = News::Kind;
using MaybeHeard = absl::StatusOr<absl::optional<Heard>>;

constexpr std::array<absl::string_view, 2> kAnswerable = {"order_status", "address_change"};
// What needs a person, whatever was asked beside it.
constexpr std::array<absl::string_view, 5> kDangers = {"escalation_risk", "safety", "malicious_risk", "counterfeit_claim",
                                                       "payment_blocked"};
constexpr int kCallbackAttempts = 3;

template <class Words>
bool IsOneOf(const Words& words, absl::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The time of the fact where the message tells it, else that of the event.
template <class Message>
absl::StatusOr<News> NewsOf(Kind kind, const events::Event& event, const Message& message) {
  News news;
  news.kind = kind;
  news.partition = event.partition;
  news.time = event.time;
  ASSIGN_OR_RETURN(news.case_number, IdInEvent("cases/*", message.case_()));
  return news;
}

MaybeHeard Of(News news) {
  Heard heard;
  heard.news = std::move(news);
  return absl::make_optional(std::move(heard));
}

MaybeHeard Nothing() {
  return absl::optional<Heard>();
}

absl::StatusOr<News> Complaint(const events::Event& event, const intake::v1::ComplaintReceived& message) {
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kReceived, event, message));
  ASSIGN_OR_RETURN(news.complaint, IdInEvent("complaints/*", message.complaint()));
  news.customer = message.customer();
  news.channel = message.channel();
  news.regulator = message.channel() == type::v1::CHANNEL_REGULATOR;
  news.same_matter = message.same_matter();
  news.missing.assign(message.missing_information().begin(), message.missing_information().end());
  if (message.has_received_time()) news.time = TimeOf(message.received_time());
  return news;
}

MaybeHeard Received(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::ComplaintReceived>(event));
  ASSIGN_OR_RETURN(News news, Complaint(event, message));
  return Of(std::move(news));
}

// Its customer was told when it came.
MaybeHeard Unlinked(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<intake::v1::ComplaintUnlinked>(event));
  ASSIGN_OR_RETURN(News news, Complaint(event, message.complaint_received()));
  news.told = true;
  return Of(std::move(news));
}

template <class Message>
MaybeHeard Predicted(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<Message>(event));
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kPredicted, event, message));
  news.severity = static_cast<Severity>(message.severity());
  if (message.has_prediction()) news.intent = AnswerableIntent(message.prediction());
  return Of(std::move(news));
}

MaybeHeard Tagged(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CaseTagged>(event));
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kTagged, event, message));
  news.tag = absl::StrCat(message.tag().l1(), "/", message.tag().l2());
  return Of(std::move(news));
}

MaybeHeard Moved(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CaseStateChanged>(event));
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kMoved, event, message));
  if (message.has_change_time()) news.time = TimeOf(message.change_time());
  switch (message.to_state()) {
    case cw::Case::STATE_CALLBACK_DUE:
      news.phase = CasePhase::kDone;
      break;
    case cw::Case::STATE_MERGED:
      news.phase = CasePhase::kMerged;
      break;
    case cw::Case::STATE_CLOSED:
    case cw::Case::STATE_REJECTED:
      news.phase = CasePhase::kOver;
      break;
    case cw::Case::STATE_REOPENED:
      news.phase = CasePhase::kReopened;
      break;
    default:
      news.phase = CasePhase::kOpen;
  }
  return Of(std::move(news));
}

MaybeHeard EvidenceAsked(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::EvidenceRequested>(event));
  if (message.party() != cw::PARTY_CUSTOMER) return Nothing();
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kEvidenceAsked, event, message));
  news.subject = message.evidence_request();
  if (message.has_request_time()) news.time = TimeOf(message.request_time());
  news.due_time = TimeOf(message.due_time());
  return Of(std::move(news));
}

MaybeHeard EvidenceEnded(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::EvidenceRequestEnded>(event));
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kEvidenceEnded, event, message));
  news.subject = message.evidence_request();
  return Of(std::move(news));
}

MaybeHeard PlanProposed(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::PlanProposed>(event));
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kPlanProposed, event, message));
  news.subject = absl::StrCat(message.plan());
  if (message.has_propose_time()) news.time = TimeOf(message.propose_time());
  return Of(std::move(news));
}

MaybeHeard PlanAnswered(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::PlanAnswered>(event));
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kPlanAnswered, event, message));
  news.subject = absl::StrCat(message.plan());
  return Of(std::move(news));
}

MaybeHeard CallbackMade(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CallbackMade>(event));
  const cw::Callback& callback = message.callback();
  if (callback.outcome() != cw::Callback::OUTCOME_NOT_REACHED || callback.attempt() < kCallbackAttempts) return Nothing();
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kUnreached, event, message));
  news.subject = absl::StrCat(callback.round() + 1);
  if (callback.has_call_time()) news.time = TimeOf(callback.call_time());
  return Of(std::move(news));
}

MaybeHeard Closed(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CaseClosed>(event));
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kClosed, event, message));
  news.rejected = message.state() == cw::Case::STATE_REJECTED;
  news.survey = !news.rejected && message.closing().finding() != cw::Closing::FINDING_NOT_A_COMPLAINT;
  if (message.closing().number() > 0) news.subject = absl::StrCat(message.closing().number());
  if (message.has_close_time()) news.time = TimeOf(message.close_time());
  return Of(std::move(news));
}

MaybeHeard Reopened(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<cw::CaseReopened>(event));
  ASSIGN_OR_RETURN(News news, NewsOf(Kind::kReopened, event, message));
  if (message.has_reopen_time()) news.time = TimeOf(message.reopen_time());
  return Of(std::move(news));
}

MaybeHeard Paid(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<compensation::v1::GrantPaid>(event));
  Heard heard;
  Given given;
  ASSIGN_OR_RETURN(given.grant, IdInEvent("grants/*", message.grant()));
  ASSIGN_OR_RETURN(given.case_number, IdInEvent("cases/*", message.case_()));
  ASSIGN_OR_RETURN(given.amount.currency, Currency::Parse(message.amount().currency_code()));
  given.amount.minor = message.amount().amount_minor();
  given.kind = message.kind();
  given.reference = message.result_reference();
  given.pay_time = message.has_pay_time() ? TimeOf(message.pay_time()) : event.time;
  heard.given = std::move(given);
  return absl::make_optional(std::move(heard));
}

MaybeHeard Reversed(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<compensation::v1::GrantReversed>(event));
  Heard heard;
  ASSIGN_OR_RETURN(heard.taken_back, IdInEvent("grants/*", message.grant()));
  return absl::make_optional(std::move(heard));
}

struct Meaning {
  absl::string_view type;
  MaybeHeard (*read)(const events::Event&);
};
constexpr Meaning kMeanings[] = {
    {"redress.intake.v1.ComplaintReceived", &Received},
    {"redress.intake.v1.ComplaintUnlinked", &Unlinked},
    {"redress.routing.v1.WorkItemCreated", &Predicted<routing::v1::WorkItemCreated>},
    {"redress.routing.v1.WorkItemRaised", &Predicted<routing::v1::WorkItemRaised>},
    {"redress.casework.v1.CaseTagged", &Tagged},
    {"redress.casework.v1.CaseStateChanged", &Moved},
    {"redress.casework.v1.EvidenceRequested", &EvidenceAsked},
    {"redress.casework.v1.EvidenceRequestEnded", &EvidenceEnded},
    {"redress.casework.v1.PlanProposed", &PlanProposed},
    {"redress.casework.v1.PlanAnswered", &PlanAnswered},
    {"redress.casework.v1.CallbackMade", &CallbackMade},
    {"redress.casework.v1.CaseClosed", &Closed},
    {"redress.casework.v1.CaseReopened", &Reopened},
    {"redress.compensation.v1.GrantPaid", &Paid},
    {"redress.compensation.v1.GrantReversed", &Reversed},
};

}  // namespace

std::vector<std::string> HeardTypes() {
  std::vector<std::string> types;
  types.reserve(std::size(kMeanings));
  for (const Meaning& meaning : kMeanings) types.emplace_back(meaning.type);
  return types;
}

absl::StatusOr<absl::optional<Heard>> HeardOf(const events::Event& event) {
  for (const Meaning& meaning : kMeanings) {
    if (meaning.type == event.type) return meaning.read(event);
  }
  return Nothing();
}

std::string AnswerableIntent(const classification::v1::Prediction& prediction) {
  if (prediction.severity() > type::v1::SEVERITY_ORDINARY) return "";
  std::string intent;
  for (const type::v1::Signal& signal : prediction.signals()) {
    if (IsOneOf(kDangers, signal.kind()) || (signal.kind() == "emotion" && signal.value() == "furious")) return "";
    if (signal.kind() == "intent" && intent.empty() && IsOneOf(kAnswerable, signal.value())) intent = signal.value();
  }
  return intent;
}

}  // namespace redress::outreach
