#include "services/intake/app/vaulting.h"

#include <catch2/catch.hpp>

#include "absl/strings/match.h"
#include "libs/base/error.h"
#include "services/intake/app/missing_bits.h"
#include "services/intake/app/reply_token.h"

namespace redress::intake {
namespace {

constexpr int64_t kNumber = 26112200001234;

ComplaintRow SealedRow(const Vaulting& vaulting, const vault::NewKey& key, const Submission& said) {
  ComplaintRow row;
  row.facts.number = row.facts.case_number = kNumber;
  row.wrapped_key = key.wrapped;
  row.content = vaulting.SealComplaint(key.key, kNumber, said);
  return row;
}

TEST_CASE("Sealed content opens in its own row only", "[intake]") {
  const vault::KeyRing ring = vault::KeyRing::Ephemeral();
  const Vaulting vaulting(ring);
  Submission said;
  said.text = Secret("CANARY");
  ComplaintRow row = SealedRow(vaulting, ring.NewDataKey(), said);
  CHECK_FALSE(absl::StrContains(row.content, "CANARY"));
  CHECK(vaulting.OpenComplaint(row)->said.text.Reveal() == "CANARY");
  row.facts.number += 1;
  CHECK(vaulting.OpenComplaint(row).status().code() == absl::StatusCode::kDataLoss);
}

TEST_CASE("Without its key a complaint shows what is not personal", "[intake]") {
  const vault::KeyRing ring = vault::KeyRing::Ephemeral();
  const Vaulting vaulting(ring);
  Submission said;
  said.text = Secret("CANARY");
  ComplaintRow row = SealedRow(vaulting, ring.NewDataKey(), said);
  row.wrapped_key.clear();
  row.facts.product = "p-1";
  const auto opened = vaulting.OpenComplaint(row);
  REQUIRE(opened.ok());
  CHECK(opened->said.text.Reveal().empty());
  CHECK(opened->said.product == "p-1");
  CHECK(ReasonOf(vaulting.KeyOf(row).status()) == "ERASED");
}

TEST_CASE("Fingerprints differ by what they are of", "[intake]") {
  const vault::KeyRing ring = vault::KeyRing::Ephemeral();
  const Vaulting vaulting(ring);
  const Secret value("x");
  CHECK(vaulting.CustomerIndex(value).size() == 16);
  CHECK(vaulting.CustomerIndex(value) == vaulting.CustomerIndex(value));
  CHECK(vaulting.CustomerIndex(value) != vaulting.OrderIndex(value));
  CHECK(vaulting.MessageIndex(value) != vaulting.ContactMessageIndex(value));
  CHECK(vaulting.CustomerIndex(Secret()).empty());
  CHECK(vaulting.KeyOwner("", 1) != vaulting.KeyOwner("", 2));
  CHECK(vaulting.KeyOwner("abc", 1) == "abc");
}

TEST_CASE("Missing items survive as bits", "[intake]") {
  const std::vector<std::string> all = {"contact", "order_numbers", "remedy_sought", "event_time", "evidence"};
  for (int bits = 0; bits < 32; ++bits) CHECK(BitsOfMissing(NamesOfMissing(bits)) == bits);
  CHECK(NamesOfMissing(31) == all);
}

TEST_CASE("A reply token says its complaint until it expires", "[intake]") {
  const vault::KeyRing ring = vault::KeyRing::Ephemeral();
  const BusinessTime now = BusinessTime::FromUnixMicros(1'795'336'000'000'000);
  const auto issued = IssueReplyToken(ring, {kNumber, 17}, absl::nullopt, now);
  REQUIRE(issued.ok());
  CHECK(issued->expire_time == now + absl::Hours(24 * 30));
  const auto target = ReadReplyToken(ring, issued->token, now + absl::Hours(1));
  REQUIRE(target.ok());
  CHECK(target->number == kNumber);
  CHECK(target->partition == 17);
  CHECK_FALSE(ReadReplyToken(ring, issued->token, issued->expire_time).ok());
  CHECK_FALSE(ReadReplyToken(ring, issued->token + "x", now).ok());
  CHECK_FALSE(ReadReplyToken(vault::KeyRing::Ephemeral(), issued->token, now).ok());
  CHECK_FALSE(IssueReplyToken(ring, {kNumber, 17}, now, now).ok());
  CHECK_FALSE(IssueReplyToken(ring, {kNumber, 17}, now + absl::Hours(24 * 90 + 1), now).ok());
}

}  // namespace
}  // namespace redress::intake
