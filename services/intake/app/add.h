// Additions to a complaint: contacts, evidence, and the undoing of a link. Load, decide, commit. Thread safe.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/time.h"
#include "services/intake/app/read.h"
#include "services/intake/app/vaulting.h"
#include "services/intake/store/addition_writer.h"

namespace redress::intake {

struct AddContactCommand {
  AdditionRequest request;
  Reader reader;
  ComplaintNumber complaint;
  ContactFacts said;
};

struct AddEvidenceCommand {
  AdditionRequest request;
  Reader reader;
  ComplaintNumber complaint;
  EvidenceFacts facts;
};

struct UnlinkCommand {
  AdditionRequest request;
  Reader reader;
  ComplaintNumber complaint;
  std::string etag;  // empty: whatever it is
  std::string reason;
};

struct AdditionParts {
  AdditionWriter& writer;
  ComplaintReads& reads;
  ComplaintReader& reader;
  const Vaulting& vaulting;
  const TimeSource& time;
  std::function<void(absl::Span<const int>)> committed;
};

class Additions {
 public:
  explicit Additions(AdditionParts parts) : parts_(std::move(parts)) {}

  // Masked. NOT_FOUND, reasons COMPLAINT_NOT_FOUND and ERASED; ALREADY_EXISTS, reasons REQUEST_ID_REUSED and
  // MESSAGE_ALREADY_RECEIVED.
  absl::StatusOr<Contact> AddContact(const AddContactCommand& command);
  absl::StatusOr<Evidence> AddEvidence(const AddEvidenceCommand& command);
  // The complaint as a case of its own. ABORTED, reason ETAG_MISMATCH; FAILED_PRECONDITION, reason NOT_LINKED.
  absl::StatusOr<Complaint> Unlink(const UnlinkCommand& command);

 private:
  absl::StatusOr<Contact> AddContactOnce(const AddContactCommand& command);
  absl::StatusOr<Evidence> AddEvidenceOnce(const AddEvidenceCommand& command);
  absl::StatusOr<bool> ChangeLink(const UnlinkCommand& command, const ComplaintRow& row);
  AdditionParts parts_;
};

}  // namespace redress::intake
