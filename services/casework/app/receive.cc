#include "services/casework/app/receive.h"

#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/casework/app/case_batch.h"

namespace redress::casework {
namespace {

absl::Status Unknown() {
  return Error(absl::StatusCode::kFailedPrecondition, "CASE_UNKNOWN", "no case was opened for this");
}

// The case in which a complaint is worked on: the one that it belongs to, or that took this one in; null for none.
absl::StatusOr<const CaseFile*> WorkedOnIn(CaseBatch& batch, const std::string& complaint) {
  const std::string holder = batch.HolderOf(complaint);
  if (holder.empty()) return nullptr;
  ASSIGN_OR_RETURN(const CaseFile* file, batch.Find(holder));
  if (file != nullptr && !file->merged_into.empty()) return batch.Find(file->merged_into);
  return file;
}

absl::Status TakeIn(CaseBatch& batch, const Context& context, ComplaintFacts complaint) {
  if (!batch.HolderOf(complaint.complaint).empty()) return absl::OkStatus();
  const BusinessTime now = context.time.Now();
  ASSIGN_OR_RETURN(const CaseFile* file, batch.Find(complaint.case_number));
  if (file != nullptr && file->state == CaseState::kMerged) {
    ASSIGN_OR_RETURN(file, batch.Find(file->merged_into));
  }
  if (file != nullptr) {
    const Again again = DecideAgain(file->state, file->close_time.value_or(complaint.received_time), complaint.received_time,
                                    context.policy.repeat_within);
    if (again != Again::kRelated) {
      ASSIGN_OR_RETURN(Change change, TakeComplaint(*file, complaint, context.policy, now));
      batch.Put(std::move(change));
      return absl::OkStatus();
    }
    complaint.case_number = complaint.complaint;
  }
  return batch.Open(OpenCase(complaint, now));
}

// The case that an input is about; null where there is none. A complaint whose link is undone is taken from where it is: intake
// does not know what its former case was merged into, nor that it came too late for it.
absl::StatusOr<const CaseFile*> CaseOf(CaseBatch& batch, const CaseInput& input) {
  if (input.kind == CaseInput::Kind::kPrediction) return WorkedOnIn(batch, input.complaint.complaint);
  if (input.kind != CaseInput::Kind::kUnlinked) return batch.Find(input.complaint.case_number);
  const std::string holder = batch.HolderOf(input.complaint.complaint);
  return batch.Find(holder.empty() ? input.former_case : holder);
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

absl::Status Note(CaseBatch& batch, const Context& context, const CaseInput& input) {
  ASSIGN_OR_RETURN(const CaseFile* file, CaseOf(batch, input));
  if (file == nullptr) return Unknown();
  if (!input.agent.empty()) batch.AddReader(file->number, input.agent);
  ASSIGN_OR_RETURN(Change change, Noted(*file, input, context.time.Now()));
  batch.Put(std::move(change));
  return absl::OkStatus();
}

}  // namespace

absl::Status Receive(pqxx::work& transaction, const Context& context, absl::Span<const CaseInput> inputs,
                     std::vector<events::NewEvent>* said) {
  using Kind = CaseInput::Kind;
  std::vector<std::string> numbers, complaints;
  for (const CaseInput& input : inputs) {
    numbers.push_back(input.complaint.case_number);
    if (!input.former_case.empty()) numbers.push_back(input.former_case);
    if (!input.complaint.complaint.empty()) complaints.push_back(input.complaint.complaint);
  }
  CaseBatch batch(transaction, context, said);
  RETURN_IF_ERROR(batch.Load(numbers, complaints));
  for (const CaseInput& input : inputs) {
    // A complaint goes from one case to another: its row must have left the one before the other takes it.
    if (input.kind == Kind::kUnlinked) RETURN_IF_ERROR(batch.Write());
    if (input.kind != Kind::kComplaint) RETURN_IF_ERROR(Note(batch, context, input));
    if (input.kind == Kind::kUnlinked) RETURN_IF_ERROR(batch.Write());
    if (input.kind == Kind::kComplaint || input.kind == Kind::kUnlinked) {
      RETURN_IF_ERROR(TakeIn(batch, context, input.complaint));
    }
  }
  return batch.Write();
}

}  // namespace redress::casework
