#include "services/outreach/worker/news.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "redress/compensation/v1/compensation_events.pb.h"
#include "redress/intake/v1/intake_events.pb.h"

namespace redress::outreach {
namespace {

constexpr char kCase[] = "cases/261122-00012345-21";

template <class Message>
events::Event EventOf(const Message& message) {
  events::Event event;
  event.type = message.GetTypeName();
  event.partition = 7;
  event.time = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
  event.data = message.SerializeAsString();
  return event;
}

template <class Message>
absl::optional<Heard> Hear(const Message& message) {
  return HeardOf(EventOf(message)).value();
}

classification::v1::Prediction Saying(const std::vector<std::pair<std::string, std::string>>& signals) {
  classification::v1::Prediction prediction;
  prediction.set_severity(type::v1::SEVERITY_ORDINARY);
  for (const auto& [kind, value] : signals) {
    prediction.add_signals()->set_kind(kind);
    prediction.mutable_signals()->rbegin()->set_value(value);
  }
  return prediction;
}

TEST_CASE("A simple question is answered, unless something in it needs a person", "[outreach]") {
  const auto intent = std::make_pair(std::string("intent"), std::string("order_status"));
  CHECK(AnswerableIntent(Saying({intent})) == "order_status");
  CHECK(AnswerableIntent(Saying({{"emotion", "calm"}, {"intent", "address_change"}})) == "address_change");
  CHECK(AnswerableIntent(Saying({{"intent", "invoice"}})) == "");
  for (const char* danger : {"escalation_risk", "safety", "malicious_risk", "counterfeit_claim", "payment_blocked"}) {
    CHECK(AnswerableIntent(Saying({intent, {danger, "x"}})) == "");
  }
  CHECK(AnswerableIntent(Saying({{"emotion", "furious"}, intent})) == "");
  auto urgent = Saying({intent});
  urgent.set_severity(type::v1::SEVERITY_URGENT);
  CHECK(AnswerableIntent(urgent) == "");
}

TEST_CASE("A complaint is read with everything that its acknowledgement needs", "[outreach]") {
  intake::v1::ComplaintReceived message;
  message.set_complaint("complaints/261122-00012345-21");
  message.set_case_(kCase);
  message.set_channel(type::v1::CHANNEL_REGULATOR);
  message.add_missing_information("contact");
  const News news = *Hear(message)->news;
  CHECK(news.kind == News::Kind::kReceived);
  CHECK(news.complaint == "261122-00012345-21");
  CHECK(news.regulator);
  CHECK(news.missing.size() == 1);
  intake::v1::ComplaintUnlinked unlinked;
  *unlinked.mutable_complaint_received() = message;
  CHECK(Hear(unlinked)->news->told);
}

TEST_CASE("Only what concerns the customer is heard", "[outreach]") {
  casework::v1::EvidenceRequested asked;
  asked.set_case_(kCase);
  asked.set_party(casework::v1::PARTY_SELLER);
  CHECK_FALSE(Hear(asked).has_value());
  asked.set_party(casework::v1::PARTY_CUSTOMER);
  asked.set_evidence_request("e1");
  CHECK(Hear(asked)->news->subject == "e1");
  casework::v1::CallbackMade called;
  called.set_case_(kCase);
  called.mutable_callback()->set_attempt(2);
  called.mutable_callback()->set_outcome(casework::v1::Callback::OUTCOME_NOT_REACHED);
  CHECK_FALSE(Hear(called).has_value());
  called.mutable_callback()->set_attempt(3);
  CHECK(Hear(called)->news->subject == "1");
  called.mutable_callback()->set_outcome(casework::v1::Callback::OUTCOME_SATISFIED);
  CHECK_FALSE(Hear(called).has_value());
}

TEST_CASE("A survey follows a complaint that was closed, and nothing else", "[outreach]") {
  casework::v1::CaseClosed closed;
  closed.set_case_(kCase);
  closed.set_state(casework::v1::Case::STATE_CLOSED);
  closed.mutable_closing()->set_finding(casework::v1::Closing::FINDING_SUBSTANTIATED);
  CHECK(Hear(closed)->news->survey);
  closed.mutable_closing()->set_finding(casework::v1::Closing::FINDING_NOT_A_COMPLAINT);
  CHECK_FALSE(Hear(closed)->news->survey);
  closed.set_state(casework::v1::Case::STATE_REJECTED);
  CHECK(Hear(closed)->news->rejected);
}

TEST_CASE("What was given is kept with what the customer is told of it", "[outreach]") {
  compensation::v1::GrantPaid paid;
  paid.set_grant("grants/g-1");
  paid.set_case_(kCase);
  paid.set_kind(compensation::v1::REMEDY_KIND_COUPON);
  paid.mutable_amount()->set_currency_code("CNY");
  paid.mutable_amount()->set_amount_minor(5'000);
  paid.set_result_reference("C-1");
  CHECK(Hear(paid)->given->reference == "C-1");
  compensation::v1::GrantReversed reversed;
  reversed.set_grant("grants/g-1");
  CHECK(Hear(reversed)->taken_back == "g-1");
}

TEST_CASE("What cannot be read is said, what means nothing passed over", "[outreach]") {
  intake::v1::ComplaintReceived message;
  message.set_case_("nonsense");
  CHECK(ReasonOf(HeardOf(EventOf(message)).status()) == "BAD_EVENT");
  casework::v1::TaskAnswered other;
  CHECK_FALSE(Hear(other).has_value());
  events::Event broken = EventOf(message);
  broken.data = "\xff";
  CHECK(ReasonOf(HeardOf(broken).status()) == "BAD_EVENT");
}

}  // namespace
}  // namespace redress::outreach
