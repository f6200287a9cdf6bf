// Complaints as received, and what came to their cases later.
#include "redress/intake/v1/intake_events.pb.h"
#include "services/analytics/worker/read_parts.h"

namespace redress::analytics {
namespace {

namespace v1 = intake::v1;
using events::Parse;

absl::StatusOr<Update> ComplaintOf(const v1::ComplaintReceived& message, int partition) {
  ASSIGN_OR_RETURN(std::string complaint, events::IdInEvent("complaints/*", message.complaint()));
  ASSIGN_OR_RETURN(std::string case_number, CaseIn(message.case_()));
  Update update(TableId::kComplaint, partition, std::move(complaint));
  update.Set("case_number", std::move(case_number))
      .Set("channel", Word(type::v1::Channel_Name(message.channel()), "CHANNEL_"))
      .SetTime("received_time", TimeOf(message.received_time()))
      .Set("customer", message.customer())
      .SetCount("vip_level", message.vip_level())
      .SetCount("paid_minor", message.amount_paid().amount_minor())
      .Set("paid_currency", message.amount_paid().currency_code())
      .SetCount("missing_count", message.missing_information_size())
      .SetCount("evidence_count", message.evidence_count())
      .Set("product", message.product())
      .Set("seller", message.seller())
      .SetFlag("same_matter", message.same_matter());
  if (message.has_event_time()) update.SetTime("happened_time", TimeOf(message.event_time()));
  return update;
}

absl::StatusOr<Updates> Received(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::ComplaintReceived>(event));
  ASSIGN_OR_RETURN(Update update, ComplaintOf(message, event.partition));
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> Unlinked(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::ComplaintUnlinked>(event));
  ASSIGN_OR_RETURN(Update update, ComplaintOf(message.complaint_received(), event.partition));
  update.Add("unlink_count");
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> Contacted(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::ContactAdded>(event));
  ASSIGN_OR_RETURN(std::string case_number, CaseIn(message.case_()));
  Update update(TableId::kContact, event.partition, std::move(case_number));
  update.Add("contact_count").Greatest("last_contact_time", TimeOf(message.received_time()).micros());
  if (message.kind() == v1::CONTACT_KIND_URGE) update.Add("urge_count");
  if (message.kind() == v1::CONTACT_KIND_ANSWER) update.Add("answer_count");
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> EvidenceCame(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::EvidenceAdded>(event));
  ASSIGN_OR_RETURN(std::string case_number, CaseIn(message.case_()));
  return Updates{Update(TableId::kContact, event.partition, std::move(case_number)).Add("evidence_count")};
}

absl::StatusOr<Updates> Called(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::CallReported>(event));
  ASSIGN_OR_RETURN(std::string call, events::IdInEvent("calls/*", message.call()));
  Update update(TableId::kCall, event.partition, std::move(call));
  if (!message.case_().empty()) {
    ASSIGN_OR_RETURN(std::string case_number, CaseIn(message.case_()));
    update.Set("case_number", std::move(case_number));
  }
  update.Set("outcome", Word(v1::CallOutcome_Name(message.outcome()), "CALL_OUTCOME_"))
      .SetTime("offered_time", TimeOf(message.offered_time()))
      .SetTime("outcome_time", TimeOf(message.outcome_time()))
      .SetCount("talk_seconds", message.talk_seconds());
  return Updates{std::move(update)};
}

// Whether somebody answered in time is a clock of sla's; there is nothing else to count.
absl::StatusOr<Updates> Spoken(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::ChatTurnReported>(event));
  RETURN_IF_ERROR(events::IdInEvent("chatTurns/*", message.turn()).status());
  return Updates();
}

constexpr Meaning kMeanings[] = {
    {"redress.intake.v1.ComplaintReceived", &Received}, {"redress.intake.v1.ContactAdded", &Contacted},
    {"redress.intake.v1.EvidenceAdded", &EvidenceCame}, {"redress.intake.v1.ComplaintUnlinked", &Unlinked},
    {"redress.intake.v1.CallReported", &Called},        {"redress.intake.v1.ChatTurnReported", &Spoken},
};

}  // namespace

absl::Span<const Meaning> IntakeMeanings() {
  return kMeanings;
}

}  // namespace redress::analytics
