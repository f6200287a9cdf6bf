#include "services/intake/domain/mask.h"

#include <catch2/catch.hpp>

namespace redress::intake {
namespace {

TEST_CASE("An id shows its end, and the less the shorter it is", "[intake]") {
  const auto [id, masked] = GENERATE(table<std::string, std::string>(
      {{"", ""}, {"o-1", "***"}, {"u-41", "***1"}, {"u-41385", "***5"}, {"4822824042113", "***113"}}));
  CHECK(MaskId(id) == masked);
}

TEST_CASE("A masked complaint shows no personal data in clear", "[intake]") {
  Complaint complaint{.number = ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), 1).value(),
                      .case_number = ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), 1).value()};
  complaint.said.text = Secret("CANARY");
  complaint.said.remedy_sought = Secret("CANARY");
  complaint.said.permalink = Secret("https://x/CANARY");
  complaint.said.author_handle = Secret("CANARY");
  complaint.said.source_message_id = Secret("CANARY-CANARY");
  complaint.said.orders = {Secret("CANARY-CANARY")};
  complaint.said.customer = {.id = Secret("CANARY-CANARY"),
                             .display_name = Secret("CANARY"),
                             .phone = Secret("+8613812345678"),
                             .email = Secret("CANARY@example.com"),
                             .address = Secret("CANARY"),
                             .vip_level = 2};
  complaint.evidence.push_back({.facts = {Secret("s3://b/CANARY"), "image/png", 1, "aa"}});
  MaskComplaint(complaint);
  const Submission& said = complaint.said;
  CHECK(said.text.Reveal().empty());
  CHECK(said.remedy_sought.Reveal().empty());
  CHECK(said.permalink.Reveal().empty());
  CHECK(said.customer.address.Reveal().empty());
  CHECK(complaint.evidence[0].facts.uri.Reveal().empty());
  CHECK(said.author_handle.Reveal() == "C**");
  CHECK(said.customer.display_name.Reveal() == "C**");
  CHECK(said.customer.phone.Reveal() == "138****5678");
  CHECK(said.customer.email.Reveal() == "C**@example.com");
  for (const std::string& shown : {said.source_message_id.Reveal(), said.orders[0].Reveal(), said.customer.id.Reveal()}) {
    CHECK(shown == "***ARY");
  }
  CHECK(said.customer.vip_level == 2);
}

TEST_CASE("A masked contact shows no text", "[intake]") {
  Contact contact{.complaint = ComplaintNumber::Make(absl::CivilDay(2026, 11, 22), 1).value()};
  contact.said.text = Secret("CANARY");
  contact.said.source_message_id = Secret("CANARY");
  MaskContact(contact);
  CHECK(contact.said.text.Reveal().empty());
  CHECK(contact.said.source_message_id.Reveal() == "***Y");
}

}  // namespace
}  // namespace redress::intake
