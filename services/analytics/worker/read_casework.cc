// The case from its opening to its closing. What happened for the first time stays (told, resolved, closed); what is so now is
// overwritten (state, tag, finding).
#include "redress/casework/v1/casework_events.pb.h"
#include "services/analytics/worker/read_parts.h"

namespace redress::analytics {
namespace {

namespace v1 = casework::v1;
using events::Parse;

// The message and the fact of its case.
template <class Message>
struct Read {
  Message message;
  Update update;
};
template <class Message>
absl::StatusOr<Read<Message>> ReadCase(const events::Event& event) {
  ASSIGN_OR_RETURN(Message message, Parse<Message>(event));
  ASSIGN_OR_RETURN(std::string case_number, CaseIn(message.case_()));
  return Read<Message>{std::move(message), Update(TableId::kCase, event.partition, std::move(case_number))};
}

std::string StateWord(v1::Case::State state) {
  return Word(v1::Case::State_Name(state), "STATE_");
}

// Everything promised was done, or the case ended otherwise.
bool IsResolved(v1::Case::State state) {
  return state == v1::Case::STATE_CALLBACK_DUE || state == v1::Case::STATE_CLOSED || state == v1::Case::STATE_REJECTED;
}

absl::StatusOr<Updates> Opened(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::CaseOpened>(event));
  ASSIGN_OR_RETURN(std::string complaint, events::IdInEvent("complaints/*", read.message.complaint()));
  read.update.Set("complaint", std::move(complaint))
      .Set("state", "OPEN")
      .SetTime("received_time", TimeOf(read.message.received_time()))
      .SetTime("open_time", TimeOf(read.message.open_time()));
  return Updates{std::move(read.update)};
}

absl::StatusOr<Updates> Moved(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::CaseStateChanged>(event));
  read.update.Set("state", StateWord(read.message.to_state()));
  if (IsResolved(read.message.to_state())) read.update.First("resolve_time", TimeOf(read.message.change_time()));
  return Updates{std::move(read.update)};
}

absl::StatusOr<Updates> Tagged(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::CaseTagged>(event));
  const type::v1::Tag& tag = read.message.tag();
  read.update.Set("l1", tag.l1()).Set("l2", tag.l2()).SetFlag("tag_confirmed", read.message.confirmed());
  return Updates{std::move(read.update)};
}

absl::StatusOr<Updates> Checked(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::ChecklistCompleted>(event));
  return Updates{std::move(read.update.First("checklist_time", TimeOf(read.message.complete_time())))};
}

absl::StatusOr<Updates> Told(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::CustomerTold>(event));
  return Updates{std::move(read.update.First("told_time", TimeOf(read.message.tell_time())))};
}

absl::StatusOr<Updates> Proposed(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::PlanProposed>(event));
  return Updates{std::move(read.update.Add("plan_count").Set("plan_answer", ""))};
}

absl::StatusOr<Updates> Answered(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::PlanAnswered>(event));
  return Updates{std::move(read.update.Set("plan_answer", Word(v1::Plan::Answer_Name(read.message.answer()), "ANSWER_")))};
}

absl::StatusOr<Updates> ApprovalAsked(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::ApprovalRequested>(event));
  return Updates{std::move(read.update.Add("approval_count"))};
}

absl::StatusOr<Updates> ApprovalOver(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::ApprovalEnded>(event));
  if (read.message.state() != v1::ApprovalRequest::STATE_REFUSED) return Updates();
  return Updates{std::move(read.update.Add("approval_refused_count"))};
}

absl::StatusOr<Updates> StepOver(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::StepEnded>(event));
  if (read.message.state() == v1::PlanStep::STATE_DONE) return Updates{std::move(read.update.Add("step_done_count"))};
  if (read.message.state() == v1::PlanStep::STATE_FAILED) return Updates{std::move(read.update.Add("step_failed_count"))};
  return Updates();
}

absl::StatusOr<Updates> TaskGiven(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::TaskAssigned>(event));
  return Updates{std::move(read.update.Add("task_count"))};
}

absl::StatusOr<Updates> TaskDone(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::TaskAnswered>(event));
  return Updates{std::move(read.update.Add("task_answered_count"))};
}

absl::StatusOr<Updates> EvidenceAsked(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::EvidenceRequested>(event));
  return Updates{std::move(read.update.Add("evidence_request_count"))};
}

absl::StatusOr<Updates> EvidenceOver(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::EvidenceRequestEnded>(event));
  if (read.message.state() != v1::EvidenceRequest::STATE_DEFAULTED) return Updates();
  return Updates{std::move(read.update.Add("evidence_defaulted_count"))};
}

// The next attempt is due: nothing that a fact keeps.
absl::StatusOr<Updates> CallbackAwaited(const events::Event& event) {
  RETURN_IF_ERROR(ReadCase<v1::CallbackDue>(event).status());
  return Updates();
}

absl::StatusOr<Updates> CalledBack(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::CallbackMade>(event));
  const v1::Callback::Outcome outcome = read.message.callback().outcome();
  return Updates{std::move(
      read.update.Add("callback_count").Set("callback_outcome", Word(v1::Callback::Outcome_Name(outcome), "OUTCOME_")))};
}

absl::StatusOr<Updates> Closed(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::CaseClosed>(event));
  const v1::Closing& closing = read.message.closing();
  const BusinessTime time = TimeOf(read.message.close_time());
  read.update.Set("state", StateWord(read.message.state()))
      .SetTime("close_time", time)
      .First("first_close_time", time)
      .First("resolve_time", time)
      .Add("close_count")
      .Set("finding", Word(v1::Closing::Finding_Name(closing.finding()), "FINDING_"))
      .Set("responsible_party", Word(v1::Party_Name(closing.responsible_party()), "PARTY_"))
      .Set("root_cause", closing.root_cause())
      .Set("remedy_sought", closing.remedy_sought())
      .SetFlag("review_due", closing.review_due());
  return Updates{std::move(read.update)};
}

absl::StatusOr<Updates> Reopened(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::CaseReopened>(event));
  read.update.Add("reopen_count").Clear("close_time").Clear("finding");
  if (read.message.reason() == "REPEAT") read.update.Add("repeat_count");
  return Updates{std::move(read.update)};
}

absl::StatusOr<Updates> Merged(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::CaseMerged>(event));
  ASSIGN_OR_RETURN(std::string into, CaseIn(read.message.into()));
  return Updates{std::move(read.update.Set("state", "MERGED").Set("merged_into", std::move(into)))};
}

absl::StatusOr<Updates> Absorbed(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::CaseAbsorbed>(event));
  return Updates{std::move(read.update.Add("absorbed_count"))};
}

absl::StatusOr<Updates> Unmerged(const events::Event& event) {
  ASSIGN_OR_RETURN(auto read, ReadCase<v1::CaseUnmerged>(event));
  return Updates{std::move(read.update.Set("state", StateWord(read.message.state())).Clear("merged_into"))};
}

constexpr Meaning kMeanings[] = {
    {"redress.casework.v1.CaseOpened", &Opened},
    {"redress.casework.v1.CaseStateChanged", &Moved},
    {"redress.casework.v1.CaseTagged", &Tagged},
    {"redress.casework.v1.ChecklistCompleted", &Checked},
    {"redress.casework.v1.CustomerTold", &Told},
    {"redress.casework.v1.PlanProposed", &Proposed},
    {"redress.casework.v1.PlanAnswered", &Answered},
    {"redress.casework.v1.ApprovalRequested", &ApprovalAsked},
    {"redress.casework.v1.ApprovalEnded", &ApprovalOver},
    {"redress.casework.v1.StepEnded", &StepOver},
    {"redress.casework.v1.TaskAssigned", &TaskGiven},
    {"redress.casework.v1.TaskAnswered", &TaskDone},
    {"redress.casework.v1.EvidenceRequested", &EvidenceAsked},
    {"redress.casework.v1.EvidenceRequestEnded", &EvidenceOver},
    {"redress.casework.v1.CallbackDue", &CallbackAwaited},
    {"redress.casework.v1.CallbackMade", &CalledBack},
    {"redress.casework.v1.CaseClosed", &Closed},
    {"redress.casework.v1.CaseReopened", &Reopened},
    {"redress.casework.v1.CaseMerged", &Merged},
    {"redress.casework.v1.CaseAbsorbed", &Absorbed},
    {"redress.casework.v1.CaseUnmerged", &Unmerged},
};

}  // namespace

absl::Span<const Meaning> CaseworkMeanings() {
  return kMeanings;
}

}  // namespace redress::analytics
