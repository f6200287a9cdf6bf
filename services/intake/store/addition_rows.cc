#include "services/intake/store/addition_rows.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/intake/store/row_fields.h"

namespace redress::intake {

const std::string& ContactColumns() {
  static const auto* const columns =
      new std::string(absl::StrCat("c.number, c.contact_id, c.kind, c.channel, ", MicrosSql("c.received_time"), ", ",
                                   MicrosSql("c.create_time"), ", c.source, c.submitter, c.key_id, c.content"));
  return *columns;
}

const std::string& EvidenceColumns() {
  static const auto* const columns =
      new std::string(absl::StrCat("e.number, e.evidence_id, e.sha256, e.media_type, e.size_bytes, e.adder, ",
                                   MicrosSql("e.create_time"), ", e.key_id, e.uri"));
  return *columns;
}

absl::StatusOr<std::vector<ContactRow>> ContactsOf(const pqxx::result& rows) {
  std::vector<ContactRow> contacts;
  contacts.reserve(rows.size());
  for (const pqxx::row& row : rows) {
    ContactRow contact;
    contact.number = row[0].as<int64_t>();
    ASSIGN_OR_RETURN(contact.id, UuidOf(row[1]));
    contact.kind = row[2].as<int>();
    contact.channel = row[3].as<int>();
    contact.received_time = TimeOf(row[4]);
    contact.create_time = TimeOf(row[5]);
    contact.source = row[6].c_str();
    contact.submitter = row[7].c_str();
    ASSIGN_OR_RETURN(contact.key_id, UuidOf(row[8]));
    contact.content = pg::BytesOf(row[9]);
    contacts.push_back(std::move(contact));
  }
  return contacts;
}

absl::StatusOr<std::vector<EvidenceRow>> EvidenceOf(const pqxx::result& rows) {
  std::vector<EvidenceRow> all;
  all.reserve(rows.size());
  for (const pqxx::row& row : rows) {
    EvidenceRow evidence;
    evidence.number = row[0].as<int64_t>();
    ASSIGN_OR_RETURN(evidence.id, UuidOf(row[1]));
    evidence.sha256 = pg::BytesOf(row[2]);
    evidence.media_type = row[3].c_str();
    evidence.size_bytes = row[4].as<int64_t>();
    evidence.adder = row[5].c_str();
    evidence.create_time = TimeOf(row[6]);
    ASSIGN_OR_RETURN(evidence.key_id, UuidOf(row[7]));
    evidence.uri = pg::BytesOf(row[8]);
    all.push_back(std::move(evidence));
  }
  return all;
}

}  // namespace redress::intake
