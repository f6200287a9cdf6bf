// Adds contacts and evidence to a complaint, and changes its case: each one transaction of request id, row and event. The same
// request, message or file again gives what was stored first. Thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "libs/events/log.h"
#include "libs/pg/pool.h"
#include "services/intake/store/case_store.h"
#include "services/intake/store/rows.h"

namespace redress::intake {

// What an addition is stored with. The event's case and subject are those of `case_number`; see AdditionWriter.
struct AdditionRequest {
  RequestIdentity identity;
  std::string method;
};

// A contact that is to be added or was there before.
struct ContactResult {
  ContactRow row;
  bool added = false;
};
struct EvidenceResult {
  EvidenceRow row;
  bool added = false;
};

class AdditionWriter {
 public:
  explicit AdditionWriter(pg::Pool& pool) : pool_(pool) {}

  // `message_key`: fingerprint, empty where the message has no id. ALREADY_EXISTS, reason MESSAGE_ALREADY_RECEIVED, where it
  // belongs to another complaint; ALREADY_EXISTS, reason REQUEST_ID_REUSED. ABORTED, reason ETAG_MISMATCH, where the complaint
  // does not belong to the event's case any more; nothing is stored then.
  absl::StatusOr<ContactResult> AddContact(const AdditionRequest& request, const ContactRow& contact,
                                           const std::string& message_key, const events::NewEvent& event);
  // The same SHA-256 on a complaint is one evidence.
  absl::StatusOr<EvidenceResult> AddEvidence(const AdditionRequest& request, const EvidenceRow& evidence,
                                             const events::NewEvent& event);
  // True: changed. False: the request was answered before. ABORTED, reason ETAG_MISMATCH, where the version is taken.
  absl::StatusOr<bool> ChangeLink(const AdditionRequest& request, const LinkChange& change, const events::NewEvent& event);

  // True where the request was answered before. ALREADY_EXISTS, reason REQUEST_ID_REUSED. Claims nothing.
  absl::StatusOr<bool> WasAnswered(const AdditionRequest& request);

 private:
  pg::Pool& pool_;
};

}  // namespace redress::intake
