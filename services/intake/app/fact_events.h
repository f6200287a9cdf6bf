// The facts that intake publishes, as events: built from what is stored in clear, so that no personal data can get in. Pure.
#pragma once

#include <string>
#include <vector>

#include "libs/events/log.h"
#include "services/intake/store/live_writer.h"
#include "services/intake/store/rows.h"

namespace redress::intake {

// ComplaintReceived, serialized. `same_matter` follows from the case.
std::string ComplaintReceivedData(const ComplaintFacts& facts, int evidence_count);
// The event of a complaint that was stored at `now`, as it was appended. Of one that joined a case only the partition: the
// database has changed what it says.
events::NewEvent ReceivedEvent(const NewComplaint& complaint, const StoreResult& stored, BusinessTime now);

// What a contact or a piece of evidence was added to.
struct AddedTo {
  int64_t number = 0;
  int64_t case_number = 0;
  int partition = 0;
};
events::NewEvent ContactAddedEvent(const AddedTo& to, const ContactRow& contact);
events::NewEvent EvidenceAddedEvent(const AddedTo& to, const EvidenceRow& evidence);
// About the case of the complaint, or, without one, about the call or turn itself.
events::NewEvent CallReportedEvent(const absl::optional<AddedTo>& to, const CallRow& call);
events::NewEvent ChatTurnReportedEvent(const absl::optional<AddedTo>& to, const TurnRow& turn);
// `facts`: as they are, still in the former case.
events::NewEvent ComplaintUnlinkedEvent(const ComplaintFacts& facts, int evidence_count, BusinessTime now);

}  // namespace redress::intake
