// What was given.
#include "redress/compensation/v1/compensation_events.pb.h"
#include "services/analytics/worker/read_parts.h"

namespace redress::analytics {
namespace {

namespace v1 = compensation::v1;
using events::Parse;

template <class Message>
absl::StatusOr<Update> GrantOf(const events::Event& event, const Message& message) {
  ASSIGN_OR_RETURN(std::string grant, events::IdInEvent("grants/*", message.grant()));
  ASSIGN_OR_RETURN(std::string case_number, CaseIn(message.case_()));
  Update update(TableId::kGrant, event.partition, std::move(grant));
  update.Set("case_number", std::move(case_number));
  return update;
}

absl::StatusOr<Updates> Committed(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::GrantCommitted>(event));
  ASSIGN_OR_RETURN(Update update, GrantOf(event, message));
  update.Set("state", "COMMITTED")
      .Set("kind", Word(v1::RemedyKind_Name(message.kind()), "REMEDY_KIND_"))
      .SetCount("amount_minor", message.amount().amount_minor())
      .Set("currency", message.amount().currency_code())
      .Set("cause_l1", message.cause().l1())
      .Set("cause_l2", message.cause().l2())
      .SetTime("commit_time", TimeOf(message.commit_time()));
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> Paid(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::GrantPaid>(event));
  ASSIGN_OR_RETURN(Update update, GrantOf(event, message));
  return Updates{std::move(update.Set("state", "PAID").SetTime("pay_time", TimeOf(message.pay_time())))};
}

absl::StatusOr<Updates> Failed(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::GrantFailed>(event));
  ASSIGN_OR_RETURN(Update update, GrantOf(event, message));
  update.Set("state", "FAILED").Set("failure_reason", message.failure_reason()).SetTime("end_time", TimeOf(message.fail_time()));
  return Updates{std::move(update)};
}

absl::StatusOr<Updates> Reversed(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::GrantReversed>(event));
  ASSIGN_OR_RETURN(Update update, GrantOf(event, message));
  return Updates{std::move(update.Set("state", "REVERSED").SetTime("end_time", TimeOf(message.reverse_time())))};
}

// What becomes of a charge is in the books; no fact of ours counts it, and no KPI asks for it.
template <class Message>
absl::StatusOr<Updates> Claimed(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<Message>(event));
  RETURN_IF_ERROR(events::IdInEvent("claims/*", message.claim()).status());
  RETURN_IF_ERROR(CaseIn(message.case_()).status());
  return Updates();
}

// For whoever audits the books: of no case.
absl::StatusOr<Updates> Sealed(const events::Event& event) {
  RETURN_IF_ERROR(Parse<v1::LedgerSealed>(event).status());
  return Updates();
}

// A sign is no fact yet: people decide what it was.
absl::StatusOr<Updates> Flagged(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<v1::AbuseFlagged>(event));
  RETURN_IF_ERROR(events::IdInEvent("abuseFlags/*", message.abuse_flag()).status());
  RETURN_IF_ERROR(CaseIn(message.case_()).status());
  return Updates();
}

constexpr Meaning kMeanings[] = {
    {"redress.compensation.v1.GrantCommitted", &Committed},
    {"redress.compensation.v1.GrantPaid", &Paid},
    {"redress.compensation.v1.GrantFailed", &Failed},
    {"redress.compensation.v1.GrantReversed", &Reversed},
    {"redress.compensation.v1.LedgerSealed", &Sealed},
    {"redress.compensation.v1.ClaimCharged", &Claimed<v1::ClaimCharged>},
    {"redress.compensation.v1.ClaimSettled", &Claimed<v1::ClaimSettled>},
    {"redress.compensation.v1.ClaimWrittenOff", &Claimed<v1::ClaimWrittenOff>},
    {"redress.compensation.v1.ClaimWithdrawn", &Claimed<v1::ClaimWithdrawn>},
    {"redress.compensation.v1.ChargeAppealed", &Claimed<v1::ChargeAppealed>},
    {"redress.compensation.v1.AbuseFlagged", &Flagged},
    {"redress.compensation.v1.AppealDecided", &Claimed<v1::AppealDecided>},
};

}  // namespace

absl::Span<const Meaning> CompensationMeanings() {
  return kMeanings;
}

}  // namespace redress::analytics
