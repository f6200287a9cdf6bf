#include "services/intake/store/addition_writer.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/pg/exec.h"
#include "libs/pg/idempotency.h"
#include "services/intake/domain/names.h"
#include "services/intake/store/addition_rows.h"
#include "services/intake/store/row_fields.h"
#include "services/intake/store/say.h"

namespace redress::intake {
namespace {

pg::RequestKey KeyOf(const AdditionRequest& request) {
  return {request.identity.caller, request.identity.request_id, request.method, request.identity.body_hash};
}

// The answers are remembered by resource name: erasing a complaint finds them.
absl::StatusOr<std::string> AnswerName(int64_t number, absl::string_view collection, const std::string& id) {
  ASSIGN_OR_RETURN(const ComplaintNumber complaint, FromStored(number));
  return absl::StrCat(ComplaintName(complaint), "/", collection, "/", id);
}

std::string IdOf(const std::string& answer_name) {
  return answer_name.substr(answer_name.rfind('/') + 1);
}

pqxx::result FindContact(pqxx::transaction_base& transaction, int64_t number, const std::string& id) {
  return pg::Exec(transaction,
                  absl::StrCat("SELECT ", ContactColumns(), " FROM contact c WHERE c.number = $1 AND c.contact_id = $2::uuid"),
                  number, id);
}

absl::StatusOr<ContactRow> OneContact(const pqxx::result& rows) {
  ASSIGN_OR_RETURN(std::vector<ContactRow> contacts, ContactsOf(rows));
  if (contacts.size() != 1) return absl::InternalError("a contact that was stored is missing");
  return std::move(contacts.front());
}

absl::StatusOr<EvidenceRow> OneEvidence(const pqxx::result& rows) {
  ASSIGN_OR_RETURN(std::vector<EvidenceRow> evidence, EvidenceOf(rows));
  if (evidence.size() != 1) return absl::InternalError("evidence that was stored is missing");
  return std::move(evidence.front());
}

// The contact that the message became before, where there is one.
absl::StatusOr<absl::optional<std::string>> ClaimMessage(pqxx::work& transaction, const ContactRow& contact,
                                                         const std::string& message_key) {
  if (message_key.empty()) return absl::nullopt;
  const pqxx::result claimed = pg::Exec(
      transaction,
      "INSERT INTO contact_message (key, number, contact_id) VALUES ($1, $2, $3::uuid) ON CONFLICT DO NOTHING RETURNING 1",
      pg::Bytes(message_key), contact.number, contact.id.ToString());
  if (!claimed.empty()) return absl::nullopt;
  const pqxx::row known =
      pg::Exec1(transaction, "SELECT number, contact_id FROM contact_message WHERE key = $1", pg::Bytes(message_key));
  if (known[0].as<int64_t>() != contact.number) {
    return Error(absl::StatusCode::kAlreadyExists, "MESSAGE_ALREADY_RECEIVED", "the message belongs to another complaint");
  }
  return std::string(known[1].c_str());
}

void InsertContact(pqxx::work& transaction, const ContactRow& contact) {
  pg::Exec(
      transaction,
      "INSERT INTO contact (number, contact_id, kind, channel, received_time, create_time, source, submitter, key_id, content) "
      "VALUES ($1, $2::uuid, $3, $4, $5::timestamptz, $6::timestamptz, $7, $8, $9::uuid, $10)",
      contact.number, contact.id.ToString(), contact.kind, contact.channel, contact.received_time.ToRfc3339(),
      contact.create_time.ToRfc3339(), contact.source, contact.submitter, contact.key_id.ToString(), pg::Bytes(contact.content));
}

bool InsertEvidence(pqxx::work& transaction, const EvidenceRow& evidence) {
  return !pg::Exec(transaction,
                   "INSERT INTO evidence (number, evidence_id, sha256, media_type, size_bytes, adder, create_time, key_id, uri) "
                   "VALUES ($1, $2::uuid, $3, $4, $5, $6, $7::timestamptz, $8::uuid, $9) ON CONFLICT DO NOTHING RETURNING 1",
                   evidence.number, evidence.id.ToString(), pg::Bytes(evidence.sha256), evidence.media_type, evidence.size_bytes,
                   evidence.adder, evidence.create_time.ToRfc3339(), evidence.key_id.ToString(), pg::Bytes(evidence.uri))
              .empty();
}

}  // namespace

absl::StatusOr<ContactResult> AdditionWriter::AddContact(const AdditionRequest& request, const ContactRow& contact,
                                                         const std::string& message_key, const events::NewEvent& event) {
  ContactResult result;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    result.added = false;
    ASSIGN_OR_RETURN(const pg::Claim claim, pg::ClaimRequest(transaction, KeyOf(request)));
    absl::optional<std::string> known;
    if (claim.fresh()) {
      ASSIGN_OR_RETURN(known, ClaimMessage(transaction, contact, message_key));
      ASSIGN_OR_RETURN(const std::string name, AnswerName(contact.number, "contacts", known.value_or(contact.id.ToString())));
      RETURN_IF_ERROR(pg::RecordAnswer(transaction, KeyOf(request), {name, ""}));
    } else {
      known = IdOf(claim.answered->name);
    }
    if (known.has_value()) {
      ASSIGN_OR_RETURN(result.row, OneContact(FindContact(transaction, contact.number, *known)));
      return absl::OkStatus();
    }
    InsertContact(transaction, contact);
    result = {contact, true};
    return SayOfComplaint(transaction, contact.number, event);
  }));
  return result;
}

absl::StatusOr<EvidenceResult> AdditionWriter::AddEvidence(const AdditionRequest& request, const EvidenceRow& evidence,
                                                           const events::NewEvent& event) {
  EvidenceResult result;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    result.added = false;
    ASSIGN_OR_RETURN(const pg::Claim claim, pg::ClaimRequest(transaction, KeyOf(request)));
    if (claim.fresh() && InsertEvidence(transaction, evidence)) {
      ASSIGN_OR_RETURN(const std::string name, AnswerName(evidence.number, "evidence", evidence.id.ToString()));
      RETURN_IF_ERROR(pg::RecordAnswer(transaction, KeyOf(request), {name, ""}));
      result = {evidence, true};
      return SayOfComplaint(transaction, evidence.number, event);
    }
    // Whether it was this request or another that brought the file: it is one evidence.
    ASSIGN_OR_RETURN(
        result.row,
        OneEvidence(pg::Exec(transaction,
                             absl::StrCat("SELECT ", EvidenceColumns(), " FROM evidence e WHERE e.number = $1 AND e.sha256 = $2"),
                             evidence.number, pg::Bytes(evidence.sha256))));
    if (!claim.fresh()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string name, AnswerName(evidence.number, "evidence", result.row.id.ToString()));
    return pg::RecordAnswer(transaction, KeyOf(request), {name, ""});
  }));
  return result;
}

absl::StatusOr<bool> AdditionWriter::ChangeLink(const AdditionRequest& request, const LinkChange& change,
                                                const events::NewEvent& event) {
  bool changed = false;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    changed = false;
    ASSIGN_OR_RETURN(const pg::Claim claim, pg::ClaimRequest(transaction, KeyOf(request)));
    if (!claim.fresh()) return absl::OkStatus();
    RETURN_IF_ERROR(InsertLink(transaction, change));
    ASSIGN_OR_RETURN(const ComplaintNumber number, FromStored(change.number));
    RETURN_IF_ERROR(pg::RecordAnswer(transaction, KeyOf(request), {ComplaintName(number), EtagOf(change.version)}));
    changed = true;
    return events::Append(transaction, {event});
  }));
  return changed;
}

absl::StatusOr<bool> AdditionWriter::WasAnswered(const AdditionRequest& request) {
  bool answered = false;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    const pqxx::result found = pg::Exec(
        transaction, "SELECT method = $3 AND body_hash = $4 FROM request WHERE request_id = $1::uuid AND caller = $2",
        request.identity.request_id.ToString(), request.identity.caller, request.method, pg::Bytes(request.identity.body_hash));
    answered = !found.empty();
    if (answered && !found.front()[0].as<bool>()) {
      return Error(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED", "this request_id was used for another request");
    }
    return absl::OkStatus();
  }));
  return answered;
}

}  // namespace redress::intake
