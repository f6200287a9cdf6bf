// The verbs of a case but for its plan.
#include "services/casework/rpc/parse.h"

#include "libs/proto/values.h"
#include "services/casework/rpc/asked.h"

namespace redress::casework {
namespace {

// A change that needs nothing but a reason, which its decision checks.
template <class Request>
absl::StatusOr<Asked<>> ReasonOnly(const Request& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<Nothing>(request, &reader);
  asked.why = request.reason();
  return EndAsked(reader, std::move(asked));
}

}  // namespace

absl::StatusOr<Asked<CaseState>> FromProto(const v1::AdvanceCaseRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<CaseState>(request, &reader);
  asked.why = request.reason();
  asked.draft = static_cast<CaseState>(request.to_state());
  reader.Require(request.to_state() != v1::Case::STATE_UNSPECIFIED, "to_state", "VERIFYING or INVESTIGATING; required");
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<>> FromProto(const v1::FillChecklistRequest& request) {
  RequestReader reader(request);
  return EndAsked(reader, BeginAsked<Nothing>(request, &reader));
}

absl::StatusOr<Asked<CheckItem>> FromProto(const v1::CheckItemRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<CheckItem>(request, &reader);
  const absl::optional<CheckKind> kind = ValueOf<CheckKind>(request.kind());
  reader.Require(kind.has_value(), "kind", "ORDER, TRANSACTION, PRODUCT_STATE or DELIVERY_RECORD");
  reader.Require(request.result() != v1::ChecklistItem::RESULT_UNSPECIFIED, "result",
                 "CONFIRMED, CONTRADICTED or NOT_APPLICABLE; required");
  asked.draft.kind = kind.value_or(CheckKind::kOrder);
  asked.draft.result = static_cast<CheckResult>(request.result());
  asked.draft.finding = request.finding();
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<Tag>> FromProto(const v1::SetTagRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<Tag>(request, &reader);
  asked.why = reader.AtMost(kReasonMax, request.reason(), "reason");
  asked.draft = reader.TagIn(request.tag(), "tag");
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<NoteDraft>> FromProto(const v1::AddNoteRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<NoteDraft>(request, &reader);
  asked.why = request.text();
  asked.draft.shown_to_customer = request.shown_to_customer();
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<EvidenceDraft>> FromProto(const v1::RequestEvidenceRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<EvidenceDraft>(request, &reader);
  const v1::EvidenceRequest& wanted = request.evidence_request();
  reader.Require(wanted.party() != v1::PARTY_UNSPECIFIED, "evidence_request.party",
                 "CUSTOMER, SELLER, CARRIER or SUPPLIER; required");
  asked.draft.party = static_cast<Party>(wanted.party());
  asked.draft.question = wanted.question();
  asked.draft.default_on_silence = wanted.default_on_silence();
  asked.draft.due_time = reader.Time(wanted.has_due_time(), wanted.due_time(), "evidence_request.due_time");
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<AnswerDraft>> FromProto(const v1::AnswerEvidenceRequestRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<AnswerDraft>(request, &reader);
  reader.Require(!request.evidence_request().empty(), "evidence_request");
  asked.draft = {request.evidence_request(), request.answer()};
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<TaskDraft>> FromProto(const v1::AssignTaskRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<TaskDraft>(request, &reader);
  const absl::optional<Department> department = ValueOf<Department>(request.task().department());
  reader.Require(department.has_value(), "task.department", "PRODUCT, SUPPLIER, WAREHOUSE, LOGISTICS, FINANCE, HR or LEGAL");
  asked.draft.department = department.value_or(Department::kProduct);
  asked.draft.contact = request.task().contact();
  asked.draft.request = request.task().request();
  asked.draft.due_time = reader.Time(request.task().has_due_time(), request.task().due_time(), "task.due_time");
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<AnswerDraft>> FromProto(const v1::AnswerTaskRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<AnswerDraft>(request, &reader);
  reader.Require(!request.task().empty(), "task");
  asked.draft = {request.task(), request.answer()};
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<CallbackOutcome>> FromProto(const v1::RecordCallbackRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<CallbackOutcome>(request, &reader);
  reader.Require(request.outcome() != v1::Callback::OUTCOME_UNSPECIFIED, "outcome",
                 "SATISFIED, NOT_SATISFIED or NOT_REACHED; required");
  asked.draft = static_cast<CallbackOutcome>(request.outcome());
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<Closing>> FromProto(const v1::CloseCaseRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<Closing>(request, &reader);
  const v1::Closing& closing = request.closing();
  if (closing.finding() != v1::Closing::FINDING_UNSPECIFIED) asked.draft.finding = static_cast<Finding>(closing.finding());
  if (closing.responsible_party() != v1::PARTY_UNSPECIFIED) {
    asked.draft.responsible_party = static_cast<Party>(closing.responsible_party());
  }
  asked.draft.root_cause = closing.root_cause();
  asked.draft.remedy_sought = closing.remedy_sought();
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<>> FromProto(const v1::RejectCaseRequest& request) {
  return ReasonOnly(request);
}

absl::StatusOr<Asked<>> FromProto(const v1::AppealCaseRequest& request) {
  return ReasonOnly(request);
}

absl::StatusOr<Asked<>> FromProto(const v1::ReopenCaseRequest& request) {
  return ReasonOnly(request);
}

absl::StatusOr<Asked<MergeDraft>> FromProto(const v1::MergeCaseRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<MergeDraft>(request, &reader);
  asked.why = request.reason();
  asked.draft.into = reader.Number("cases/", request.into(), "into");
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<>> FromProto(const v1::UnmergeCaseRequest& request) {
  return ReasonOnly(request);
}

}  // namespace redress::casework
