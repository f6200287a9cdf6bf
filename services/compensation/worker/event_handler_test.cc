#include "services/compensation/worker/event_handler.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"

namespace redress::compensation {
namespace {

namespace cw = casework::v1;

cw::CaseClosed Closed(cw::Party party, cw::Closing::Finding finding = cw::Closing::FINDING_SUBSTANTIATED,
                      cw::Case::State state = cw::Case::STATE_CLOSED) {
  cw::CaseClosed message;
  message.set_case_("cases/261122-00012345-21");
  message.set_state(state);
  message.mutable_closing()->set_finding(finding);
  message.mutable_closing()->set_responsible_party(party);
  message.mutable_closing()->set_closed_by("agents/a-li");
  message.mutable_closing()->set_number(2);
  message.mutable_close_time()->set_seconds(1'000);
  return message;
}

absl::StatusOr<CaseFinding> Read(const cw::CaseClosed& message) {
  events::Event event;
  event.type = message.GetTypeName();
  event.data = message.SerializeAsString();
  return FindingOf(event);
}

TEST_CASE("Whoever is responsible for what was substantiated is charged", "[compensation]") {
  const auto [party, charged] =
      GENERATE(table<cw::Party, absl::optional<ChargedParty>>({{cw::PARTY_PLATFORM, ChargedParty::kPlatform},
                                                               {cw::PARTY_SELLER, ChargedParty::kSeller},
                                                               {cw::PARTY_CARRIER, ChargedParty::kCarrier},
                                                               {cw::PARTY_SUPPLIER, ChargedParty::kSupplier},
                                                               {cw::PARTY_CUSTOMER, absl::nullopt},
                                                               {cw::PARTY_NONE, absl::nullopt},
                                                               {cw::PARTY_UNSPECIFIED, absl::nullopt}}));
  const CaseFinding finding = Read(Closed(party)).value();
  CHECK((finding.party == charged));
  CHECK(finding.case_number == "261122-00012345-21");
  CHECK(finding.closing == 2);
  CHECK(finding.charger == "agents/a-li");
  CHECK(finding.time == BusinessTime::FromUnixMicros(1'000'000'000));
  CHECK((Read(Closed(party, cw::Closing::FINDING_PARTLY))->party == charged));
  for (const auto not_right :
       {cw::Closing::FINDING_UNSPECIFIED, cw::Closing::FINDING_NOT_SUBSTANTIATED, cw::Closing::FINDING_NOT_A_COMPLAINT}) {
    CHECK_FALSE(Read(Closed(party, not_right))->party.has_value());
  }
  CHECK_FALSE(Read(Closed(party, cw::Closing::FINDING_SUBSTANTIATED, cw::Case::STATE_REJECTED))->party.has_value());
}

template <class Message>
events::Event Said(const Message& message) {
  events::Event event;
  event.type = message.GetTypeName();
  event.data = message.SerializeAsString();
  event.partition = 7;
  return event;
}

TEST_CASE("A merge says which case goes on", "[compensation]") {
  cw::CaseMerged message;
  message.set_case_("cases/a");
  message.set_into("cases/b");
  message.mutable_merge_time()->set_seconds(1'000);
  const CaseMerge merge = MergeOf(Said(message)).value();
  CHECK(merge.case_number == "a");
  CHECK(merge.into == "b");
  CHECK(merge.time == BusinessTime::FromUnixMicros(1'000'000'000));
  message.set_into("cases/a");
  CHECK(ReasonOf(MergeOf(Said(message)).status()) == "BAD_EVENT");
  cw::CaseUnmerged out;
  out.set_case_("cases/a");
  CHECK(UnmergeOf(Said(out))->case_number == "a");
  CHECK(UnmergeOf(Said(out))->into.empty());
  message.set_into("b");
  CHECK(ReasonOf(MergeOf(Said(message)).status()) == "BAD_EVENT");
}

TEST_CASE("Who complains is fingerprints, and nothing else is taken for one", "[compensation]") {
  const std::string customer(32, 'a'), phone(32, '1');
  intake::v1::ComplaintReceived message;
  message.set_complaint("complaints/k");
  message.set_case_("cases/c");
  message.set_customer(customer);
  message.mutable_received_time()->set_seconds(1'000);
  intake::v1::ComplaintReceived::Identifier& identifier = *message.add_identifiers();
  identifier.set_kind(intake::v1::ComplaintReceived::Identifier::KIND_PHONE);
  identifier.set_fingerprint(phone);
  message.add_identifiers()->set_kind(static_cast<intake::v1::ComplaintReceived::Identifier::Kind>(99));
  const Claimant claimant = ClaimantOf(Said(message)).value();
  CHECK(claimant.complaint == "k");
  CHECK(claimant.case_number == "c");
  CHECK(claimant.partition == 7);
  CHECK(claimant.customer == customer);
  CHECK(claimant.identifiers == std::vector<std::pair<std::string, std::string>>{{"PHONE", phone}});
  for (const std::string& none : {std::string("13800165201"), std::string(32, 'A'), std::string(33, 'a')}) {
    message.mutable_identifiers(0)->set_fingerprint(none);
    CHECK(ReasonOf(ClaimantOf(Said(message)).status()) == "BAD_EVENT");
  }
  message.mutable_identifiers(0)->set_fingerprint(phone);
  message.set_customer("u-1");
  CHECK(ReasonOf(ClaimantOf(Said(message)).status()) == "BAD_EVENT");
  message.set_customer("");
  CHECK(ClaimantOf(Said(message))->customer.empty());
}

TEST_CASE("An event that cannot be read is parked", "[compensation]") {
  cw::CaseClosed message = Closed(cw::PARTY_SELLER);
  message.set_case_("case");
  CHECK(ReasonOf(Read(message).status()) == "BAD_EVENT");
  message = Closed(cw::PARTY_SELLER);
  message.mutable_closing()->set_number(0);
  CHECK(ReasonOf(Read(message).status()) == "BAD_EVENT");
  events::Event event;
  event.data = "\xff";
  CHECK(ReasonOf(FindingOf(event).status()) == "BAD_EVENT");
}

}  // namespace
}  // namespace redress::compensation
