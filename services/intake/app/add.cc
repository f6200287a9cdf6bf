#include "services/intake/app/add.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/intake/app/fact_events.h"
#include "services/intake/domain/mask.h"
#include "services/intake/domain/matter.h"
#include "services/intake/domain/names.h"

namespace redress::intake {
namespace {

// The request as it is remembered.
AdditionRequest Remembered(const AdditionRequest& request, const Vaulting& vaulting) {
  AdditionRequest remembered = request;
  remembered.identity.body_hash = vaulting.BodyIndex(request.identity.body_hash);
  return remembered;
}

AddedTo TargetOf(const ComplaintRow& row) {
  return {row.facts.number, row.facts.case_number, row.facts.partition};
}

ContactRow RowOf(const AddContactCommand& command, const ComplaintRow& complaint, BusinessTime now) {
  ContactRow row;
  row.number = complaint.facts.number;
  row.id = Uuid::NewOrdered();
  row.kind = static_cast<int>(command.said.kind);
  row.channel = static_cast<int>(command.said.channel);
  row.received_time = command.said.received_time;
  row.create_time = now;
  row.source = command.said.source;
  row.submitter = command.reader.subject;
  row.key_id = complaint.key_id;
  return row;
}

EvidenceRow RowOf(const AddEvidenceCommand& command, const ComplaintRow& complaint, BusinessTime now) {
  EvidenceRow row;
  row.number = complaint.facts.number;
  row.id = Uuid::NewOrdered();
  row.sha256 = absl::HexStringToBytes(command.facts.sha256);
  row.media_type = command.facts.media_type;
  row.size_bytes = command.facts.size_bytes;
  row.adder = command.reader.subject;
  row.create_time = now;
  row.key_id = complaint.key_id;
  return row;
}

// A complaint changes its case once or twice in its life: who meets that moment looks again.
template <class Add>
auto AgainWhereMoved(Add add) {
  constexpr int kAttemptsMax = 3;
  auto added = add();
  for (int attempt = 1; attempt < kAttemptsMax && absl::IsAborted(added.status()); ++attempt) added = add();
  return added;
}

}  // namespace

absl::StatusOr<Contact> Additions::AddContact(const AddContactCommand& command) {
  return AgainWhereMoved([&] { return AddContactOnce(command); });
}

absl::StatusOr<Contact> Additions::AddContactOnce(const AddContactCommand& command) {
  ASSIGN_OR_RETURN(const ComplaintRow complaint, parts_.reads.Find(command.reader, command.complaint));
  ASSIGN_OR_RETURN(const vault::DataKey key, parts_.vaulting.KeyOf(complaint));
  ContactRow row = RowOf(command, complaint, parts_.time.Now());
  row.content = parts_.vaulting.SealContact(key, row, command.said);
  const std::string message_key = parts_.vaulting.ContactMessageIndex(
      MessageKey(command.said.channel, command.said.source, command.said.source_message_id, command.reader.subject));
  ASSIGN_OR_RETURN(const ContactResult stored,
                   parts_.writer.AddContact(Remembered(command.request, parts_.vaulting), row, message_key,
                                            ContactAddedEvent(TargetOf(complaint), row)));
  if (stored.added) parts_.committed({complaint.facts.partition});
  ASSIGN_OR_RETURN(Contact contact, parts_.vaulting.OpenContact(key, stored.row));
  MaskContact(contact);
  return contact;
}

absl::StatusOr<Evidence> Additions::AddEvidence(const AddEvidenceCommand& command) {
  return AgainWhereMoved([&] { return AddEvidenceOnce(command); });
}

absl::StatusOr<Evidence> Additions::AddEvidenceOnce(const AddEvidenceCommand& command) {
  ASSIGN_OR_RETURN(const ComplaintRow complaint, parts_.reads.Find(command.reader, command.complaint));
  ASSIGN_OR_RETURN(const vault::DataKey key, parts_.vaulting.KeyOf(complaint));
  EvidenceRow row = RowOf(command, complaint, parts_.time.Now());
  row.uri = parts_.vaulting.SealUri(key, row, command.facts.uri);
  ASSIGN_OR_RETURN(const EvidenceResult stored, parts_.writer.AddEvidence(Remembered(command.request, parts_.vaulting), row,
                                                                          EvidenceAddedEvent(TargetOf(complaint), row)));
  if (stored.added) parts_.committed({complaint.facts.partition});
  ASSIGN_OR_RETURN(Evidence evidence, parts_.vaulting.OpenEvidence(key, stored.row));
  MaskEvidence(evidence);
  return evidence;
}

absl::StatusOr<Complaint> Additions::Unlink(const UnlinkCommand& command) {
  ASSIGN_OR_RETURN(const ComplaintRow row, parts_.reads.Find(command.reader, command.complaint));
  ASSIGN_OR_RETURN(const bool changed, ChangeLink(command, row));
  if (changed) parts_.committed({row.facts.partition});
  return parts_.reads.Get(command.reader, command.complaint, FullView());
}

absl::StatusOr<bool> Additions::ChangeLink(const UnlinkCommand& command, const ComplaintRow& row) {
  const AdditionRequest request = Remembered(command.request, parts_.vaulting);
  const bool linked = row.facts.case_number != row.facts.number;
  const bool stale = !command.etag.empty() && command.etag != EtagOf(row.link_version);
  LinkChange change{.number = row.facts.number,
                    .version = row.link_version + 1,
                    .case_number = row.facts.number,
                    .actor = command.reader.subject,
                    .reason = command.reason,
                    .time = parts_.time.Now()};
  if (!linked || stale) {
    // The first answer to this very request, if there is one, comes before any refusal.
    ASSIGN_OR_RETURN(const bool answered, parts_.writer.WasAnswered(request));
    if (answered) return false;
    if (stale) return Error(absl::StatusCode::kAborted, "ETAG_MISMATCH", "the complaint was changed meanwhile: read it again");
    return Error(absl::StatusCode::kFailedPrecondition, "NOT_LINKED", "the complaint is a case of its own");
  }
  ASSIGN_OR_RETURN(const std::vector<EvidenceRow> evidence, parts_.reader.ReadEvidence({row.facts.number}));
  return parts_.writer.ChangeLink(request, change,
                                  ComplaintUnlinkedEvent(row.facts, static_cast<int>(evidence.size()), change.time));
}

}  // namespace redress::intake
