// What is asked about quotations, plans, approval and steps.
#include <algorithm>
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/casework/rpc/asked.h"
#include "services/casework/rpc/parse.h"

namespace redress::casework {
namespace {

constexpr int kStepsMax = 20;  // Propose says so; what comes after them is not looked at
constexpr int kLinesMax = 20;
constexpr std::array<absl::string_view, 3> kFindings = {"counterfeit", "unsafe_food", "seven_day_return"};

PlanStep StepIn(const v1::PlanStep& proto, const std::string& field, RequestReader* reader) {
  PlanStep step;
  step.kind = static_cast<StepKind>(proto.kind());
  step.owner = reader->IdOrNothing("agents/*", proto.owner(), field + ".owner");
  step.due_time = reader->Time(proto.has_due_time(), proto.due_time(), field + ".due_time");
  reader->IdOrNothing("quotations/*", proto.quotation(), field + ".quotation");
  step.quotation = proto.quotation();
  step.option = proto.option();
  step.description = proto.description();
  step.subject = proto.subject();
  if (step.kind == StepKind::kChangeAddress) reader->IdOrNothing("orders/*", proto.subject(), field + ".subject");
  step.detail = proto.detail();
  return step;
}

QuotedLine LineIn(const compensation::v1::OrderLineRef& proto, const std::string& field, RequestReader* reader) {
  reader->Id("orders/*", proto.order(), field + ".order");
  reader->Require(proto.quantity() >= 0 && (!proto.line().empty() || proto.quantity() == 0), field + ".quantity",
                  "must not be negative, and be 0 without a line");
  return {proto.order(), proto.line(), proto.quantity()};
}

}  // namespace

absl::StatusOr<Asked<QuoteDraft>> FromProto(const v1::QuoteCaseRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<QuoteDraft>(request, &reader);
  QuoteDraft& draft = asked.draft;
  draft.cause = reader.TagIn(request.cause(), "cause");
  reader.Require(request.lines_size() <= kLinesMax, "lines", absl::StrCat("must be at most ", kLinesMax));
  for (int i = 0; i < std::min(request.lines_size(), kLinesMax); ++i) {
    draft.lines.push_back(LineIn(request.lines(i), absl::StrCat("lines[", i, "]"), &reader));
  }
  for (const std::string& word : request.findings()) {
    const bool known = std::find(kFindings.begin(), kFindings.end(), word) != kFindings.end();
    const bool first = std::find(draft.findings.begin(), draft.findings.end(), word) == draft.findings.end();
    reader.Require(known && first, "findings", "must be of counterfeit, unsafe_food, seven_day_return, none twice");
    if (!known || !first) break;  // named once, however many are wrong
    draft.findings.push_back(word);
  }
  if (request.has_claimed()) draft.claimed = reader.Amount(request.claimed(), "claimed");
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<std::vector<PlanStep>>> FromProto(const v1::ProposePlanRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<std::vector<PlanStep>>(request, &reader);
  for (int i = 0; i < request.steps_size(); ++i) {
    if (i < kStepsMax) {
      asked.draft.push_back(StepIn(request.steps(i), absl::StrCat("steps[", i, "]"), &reader));
    } else {
      asked.draft.emplace_back();
    }
  }
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<>> FromProto(const v1::WithdrawPlanRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<Nothing>(request, &reader);
  asked.why = request.reason();
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<PlanReply>> FromProto(const v1::AnswerPlanRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<PlanReply>(request, &reader);
  asked.why = reader.AtMost(kReasonMax, request.reason(), "reason");
  asked.draft.plan_hash = reader.Hash(request.plan_hash(), "plan_hash");
  asked.draft.answer = static_cast<PlanAnswer>(request.answer());
  reader.Require(request.answer() == v1::Plan::ANSWER_ACCEPTED || request.answer() == v1::Plan::ANSWER_DECLINED, "answer",
                 "ACCEPTED or DECLINED; required");
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<Decision>> FromProto(const v1::DecideApprovalRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<Decision>(request, &reader);
  asked.why = request.reason();
  asked.draft.plan_hash = reader.Hash(request.plan_hash(), "plan_hash");
  asked.draft.approved = request.approved();
  asked.draft.reason = request.reason();
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<Asked<StepDraft>> FromProto(const v1::CompleteStepRequest& request) {
  RequestReader reader(request);
  auto asked = BeginAsked<StepDraft>(request, &reader);
  asked.why = reader.AtMost(kReasonMax, request.result(), "result");
  asked.draft.step = request.step();
  reader.Require(!request.step().empty(), "step");
  return EndAsked(reader, std::move(asked));
}

absl::StatusOr<ReportedStep> FromProto(const v1::ReportStepOperationRequest& request) {
  using Operation = platform::v1::Operation;
  RequestReader reader(request);
  const Operation& operation = request.operation();
  ReportedStep reported;
  absl::string_view key = operation.name();
  const bool named = absl::ConsumePrefix(&key, "operations/");
  const absl::optional<EffectOf> effect = named ? ParseEffectKey(key) : absl::nullopt;
  reader.Require(effect.has_value(), "operation.name", "must be operations/{case}-p{plan}-s{step}, as a step asked for it");
  reader.Require(operation.state() != Operation::STATE_UNSPECIFIED, "operation.state");
  RETURN_IF_ERROR(reader.Finish());
  reported.effect = *effect;
  if (operation.state() == Operation::STATE_SUCCEEDED) reported.outcome.kind = StepOutcome::Kind::kDone;
  if (operation.state() == Operation::STATE_FAILED) reported.outcome.kind = StepOutcome::Kind::kFailed;
  reported.outcome.effect = operation.name();
  reported.outcome.result_reference = operation.result_reference();
  reported.outcome.failure_reason = operation.failure_reason();
  return reported;
}

}  // namespace redress::casework
