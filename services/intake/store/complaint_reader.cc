#include "services/intake/store/complaint_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/intake/store/addition_rows.h"
#include "services/intake/store/row_fields.h"

namespace redress::intake {
namespace {

const std::string& ReadSql() {
  static const auto* const sql = new std::string(absl::StrCat(
      "SELECT c.number, coalesce(l.case_number, c.case_number), c.partition, c.channel, ", MicrosSql("c.received_time"), ", ",
      MicrosSql("c.event_time"), ", ", MicrosSql("c.create_time"),
      ", c.customer, c.vip_level, c.amount_minor, c.currency, c.product, c.seller, c.source, c.language_code, c.missing, "
      "c.submitter, coalesce(l.version, 0), c.key_id, k.wrapped, c.content FROM unnest($1::bigint[]) u(number) "
      // LATERAL and LIMIT: looked up by key whatever the tables held when this was planned, and planned once.
      "CROSS JOIN LATERAL (SELECT x.* FROM complaint x WHERE x.number = u.number LIMIT 1) c "
      "LEFT JOIN LATERAL (SELECT v.case_number, v.version FROM case_link v WHERE v.number = c.number ORDER BY v.version DESC "
      "LIMIT 1) l ON true LEFT JOIN LATERAL (SELECT y.wrapped FROM data_key y WHERE y.owner = c.key_owner AND y.key_id = "
      "c.key_id "
      "LIMIT 1) k ON true"));
  return *sql;
}

absl::StatusOr<ComplaintRow> ComplaintOf(const pqxx::row& row) {
  ComplaintRow complaint;
  ComplaintFacts& facts = complaint.facts;
  facts.number = row[0].as<int64_t>();
  facts.case_number = row[1].as<int64_t>();
  facts.partition = row[2].as<int>();
  facts.channel = row[3].as<int>();
  facts.received_time = TimeOf(row[4]);
  facts.event_time = OptionalTimeOf(row[5]);
  facts.create_time = TimeOf(row[6]);
  facts.customer = OptionalBytesOf(row[7]);
  facts.vip_level = row[8].as<int>();
  if (!row[9].is_null()) {
    ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(row[10].c_str()));
    facts.amount_paid = Money{row[9].as<int64_t>(), currency};
  }
  facts.product = row[11].c_str();
  facts.seller = row[12].c_str();
  facts.source = row[13].c_str();
  facts.language_code = row[14].c_str();
  facts.missing = row[15].as<int>();
  facts.submitter = row[16].c_str();
  complaint.link_version = row[17].as<int>();
  ASSIGN_OR_RETURN(complaint.key_id, UuidOf(row[18]));
  complaint.wrapped_key = OptionalBytesOf(row[19]);
  complaint.content = pg::BytesOf(row[20]);
  return complaint;
}

}  // namespace

absl::StatusOr<std::vector<ComplaintRow>> ComplaintReader::ReadIn(pqxx::transaction_base& transaction,
                                                                  const std::vector<int64_t>& numbers) {
  std::vector<ComplaintRow> complaints;
  if (numbers.empty()) return complaints;
  std::vector<int64_t> each = numbers;  // who asks twice is answered once
  std::sort(each.begin(), each.end());
  each.erase(std::unique(each.begin(), each.end()), each.end());
  for (const pqxx::row& row : pg::Exec(transaction, ReadSql(), pg::ArrayOf(each))) {
    ASSIGN_OR_RETURN(ComplaintRow complaint, ComplaintOf(row));
    complaints.push_back(std::move(complaint));
  }
  return complaints;
}

absl::StatusOr<std::vector<ComplaintRow>> ComplaintReader::Read(const std::vector<int64_t>& numbers) {
  std::vector<ComplaintRow> complaints;
  if (numbers.empty()) return complaints;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(complaints, ReadIn(transaction, numbers));
    return absl::OkStatus();
  }));
  return complaints;
}

absl::StatusOr<std::vector<EvidenceRow>> ComplaintReader::ReadEvidence(const std::vector<int64_t>& numbers) {
  std::vector<EvidenceRow> evidence;
  if (numbers.empty()) return evidence;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(evidence, EvidenceOf(pg::Exec(
                                   transaction,
                                   absl::StrCat("SELECT ", EvidenceColumns(),
                                                " FROM evidence e WHERE e.number = ANY ($1::bigint[]) ORDER BY 1, e.evidence_id"),
                                   pg::ArrayOf(numbers))));
    return absl::OkStatus();
  }));
  return evidence;
}

absl::StatusOr<std::vector<ContactRow>> ComplaintReader::ListContacts(const AdditionsSpec& spec) {
  std::vector<ContactRow> contacts;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(
        contacts,
        ContactsOf(pg::Exec(
            transaction,
            absl::StrCat("SELECT ", ContactColumns(),
                         " FROM contact c WHERE c.number = $1 AND c.contact_id > $2::uuid ORDER BY c.contact_id LIMIT $3"),
            spec.number, spec.after.value_or(Uuid()).ToString(), spec.limit + 1)));
    return absl::OkStatus();
  }));
  return contacts;
}

absl::StatusOr<std::vector<EvidenceRow>> ComplaintReader::ListEvidence(const AdditionsSpec& spec) {
  std::vector<EvidenceRow> evidence;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(
        evidence,
        EvidenceOf(pg::Exec(
            transaction,
            absl::StrCat("SELECT ", EvidenceColumns(),
                         " FROM evidence e WHERE e.number = $1 AND e.evidence_id > $2::uuid ORDER BY e.evidence_id LIMIT $3"),
            spec.number, spec.after.value_or(Uuid()).ToString(), spec.limit + 1)));
    return absl::OkStatus();
  }));
  return evidence;
}

absl::Status ComplaintReader::RecordAccess(const AccessRecord& record) {
  const std::string id = Uuid::NewOrdered().ToString();
  return pool_.Autocommit([&](pqxx::nontransaction& transaction) -> absl::Status {
    pg::Exec(transaction,
             "INSERT INTO personal_data_access (access_id, access_time, reader, purpose, reason, numbers) "
             "VALUES ($1::uuid, $2::timestamptz, $3, $4, $5, $6::bigint[]) ON CONFLICT DO NOTHING",
             id, record.time.ToRfc3339(), record.reader, record.purpose, record.reason, pg::ArrayOf(record.numbers));
    return absl::OkStatus();
  });
}

}  // namespace redress::intake
