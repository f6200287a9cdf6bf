#include "services/classification/worker/correction_handler.h"

#include "libs/base/status_macros.h"
#include "libs/events/reading.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "services/classification/store/correction_store.h"

namespace redress::classification {
namespace {

absl::StatusOr<PersonSaid> SaidIn(const casework::v1::CaseTagged& tagged) {
  ASSIGN_OR_RETURN(const std::string id, events::IdInEvent("complaints/*", tagged.complaint()));
  const absl::StatusOr<ComplaintNumber> complaint = ComplaintNumber::Parse(id);
  if (!complaint.ok() || tagged.tag().l1().empty()) return events::BadEvent("a tag is of a complaint and has a first level");
  return PersonSaid{*complaint, {tagged.tag().l1(), tagged.tag().l2()}, TimeOf(tagged.tag_time())};
}

}  // namespace

CorrectionHandler::CorrectionHandler(obs::Metrics& metrics)
    : corrections_(metrics.Counter("redress_classification_corrections_total",
                                   "Tags of record that people set otherwise than the model, or where it had abstained.")) {}

std::vector<std::string> CorrectionHandler::Types() const {
  return {casework::v1::CaseTagged::descriptor()->full_name()};
}

absl::Status CorrectionHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                                      std::vector<events::NewEvent>*) {
  noted_ = 0;
  for (const events::Event& event : events) {
    ASSIGN_OR_RETURN(const auto tagged, events::Parse<casework::v1::CaseTagged>(event));
    // What nobody confirmed is our own prediction coming back.
    if (!tagged.confirmed() || tagged.complaint().empty()) continue;
    ASSIGN_OR_RETURN(const PersonSaid said, SaidIn(tagged));
    ASSIGN_OR_RETURN(const bool noted, CorrectionStore::Note(transaction, said));
    noted_ += noted ? 1 : 0;
  }
  return absl::OkStatus();
}

void CorrectionHandler::Committed(absl::Span<const events::Event>) {
  corrections_.Increment(noted_);
}

}  // namespace redress::classification
