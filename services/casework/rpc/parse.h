// Requests of redress.casework.v1 → what is asked, in the terms of the domain: names become bare ids, and every bad field of a
// request is named at once. INVALID_ARGUMENT, reason WRONG_CHECK_DIGITS or MALFORMED_NAME where a case or complaint is named
// wrongly, whatever else is wrong; INVALID_FIELDS otherwise. What a decision of domain/ checks itself (texts that it needs, due
// times) is left to it. Pure functions, thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/uuid.h"
#include "redress/casework/v1/aids.pb.h"
#include "redress/casework/v1/casework_service.pb.h"
#include "services/casework/app/change_case.h"
#include "services/casework/app/propose.h"
#include "services/casework/domain/link.h"
#include "services/casework/domain/saga.h"
#include "services/casework/store/listing.h"

namespace redress::casework {

struct Nothing {};

// A change of one case, as somebody asks for it.
template <class Draft = Nothing>
struct Asked {
  Uuid request_id;
  Target target;
  std::string why;  // `reason`, the text of a note, the result of a step; empty for requests without any
  Draft draft;
};

absl::StatusOr<Asked<CaseState>> FromProto(const v1::AdvanceCaseRequest& request);
absl::StatusOr<Asked<>> FromProto(const v1::FillChecklistRequest& request);
absl::StatusOr<Asked<CheckItem>> FromProto(const v1::CheckItemRequest& request);
absl::StatusOr<Asked<Tag>> FromProto(const v1::SetTagRequest& request);
struct NoteDraft {
  bool shown_to_customer = false;
};
absl::StatusOr<Asked<NoteDraft>> FromProto(const v1::AddNoteRequest& request);

absl::StatusOr<Asked<EvidenceDraft>> FromProto(const v1::RequestEvidenceRequest& request);
// An answer to a request for evidence, or to a task.
struct AnswerDraft {
  std::string id;  // `e1`, `t1`
  std::string answer;
};
absl::StatusOr<Asked<AnswerDraft>> FromProto(const v1::AnswerEvidenceRequestRequest& request);
absl::StatusOr<Asked<TaskDraft>> FromProto(const v1::AssignTaskRequest& request);
absl::StatusOr<Asked<AnswerDraft>> FromProto(const v1::AnswerTaskRequest& request);

absl::StatusOr<Asked<QuoteDraft>> FromProto(const v1::QuoteCaseRequest& request);

// Steps as a caller may say them: kind, owner, due time and what the kind needs.
absl::StatusOr<Asked<std::vector<PlanStep>>> FromProto(const v1::ProposePlanRequest& request);
absl::StatusOr<Asked<>> FromProto(const v1::WithdrawPlanRequest& request);
struct PlanReply {
  std::string plan_hash;
  PlanAnswer answer = PlanAnswer::kNone;
};
absl::StatusOr<Asked<PlanReply>> FromProto(const v1::AnswerPlanRequest& request);
absl::StatusOr<Asked<Decision>> FromProto(const v1::DecideApprovalRequest& request);
struct StepDraft {
  std::string step;  // `s1`
};
absl::StatusOr<Asked<StepDraft>> FromProto(const v1::CompleteStepRequest& request);
// What the platform says became of an operation that a step asked for.
struct ReportedStep {
  EffectOf effect;
  StepOutcome outcome;
};
absl::StatusOr<ReportedStep> FromProto(const v1::ReportStepOperationRequest& request);

absl::StatusOr<Asked<CallbackOutcome>> FromProto(const v1::RecordCallbackRequest& request);
absl::StatusOr<Asked<Closing>> FromProto(const v1::CloseCaseRequest& request);
absl::StatusOr<Asked<>> FromProto(const v1::RejectCaseRequest& request);
absl::StatusOr<Asked<>> FromProto(const v1::AppealCaseRequest& request);
absl::StatusOr<Asked<>> FromProto(const v1::ReopenCaseRequest& request);
struct MergeDraft {
  std::string into;  // number of the case that goes on
};
absl::StatusOr<Asked<MergeDraft>> FromProto(const v1::MergeCaseRequest& request);
absl::StatusOr<Asked<>> FromProto(const v1::UnmergeCaseRequest& request);

// Who is to decide in the caller's place.
struct DelegateDraft {
  Uuid request_id;
  std::string delegate;  // bare id of an agent
  BusinessTime expire_time;
};
absl::StatusOr<DelegateDraft> FromProto(const v1::DelegateApprovalRequest& request);

// Reading. The number of a case, of which all is in its name.
absl::StatusOr<std::string> FromProto(const v1::GetCaseRequest& request);
// Who may read only some of them, the query does not know yet; whether the place where it goes on is one, the listing says.
absl::StatusOr<CaseQuery> FromProto(const v1::ListCasesRequest& request);
// The token of the page after the one that ends with `last`.
std::string NextPageToken(const v1::ListCasesRequest& request, const CaseFile& last);
struct TimelineQuery {
  std::string number;  // of the case
  int64_t after = 0;   // entries with a greater sequence
  int limit = 0;
};
absl::StatusOr<TimelineQuery> FromProto(const v1::ListTimelineRequest& request);
// The token of the page after the entry of this sequence.
std::string NextPageToken(const v1::ListTimelineRequest& request, int64_t last_sequence);

// Which case, and what for.
struct LinkWish {
  std::string number;
  LinkDraft draft;
};
absl::StatusOr<LinkWish> FromProto(const v1::IssueLinkRequest& request);
struct ScriptsWish {
  std::string number;
  std::string language;  // `zh`, `en` or empty for both
};
absl::StatusOr<ScriptsWish> FromProto(const v1::SuggestScriptsRequest& request);
// The number of a case, or empty for all.
absl::StatusOr<std::string> FromProto(const v1::VerifyAuditRequest& request);

}  // namespace redress::casework
