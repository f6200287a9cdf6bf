#include "services/casework/app/receive.h"

#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/casework/app/change_case.h"
#include "services/casework/store/case_store.h"
#include "services/casework/store/reader_store.h"

namespace redress::casework {
namespace {

bool IsMissing(const absl::Status& status) {
  return ReasonOf(status) == "CASE_NOT_FOUND";
}

absl::Status Unknown() {
  return Error(absl::StatusCode::kFailedPrecondition, "CASE_UNKNOWN", "no case was opened for this");
}

absl::Status Open(pqxx::work& transaction, const Context& context, const ComplaintFacts& complaint,
                  std::vector<events::NewEvent>* said) {
  Change change = OpenCase(complaint, context.time.Now());
  for (events::NewEvent& event : context.events_of(change)) said->push_back(std::move(event));
  return InsertCase(transaction, context.vault, change.next, change.trail).status();
}

absl::Status TakeIn(pqxx::work& transaction, const Context& context, ComplaintFacts complaint,
                    std::vector<events::NewEvent>* said) {
  if (!CaseOfComplaint(transaction, complaint.complaint).empty()) return absl::OkStatus();
  absl::StatusOr<CaseFile> file = GetCase(transaction, context.vault, complaint.case_number);
  if (file.ok() && file->state == CaseState::kMerged) {
    LockCases(transaction, {file->merged_into});
    file = GetCase(transaction, context.vault, file->merged_into);
  }
  if (IsMissing(file.status())) return Open(transaction, context, complaint, said);
  RETURN_IF_ERROR(file.status());
  const Again again = DecideAgain(file->state, file->close_time.value_or(complaint.received_time), complaint.received_time,
                                  context.policy.repeat_within);
  if (again == Again::kRelated) {
    complaint.case_number = complaint.complaint;
    return Open(transaction, context, complaint, said);
  }
  ASSIGN_OR_RETURN(const Change change, TakeComplaint(*file, complaint, context.policy, context.time.Now()));
  return CommitChange(transaction, context, *file, change, said).status();
}

// The case that an input is about; empty where its complaint has none. A complaint whose link is undone is taken from where it
// is: intake does not know what its former case was merged into, nor that it came too late for it.
std::string NumberOf(pqxx::work& transaction, const CaseInput& input) {
  if (input.kind == CaseInput::Kind::kPrediction) return CaseOfComplaint(transaction, input.complaint.complaint);
  if (input.kind != CaseInput::Kind::kUnlinked) return input.complaint.case_number;
  std::string holder = HolderOf(transaction, input.complaint.complaint);
  LockCases(transaction, {holder});
  return holder.empty() ? input.former_case : holder;
}

absl::StatusOr<Change> Noted(const CaseFile& file, const CaseInput& input, BusinessTime now) {
  using Kind = CaseInput::Kind;
  switch (input.kind) {
    case Kind::kPrediction:
      return Predict(file, input.prediction, now);
    case Kind::kTriaged:
      return DecideTag(file, input.tag, input.agent, now);
    case Kind::kOwner:
      return SetOwner(file, input.agent, now);
    case Kind::kLeft:
      return LeaveOwner(file, input.agent, now);
    case Kind::kUnlinked:
      return RemoveComplaint(file, input.complaint.complaint, now);
    case Kind::kSurvey:
      return TakeSurvey(file, input.survey, now);
    case Kind::kJudged:
      return TakeJudgement(file, input.solved, now);
    case Kind::kComplaint:
    case Kind::kReader:
      break;
  }
  return Unchanged(file);
}

absl::Status Note(pqxx::work& transaction, const Context& context, const CaseInput& input, std::vector<events::NewEvent>* said) {
  const std::string number = NumberOf(transaction, input);
  const absl::StatusOr<CaseFile> file = GetCase(transaction, context.vault, number);
  if (IsMissing(file.status())) return Unknown();
  RETURN_IF_ERROR(file.status());
  if (!input.agent.empty()) AddReader(transaction, number, input.agent);
  ASSIGN_OR_RETURN(const Change change, Noted(*file, input, context.time.Now()));
  return CommitChange(transaction, context, *file, change, said).status();
}

}  // namespace

absl::Status Receive(pqxx::work& transaction, const Context& context, absl::Span<const CaseInput> inputs,
                     std::vector<events::NewEvent>* said) {
  using Kind = CaseInput::Kind;
  std::vector<std::string> numbers;
  for (const CaseInput& input : inputs) {
    numbers.push_back(input.complaint.case_number);
    if (!input.former_case.empty()) numbers.push_back(input.former_case);
  }
  LockCases(transaction, numbers);
  for (const CaseInput& input : inputs) {
    if (input.kind != Kind::kComplaint) RETURN_IF_ERROR(Note(transaction, context, input, said));
    if (input.kind == Kind::kComplaint || input.kind == Kind::kUnlinked) {
      RETURN_IF_ERROR(TakeIn(transaction, context, input.complaint, said));
    }
  }
  return absl::OkStatus();
}

}  // namespace redress::casework
