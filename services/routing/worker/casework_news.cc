#include "services/routing/worker/casework_news.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "libs/base/status_macros.h"
#include "libs/events/reading.h"
#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"

namespace redress::routing {
namespace {

namespace cw = casework::v1;
using events::BadEvent;
using events::IdInEvent;
using events::Parse;
using Kind = CaseNews::Kind;

constexpr int kCallbackAttempts = 3;  // of a round, as the contract says

// The case waits for somebody outside, or only back ends act: its owner has nothing to do.
bool IsWaiting(cw::Case::State state) {
  return state == cw::Case::STATE_WAITING_CUSTOMER || state == cw::Case::STATE_WAITING_SELLER ||
         state == cw::Case::STATE_WAITING_THIRD_PARTY || state == cw::Case::STATE_EXECUTING;
}

bool IsOver(cw::Case::State state) {
  return state == cw::Case::STATE_CLOSED || state == cw::Case::STATE_REJECTED;
}

// The team of a department, where it has one: `dept-` and its name.
std::string TeamOfDepartment(const std::string& department) {
  return absl::StrCat("dept-", absl::StrReplaceAll(absl::AsciiStrToLower(department), {{"_", "-"}}));
}

absl::Status Read(const cw::CaseOpened& message, CaseNews* news) {
  if (message.has_open_time()) news->time = TimeOf(message.open_time());
  return absl::OkStatus();
}

absl::Status Read(const cw::CaseStateChanged& message, CaseNews* news) {
  news->kind = Kind::kMoved;
  news->waiting = IsWaiting(message.to_state());
  if (message.has_change_time()) news->time = TimeOf(message.change_time());
  return absl::OkStatus();
}

absl::Status Read(const cw::CaseTagged& message, CaseNews* news) {
  if (message.tag().l1().empty()) return BadEvent("a case was tagged with nothing");
  news->kind = Kind::kTagged;
  news->tag = {message.tag().l1(), message.tag().l2()};
  if (message.has_tag_time()) news->time = TimeOf(message.tag_time());
  return absl::OkStatus();
}

absl::Status Read(const cw::ApprovalRequested& message, CaseNews* news) {
  news->kind = Kind::kApprovalRequested;
  news->subject = message.approval();
  news->cause = absl::StrCat(message.case_(), "/approvals/", message.approval());
  const auto authority = message.required_authority();
  if (authority == compensation::v1::AUTHORITY_MANAGER) news->approver = Approver::kManager;
  if (authority == compensation::v1::AUTHORITY_LEGAL) news->approver = Approver::kLegal;
  ASSIGN_OR_RETURN(news->proposer, IdInEvent("agents/*", message.proposer()));
  if (message.has_request_time()) news->time = TimeOf(message.request_time());
  if (message.has_expire_time()) news->due_time = TimeOf(message.expire_time());
  return absl::OkStatus();
}

absl::Status Read(const cw::ApprovalEnded& message, CaseNews* news) {
  news->kind = Kind::kApprovalEnded;
  news->subject = message.approval();
  if (message.has_end_time()) news->time = TimeOf(message.end_time());
  return absl::OkStatus();
}

absl::Status Read(const cw::TaskAssigned& message, CaseNews* news) {
  news->kind = Kind::kTaskAssigned;
  news->subject = message.task();
  news->cause = absl::StrCat(message.case_(), "/tasks/", message.task());
  news->team = TeamOfDepartment(message.department());
  if (message.has_assign_time()) news->time = TimeOf(message.assign_time());
  if (message.has_due_time()) news->due_time = TimeOf(message.due_time());
  return absl::OkStatus();
}

absl::Status Read(const cw::TaskAnswered& message, CaseNews* news) {
  news->kind = Kind::kTaskAnswered;
  news->subject = message.task();
  if (message.has_answer_time()) news->time = TimeOf(message.answer_time());
  return absl::OkStatus();
}

// Attempts count anew in each round, so the due time is part of what came.
absl::Status Read(const cw::CallbackDue& message, CaseNews* news) {
  news->kind = Kind::kCallbackDue;
  if (message.has_due_time()) news->due_time = TimeOf(message.due_time());
  news->cause = absl::StrCat(message.case_(), "/callbacks/", message.attempt(), "@", TimeOf(message.due_time()).micros());
  return absl::OkStatus();
}

absl::Status Read(const cw::CallbackMade& message, CaseNews* news) {
  const cw::Callback& callback = message.callback();
  news->kind = Kind::kCallbackMade;
  news->subject = absl::StrCat(callback.round());
  news->settled = callback.outcome() != cw::Callback::OUTCOME_NOT_REACHED || callback.attempt() >= kCallbackAttempts;
  if (callback.has_call_time()) news->time = TimeOf(callback.call_time());
  return absl::OkStatus();
}

absl::Status Read(const cw::CaseClosed& message, CaseNews* news) {
  news->kind = Kind::kClosed;
  if (message.has_close_time()) news->time = TimeOf(message.close_time());
  return absl::OkStatus();
}

absl::Status Read(const cw::CaseReopened& message, CaseNews* news) {
  news->kind = Kind::kReopened;
  if (!message.complaint().empty()) {
    ASSIGN_OR_RETURN(news->complaint, IdInEvent("complaints/*", message.complaint()));
  }
  if (message.has_reopen_time()) news->time = TimeOf(message.reopen_time());
  news->cause = absl::StrCat(message.case_(), "/reopened@", news->time.micros());
  return absl::OkStatus();
}

absl::Status Read(const cw::CaseMerged& message, CaseNews* news) {
  news->kind = Kind::kMerged;
  ASSIGN_OR_RETURN(news->other, IdInEvent("cases/*", message.into()));
  if (message.has_merge_time()) news->time = TimeOf(message.merge_time());
  return absl::OkStatus();
}

absl::Status Read(const cw::CaseUnmerged& message, CaseNews* news) {
  news->kind = Kind::kUnmerged;
  news->over = IsOver(message.state());
  news->waiting = IsWaiting(message.state());
  if (message.has_unmerge_time()) news->time = TimeOf(message.unmerge_time());
  news->cause = absl::StrCat(message.case_(), "/unmerged@", news->time.micros());
  return absl::OkStatus();
}

template <class Message>
absl::StatusOr<absl::optional<CaseNews>> Of(const events::Event& event) {
  ASSIGN_OR_RETURN(const auto message, Parse<Message>(event));
  CaseNews news;
  news.partition = event.partition;
  news.time = event.time;  // unless it tells its own
  ASSIGN_OR_RETURN(news.case_number, IdInEvent("cases/*", message.case_()));
  RETURN_IF_ERROR(Read(message, &news));
  return absl::optional<CaseNews>(std::move(news));
}

}  // namespace

absl::StatusOr<absl::optional<CaseNews>> CaseNewsOf(const events::Event& event) {
  const absl::string_view type = absl::StripPrefix(event.type, "redress.casework.v1.");
  if (type == "CaseOpened") return Of<cw::CaseOpened>(event);
  if (type == "CaseStateChanged") return Of<cw::CaseStateChanged>(event);
  if (type == "CaseTagged") return Of<cw::CaseTagged>(event);
  if (type == "ApprovalRequested") return Of<cw::ApprovalRequested>(event);
  if (type == "ApprovalEnded") return Of<cw::ApprovalEnded>(event);
  if (type == "TaskAssigned") return Of<cw::TaskAssigned>(event);
  if (type == "TaskAnswered") return Of<cw::TaskAnswered>(event);
  if (type == "CallbackDue") return Of<cw::CallbackDue>(event);
  if (type == "CallbackMade") return Of<cw::CallbackMade>(event);
  if (type == "CaseClosed") return Of<cw::CaseClosed>(event);
  if (type == "CaseReopened") return Of<cw::CaseReopened>(event);
  if (type == "CaseMerged") return Of<cw::CaseMerged>(event);
  if (type == "CaseUnmerged") return Of<cw::CaseUnmerged>(event);
  return absl::optional<CaseNews>();
}

}  // namespace redress::routing
