#include "services/casework/domain/ending.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/casework/domain/merge.h"
#include "services/casework/domain/refuse.h"
#include "services/casework/domain/saga.h"
#include "services/casework/domain/waiting.h"

namespace redress::casework {
namespace {

constexpr size_t kReasonMax = 500;   // code points
constexpr int kDissatisfiedMax = 2;  // of 5, in a survey

absl::Status CheckSupervisor(const Actor& actor) {
  if (actor.supervisor) return absl::OkStatus();
  return Refuse("NOT_SUPERVISOR", "only a supervisor does this");
}

bool HasOpenWork(const CaseFile& file) {
  const bool asked = WaitsFor(file.evidence_requests).has_value();
  return asked ||
         std::any_of(file.tasks.begin(), file.tasks.end(), [](const Task& task) { return !task.answer_time.has_value(); });
}

// What the case gave, each kind once, in the order of the plans.
std::vector<RemedyKind> GrantedBy(const CaseFile& file) {
  std::vector<RemedyKind> kinds;
  for (const Plan& plan : file.plans) {
    for (const PlanStep& step : plan.steps) {
      if (step.kind != StepKind::kRemedy || step.state != StepState::kDone) continue;
      if (std::find(kinds.begin(), kinds.end(), step.remedy) == kinds.end()) kinds.push_back(step.remedy);
    }
  }
  return kinds;
}

void End(Change* change, Closing closing, const Because& because) {
  CaseFile& file = change->next;
  closing.number = file.closing.has_value() ? file.closing->number + 1 : 1;
  closing.remedies_granted = GrantedBy(file);
  closing.closed_by = because.actor.name;
  closing.review_due = ReviewDue({file.severity, file.media, file.manager_escalated});
  file.closing = std::move(closing);
  file.close_time = because.now;
  Publish(change, FactKind::kCaseClosed, "", because.now);
}

// What the customer says through outreach.
Because Answered(BusinessTime now) {
  return {{"customer", "", false}, "", now};
}

// People have at most looked at it, and no plan was ever agreed on.
bool NothingPromised(const CaseFile& file) {
  const bool early =
      file.state == CaseState::kOpen || file.state == CaseState::kVerifying || file.state == CaseState::kInvestigating;
  return early && std::none_of(file.plans.begin(), file.plans.end(),
                               [](const Plan& plan) { return plan.answer == PlanAnswer::kAccepted; });
}

bool AnyInFlight(const CaseFile& file) {
  return std::any_of(file.plans.begin(), file.plans.end(), [](const Plan& plan) { return HasGrantInFlight(plan.steps); });
}

MergeFacts FactsOf(const CaseFile& file) {
  return {file.number, file.state, file.merged_into, file.absorbed, AnyInFlight(file)};
}

}  // namespace

absl::StatusOr<Change> CallBack(const CaseFile& file, CallbackOutcome outcome, const CasePolicy& policy, const Because& because) {
  if (because.actor.agent.empty()) return CheckMayAct(file, because.actor);
  if (file.state != CaseState::kCallbackDue) {
    return Refuse("ILLEGAL_TRANSITION", absl::StrCat("the case is ", Word(file.state), "; called back is from CALLBACK_DUE"));
  }
  ASSIGN_OR_RETURN(const CallbackRecorded recorded,
                   RecordCallback(file.callbacks, file.reopen_count, outcome, because.actor.agent, policy.callback, because.now));
  Change change = Unchanged(file);
  change.next.callbacks.push_back(recorded.callback);
  Say(&change, {"CALLBACK_MADE", absl::StrCat(recorded.callback.attempt), std::string(Word(outcome)), true}, because);
  Publish(&change, FactKind::kCallbackMade, absl::StrCat(recorded.callback.attempt), because.now);
  if (outcome != CallbackOutcome::kNotReached) PublishTold(&change, "CALL", because);
  if (recorded.reopens && !file.survey_reopened) {
    RETURN_IF_ERROR(Reopen(&change, CaseEvent::kDissatisfy, "NOT_SATISFIED", "", because));
  } else if (!StandingOf(change.next.callbacks, file.reopen_count, policy.callback).settled()) {
    Publish(&change, FactKind::kCallbackDue, "", because.now);
  }
  return change;
}

absl::StatusOr<Change> CloseCase(const CaseFile& file, Closing closing, const CasePolicy& policy, const Because& because) {
  RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  const bool settled = StandingOf(file.callbacks, file.reopen_count, policy.callback).settled();
  ASSIGN_OR_RETURN(const CaseEvent event, CheckClosing(closing, {settled, HasOpenWork(file)}));
  Change change = Unchanged(file);
  RETURN_IF_ERROR(Move(&change, event, because));
  closing.rejection_reason.clear();
  Say(&change, {"CASE_CLOSED", "", std::string(Word(*closing.finding)), true}, because);
  End(&change, std::move(closing), because);
  return change;
}

absl::StatusOr<Change> RejectCase(const CaseFile& file, const Because& because) {
  RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  RETURN_IF_ERROR(CheckText("reason", because.why, kReasonMax));
  Change change = Unchanged(file);
  RETURN_IF_ERROR(Move(&change, CaseEvent::kReject, because));
  Closing closing;
  closing.rejection_reason = because.why;
  Say(&change, {"CASE_REJECTED", "", "", true, true}, because);
  PublishTold(&change, "REJECTION", because);
  End(&change, std::move(closing), because);
  return change;
}

absl::StatusOr<Change> AppealCase(const CaseFile& file, const Because& because) {
  if (!because.actor.agent.empty()) RETURN_IF_ERROR(CheckMayAct(file, because.actor));
  RETURN_IF_ERROR(CheckText("reason", because.why, kReasonMax));
  Change change = Unchanged(file);
  RETURN_IF_ERROR(Reopen(&change, CaseEvent::kAppeal, "APPEAL", "", because));
  return change;
}

absl::StatusOr<Change> ReopenCase(const CaseFile& file, const Because& because) {
  RETURN_IF_ERROR(CheckSupervisor(because.actor));
  RETURN_IF_ERROR(CheckText("reason", because.why, kReasonMax));
  Change change = Unchanged(file);
  RETURN_IF_ERROR(Reopen(&change, CaseEvent::kReopen, "SUPERVISOR", "", because));
  return change;
}

absl::StatusOr<Change> TakeSurvey(const CaseFile& file, const SurveyAnswer& survey, BusinessTime now) {
  const Because because = Answered(now);
  Change change = Unchanged(file);
  Say(&change, {"SURVEY_ANSWERED", absl::StrCat(survey.closing), absl::StrCat(survey.score), true}, because);
  const bool present = file.state == CaseState::kClosed && file.closing.has_value() && file.closing->number == survey.closing;
  const bool before = file.survey_reopened || EverNotSatisfied(file.callbacks);
  if (survey.score > kDissatisfiedMax || !present || before) return change;
  change.next.survey_reopened = true;
  RETURN_IF_ERROR(Reopen(&change, CaseEvent::kDissatisfy, "SURVEY", "", because));
  return change;
}

absl::StatusOr<Change> TakeJudgement(const CaseFile& file, bool solved, BusinessTime now) {
  const Because because = Answered(now);
  Change change = Unchanged(file);
  Say(&change, {"INTENT_JUDGED", "", solved ? "SOLVED" : "NOT_SOLVED", true}, because);
  if (!solved || !NothingPromised(file)) return change;
  Closing closing;
  closing.finding = Finding::kNotAComplaint;
  RETURN_IF_ERROR(Move(&change, CaseEvent::kDismiss, because));
  Say(&change, {"CASE_CLOSED", "", std::string(Word(*closing.finding)), true}, because);
  End(&change, std::move(closing), because);
  return change;
}

absl::StatusOr<Joined> MergeCases(const CaseFile& loser, const CaseFile& winner, const Because& because) {
  RETURN_IF_ERROR(CheckSupervisor(because.actor));
  RETURN_IF_ERROR(CheckText("reason", because.why, kReasonMax));
  RETURN_IF_ERROR(CheckMerge(FactsOf(loser), FactsOf(winner)));
  Joined joined{Unchanged(loser), Unchanged(winner)};
  CaseFile& lost = joined.loser.next;
  lost.merged_from = loser.state;
  lost.merged_into = winner.number;
  RETURN_IF_ERROR(Move(&joined.loser, CaseEvent::kMerge, because));
  Say(&joined.loser, {"CASE_MERGED", "", winner.number, true}, because);
  Publish(&joined.loser, FactKind::kCaseMerged, winner.number, because.now);
  CaseFile& won = joined.winner.next;
  won.absorbed.push_back(loser.number);
  std::sort(won.absorbed.begin(), won.absorbed.end());
  won.severity = std::max(won.severity, loser.severity);
  Say(&joined.winner, {"CASE_ABSORBED", "", loser.number, true}, because);
  Publish(&joined.winner, FactKind::kCaseAbsorbed, loser.number, because.now);
  joined.winner.facts.back().complaints = loser.complaints;
  return joined;
}

absl::StatusOr<Joined> UnmergeCases(const CaseFile& loser, const CaseFile& winner, const Because& because) {
  RETURN_IF_ERROR(CheckSupervisor(because.actor));
  RETURN_IF_ERROR(CheckText("reason", because.why, kReasonMax));
  RETURN_IF_ERROR(CheckUnmerge(FactsOf(loser), loser.merged_from).status());
  Joined joined{Unchanged(loser), Unchanged(winner)};
  joined.loser.next.merged_into.clear();
  RETURN_IF_ERROR(Move(&joined.loser, CaseEvent::kUnmerge, because, loser.merged_from));
  Say(&joined.loser, {"CASE_UNMERGED", winner.number, "", true}, because);
  Publish(&joined.loser, FactKind::kCaseUnmerged, winner.number, because.now);
  RETURN_IF_ERROR(Settle(&joined.loser, because));
  std::vector<std::string>& absorbed = joined.winner.next.absorbed;
  absorbed.erase(std::remove(absorbed.begin(), absorbed.end(), loser.number), absorbed.end());
  Say(&joined.winner, {"CASE_RELEASED", loser.number, "", true}, because);
  return joined;
}

}  // namespace redress::casework
