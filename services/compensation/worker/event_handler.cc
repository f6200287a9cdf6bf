#include "services/compensation/worker/event_handler.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/events/reading.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"
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

bool IsFingerprint(const std::string& text) {
  return text.size() == 32 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c)) || (c >= 'a' && c <= 'f');
         });
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

absl::StatusOr<CaseMerge> MergeOf(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, events::Parse<cw::CaseMerged>(event));
  CaseMerge merge;
  ASSIGN_OR_RETURN(merge.case_number, events::IdInEvent("cases/*", message.case_()));
  ASSIGN_OR_RETURN(merge.into, events::IdInEvent("cases/*", message.into()));
  if (merge.case_number == merge.into) return events::BadEvent("no case is merged into itself");
  merge.time = TimeOf(message.merge_time());
  return merge;
}

absl::StatusOr<CaseMerge> UnmergeOf(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, events::Parse<cw::CaseUnmerged>(event));
  CaseMerge merge;
  ASSIGN_OR_RETURN(merge.case_number, events::IdInEvent("cases/*", message.case_()));
  merge.time = TimeOf(message.unmerge_time());
  return merge;
}

absl::StatusOr<Claimant> ClaimantOf(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, events::Parse<intake::v1::ComplaintReceived>(event));
  Claimant claimant;
  ASSIGN_OR_RETURN(claimant.complaint, events::IdInEvent("complaints/*", message.complaint()));
  ASSIGN_OR_RETURN(claimant.case_number, events::IdInEvent("cases/*", message.case_()));
  claimant.partition = event.partition;
  claimant.customer = message.customer();
  if (!claimant.customer.empty() && !IsFingerprint(claimant.customer)) return events::BadEvent("a customer is a fingerprint");
  claimant.receive_time = TimeOf(message.received_time());
  for (const intake::v1::ComplaintReceived::Identifier& identifier : message.identifiers()) {
    const std::string kind = intake::v1::ComplaintReceived::Identifier::Kind_Name(identifier.kind());
    // A kind of a later version ties nobody yet.
    if (identifier.kind() == intake::v1::ComplaintReceived::Identifier::KIND_UNSPECIFIED || kind.empty()) continue;
    if (!IsFingerprint(identifier.fingerprint())) return events::BadEvent("an identifier is a fingerprint");
    claimant.identifiers.emplace_back(std::string(absl::StripPrefix(kind, "KIND_")), identifier.fingerprint());
  }
  return claimant;
}

std::vector<std::string> EventHandler::Types() const {
  return {cw::CaseClosed::descriptor()->full_name(), cw::CaseMerged::descriptor()->full_name(),
          cw::CaseUnmerged::descriptor()->full_name(), intake::v1::ComplaintReceived::descriptor()->full_name()};
}

absl::Status EventHandler::ApplyOne(pqxx::work& transaction, const events::Event& event, std::vector<Claimant>* claimants,
                                    std::vector<events::NewEvent>* out) {
  if (event.type == cw::CaseMerged::descriptor()->full_name()) {
    ASSIGN_OR_RETURN(const CaseMerge merge, MergeOf(event));
    return HearMerge(transaction, merge, context_.time.Now(), out);
  }
  if (event.type == cw::CaseUnmerged::descriptor()->full_name()) {
    ASSIGN_OR_RETURN(const CaseMerge merge, UnmergeOf(event));
    return HearMerge(transaction, merge, context_.time.Now(), out);
  }
  if (event.type == intake::v1::ComplaintReceived::descriptor()->full_name()) {
    ASSIGN_OR_RETURN(Claimant claimant, ClaimantOf(event));
    // Nothing can be counted of an anonymous one.
    if (!claimant.customer.empty()) claimants->push_back(std::move(claimant));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const CaseFinding finding, FindingOf(event));
  return HearFinding(transaction, finding, context_.time.Now(), out);
}

absl::Status EventHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                                 std::vector<events::NewEvent>* out) {
  std::vector<Claimant> claimants;
  for (const events::Event& event : events) {
    RETURN_IF_ERROR(ApplyOne(transaction, event, &claimants, out));
  }
  SaveClaimants(transaction, claimants);
  return absl::OkStatus();
}

}  // namespace redress::compensation
