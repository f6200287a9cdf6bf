#include "services/compensation/worker/event_handler.h"

#include "libs/base/status_macros.h"
#include "libs/events/reading.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "services/compensation/app/claims.h"

namespace redress::compensation {
namespace {

namespace cw = casework::v1;

// Who is charged: nobody where the customer was not right, or where nobody who can be charged was at fault.
absl::optional<ChargedParty> PartyOf(const cw::CaseClosed& closed) {
  const cw::Closing& closing = closed.closing();
  const bool right = closing.finding() == cw::Closing::FINDING_SUBSTANTIATED || closing.finding() == cw::Closing::FINDING_PARTLY;
  if (closed.state() != cw::Case::STATE_CLOSED || !right) return absl::nullopt;
  switch (closing.responsible_party()) {
    case cw::PARTY_PLATFORM:
      return ChargedParty::kPlatform;
    case cw::PARTY_SELLER:
      return ChargedParty::kSeller;
    case cw::PARTY_CARRIER:
      return ChargedParty::kCarrier;
    case cw::PARTY_SUPPLIER:
      return ChargedParty::kSupplier;
    default:
      return absl::nullopt;
  }
}

}  // namespace

absl::StatusOr<CaseFinding> FindingOf(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, events::Parse<cw::CaseClosed>(event));
  CaseFinding finding;
  ASSIGN_OR_RETURN(finding.case_number, events::IdInEvent("cases/*", message.case_()));
  finding.closing = message.closing().number();
  if (finding.closing < 1) return events::BadEvent("an end of a case has a number");
  finding.party = PartyOf(message);
  finding.charger = message.closing().closed_by();
  finding.time = TimeOf(message.close_time());
  return finding;
}

std::vector<std::string> EventHandler::Types() const {
  return {cw::CaseClosed::descriptor()->full_name()};
}

absl::Status EventHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                                 std::vector<events::NewEvent>* out) {
  for (const events::Event& event : events) {
    ASSIGN_OR_RETURN(const CaseFinding finding, FindingOf(event));
    RETURN_IF_ERROR(HearFinding(transaction, finding, context_.time.Now(), out));
  }
  return absl::OkStatus();
}

}  // namespace redress::compensation
