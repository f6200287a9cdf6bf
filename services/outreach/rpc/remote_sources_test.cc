#include "services/outreach/rpc/remote_sources.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::outreach {
namespace {

using Response = intake::v1::BatchReadContentResponse;

Response::Content& Add(Response* response, const std::string& name, const std::string& phone) {
  Response::Content& content = *response->add_contents();
  content.set_found(true);
  content.set_display_name(name);
  content.set_phone(phone);
  return content;
}

TEST_CASE("Who can be reached is told, the newest complaint first", "[outreach]") {
  Response response;
  response.add_contents();
  CHECK(ReasonOf(RecipientOf(response).status()) == "CUSTOMER_ERASED");
  Add(&response, "new", "");
  CHECK(RecipientOf(response)->name == "new");
  Add(&response, "old", "+8613800000000").set_channel(type::v1::CHANNEL_APP);
  CHECK(RecipientOf(response)->name == "old");
  CHECK(RecipientOf(response)->by_app);
}

TEST_CASE("Of a case the customer's part is read", "[outreach]") {
  casework::v1::Case proto;
  proto.set_state(casework::v1::Case::STATE_PLAN_PROPOSED);
  proto.mutable_plan()->set_number(2);
  proto.mutable_plan()->add_steps()->set_description("refund");
  casework::v1::EvidenceRequest& seller = *proto.add_evidence_requests();
  seller.set_id("e1");
  seller.set_party(casework::v1::PARTY_SELLER);
  casework::v1::EvidenceRequest& customer = *proto.add_evidence_requests();
  customer.set_id("e2");
  customer.set_party(casework::v1::PARTY_CUSTOMER);
  customer.set_state(casework::v1::EvidenceRequest::STATE_OPEN);
  const CaseFacts facts = FactsOf(proto);
  REQUIRE(facts.asked.size() == 1);
  CHECK(facts.asked[0].id == "e2");
  CHECK(facts.asked[0].open);
  CHECK(facts.offered);
  CHECK(facts.plan == 2);
  CHECK(facts.steps.size() == 1);
}

TEST_CASE("An order's parcels are told with the words of their states", "[outreach]") {
  platform::v1::Order order;
  order.set_name("orders/o-1");
  order.set_state(platform::v1::Order::STATE_PAID);
  CHECK_FALSE(FactsOf(order).shipped);
  order.set_state(platform::v1::Order::STATE_SHIPPED);
  order.add_deliveries()->set_state(platform::v1::Delivery::STATE_IN_TRANSIT);
  const OrderFacts facts = FactsOf(order);
  CHECK(facts.name == "o-1");
  CHECK(facts.shipped);
  CHECK(facts.parcels[0].state == "in_transit");
  CHECK_FALSE(facts.parcels[0].promised_time.has_value());
}

}  // namespace
}  // namespace redress::outreach
