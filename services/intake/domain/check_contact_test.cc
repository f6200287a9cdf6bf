#include "services/intake/domain/check_contact.h"

#include <catch2/catch.hpp>

namespace redress::intake {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'795'336'000'000'000);

TEST_CASE("A contact is a message where it names no kind", "[intake]") {
  const auto [number, kind] = GENERATE(table<int, ContactKind>(
      {{0, ContactKind::kMessage}, {1, ContactKind::kMessage}, {2, ContactKind::kUrge}, {3, ContactKind::kAnswer}}));
  ContactDraft draft;
  draft.kind = number;
  draft.channel = 4;
  draft.said.text = Secret("还没有消息吗");
  const absl::StatusOr<ContactFacts> said = CheckContact(std::move(draft), kNow, Violations());
  REQUIRE(said.ok());
  CHECK(said->kind == kind);
  CHECK(said->received_time == kNow);
}

TEST_CASE("All bad fields of a contact are named at once", "[intake]") {
  ContactDraft draft;
  draft.kind = 9;
  draft.received_time = DraftTime{1, 0};
  draft.said.source = "a b";
  draft.said.source_message_id = Secret(std::string(300, 'x'));
  const absl::Status status = CheckContact(std::move(draft), kNow, Violations()).status();
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  CHECK(fields == std::vector<std::string>{"contact.kind", "contact.channel", "contact.received_time", "contact.text",
                                           "contact.source", "contact.source_message_id"});
}

TEST_CASE("Evidence alone is checked like evidence sent along", "[intake]") {
  CHECK(CheckEvidence({Secret("s3://b/k"), "image/png", 9, std::string(64, 'f')}, Violations()).ok());
  CHECK(ViolationsOf(CheckEvidence({}, Violations()).status()).size() == 4);
}

}  // namespace
}  // namespace redress::intake
