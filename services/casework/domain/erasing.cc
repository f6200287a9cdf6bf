#include "services/casework/domain/erasing.h"

namespace redress::casework {

Change EraseWords(const CaseFile& file, const Because& because) {
  Change change = Unchanged(file);
  if (file.words_erased) return change;
  change.next.words_erased = true;
  change.next.wrapped_key.clear();
  DropWords(&change.next);
  Say(&change, {"WORDS_ERASED"}, because);
  return change;
}

void DropWords(CaseFile* file) {
  for (CheckItem& item : file->checklist) item.finding.clear();
  for (EvidenceRequest& request : file->evidence_requests) {
    request.question.clear();
    request.default_on_silence.clear();
    request.answer.clear();
  }
  for (Task& task : file->tasks) {
    task.request.clear();
    task.answer.clear();
  }
  for (Plan& plan : file->plans) {
    for (PlanStep& step : plan.steps) step.description.clear();
  }
  for (Approval& approval : file->approvals) approval.reason.clear();
  if (file->closing.has_value()) file->closing->rejection_reason.clear();
}

}  // namespace redress::casework
