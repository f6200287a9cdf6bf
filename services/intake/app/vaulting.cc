#include "services/intake/app/vaulting.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/intake/app/missing_bits.h"
#include "services/intake/domain/names.h"
#include "services/intake/store/sealed_content.h"

namespace redress::intake {
namespace {

// Where sealed bytes belong; they open nowhere else.
std::string ComplaintPlace(int64_t number) {
  return absl::StrCat("complaint.content/", number);
}
std::string ContactPlace(const ContactRow& row) {
  return absl::StrCat("contact.content/", row.number, "/", row.id.ToString());
}
// By the file, which is what makes evidence one: ids are given anew when a submission is tried again.
std::string UriPlace(const EvidenceRow& row) {
  return absl::StrCat("evidence.uri/", row.number, "/", absl::BytesToHexString(row.sha256));
}

Submission ClearPart(const ComplaintFacts& facts) {
  Submission said;
  said.channel = static_cast<Channel>(facts.channel);
  said.received_time = facts.received_time;
  said.event_time = facts.event_time;
  said.customer.vip_level = facts.vip_level;
  said.amount_paid = facts.amount_paid;
  said.product = facts.product;
  said.seller = facts.seller;
  said.language_code = facts.language_code;
  said.source = facts.source;
  return said;
}

}  // namespace

// A purpose for each kind, so that nobody learns that a device is called by a number.
std::string Vaulting::IdentifierIndex(const Identifier& identifier) const {
  return Index(absl::StrCat("intake.identifier/", static_cast<int>(identifier.kind)), identifier.value);
}

std::string Vaulting::KeyOwner(const std::string& customer_index, int64_t number) const {
  return customer_index.empty() ? ring_.BlindIndex("intake.anonymous", absl::StrCat(number)) : customer_index;
}

std::string Vaulting::SealComplaint(const vault::DataKey& key, int64_t number, const Submission& said) const {
  return vault::Seal(key, ComplaintPlace(number), EncodeContent(said));
}

std::string Vaulting::SealContact(const vault::DataKey& key, const ContactRow& row, const ContactFacts& said) const {
  return vault::Seal(key, ContactPlace(row), EncodeContent(said));
}

std::string Vaulting::SealUri(const vault::DataKey& key, const EvidenceRow& row, const Secret& uri) const {
  return vault::Seal(key, UriPlace(row), uri.Reveal());
}

absl::StatusOr<vault::DataKey> Vaulting::KeyOf(const ComplaintRow& row) const {
  if (row.wrapped_key.empty()) return Error(absl::StatusCode::kNotFound, "ERASED", "the complaint's personal data was erased");
  return ring_.Unwrap(row.wrapped_key);
}

absl::StatusOr<Complaint> Vaulting::OpenComplaint(const ComplaintRow& row) const {
  const ComplaintFacts& facts = row.facts;
  ASSIGN_OR_RETURN(const ComplaintNumber number, FromStored(facts.number));
  ASSIGN_OR_RETURN(const ComplaintNumber case_number, FromStored(facts.case_number));
  Complaint complaint{.number = number,
                      .case_number = case_number,
                      .partition = facts.partition,
                      .said = ClearPart(facts),
                      .missing_information = NamesOfMissing(facts.missing),
                      .same_matter = facts.case_number != facts.number,
                      .create_time = facts.create_time,
                      .submitter = facts.submitter,
                      .link_version = row.link_version};
  if (row.wrapped_key.empty()) return complaint;
  ASSIGN_OR_RETURN(const vault::DataKey key, KeyOf(row));
  ASSIGN_OR_RETURN(const std::string content, vault::Open(key, ComplaintPlace(facts.number), row.content));
  RETURN_IF_ERROR(DecodeContent(content, complaint.said));
  return complaint;
}

absl::StatusOr<Contact> Vaulting::OpenContact(const vault::DataKey& key, const ContactRow& row) const {
  ASSIGN_OR_RETURN(const ComplaintNumber number, FromStored(row.number));
  ASSIGN_OR_RETURN(const std::string content, vault::Open(key, ContactPlace(row), row.content));
  Contact contact{.id = row.id, .complaint = number, .create_time = row.create_time, .submitter = row.submitter};
  contact.said.kind = static_cast<ContactKind>(row.kind);
  contact.said.channel = static_cast<Channel>(row.channel);
  contact.said.received_time = row.received_time;
  contact.said.source = row.source;
  RETURN_IF_ERROR(DecodeContent(content, contact.said));
  return contact;
}

absl::StatusOr<Evidence> Vaulting::OpenEvidence(const vault::DataKey& key, const EvidenceRow& row) const {
  ASSIGN_OR_RETURN(std::string uri, vault::Open(key, UriPlace(row), row.uri));
  return Evidence{.id = row.id,
                  .facts = {Secret(std::move(uri)), row.media_type, row.size_bytes, absl::BytesToHexString(row.sha256)},
                  .adder = row.adder,
                  .create_time = row.create_time};
}

}  // namespace redress::intake
