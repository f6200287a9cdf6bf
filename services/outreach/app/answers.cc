#include "services/outreach/app/answers.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/vault/seal.h"
#include "services/outreach/store/events.h"
#include "services/outreach/store/notice_store.h"

namespace redress::outreach {
namespace {

// As events::Once, with a keyed hash of the body: that of a short text would betray the text. Publishes after the commit.
template <class View, class Work, class Again>
absl::StatusOr<View> Once(const Context& context, Request request, Work work, Again again) {
  request.key.body_hash = context.ring.BlindIndex("outreach.request_body", request.key.body_hash);
  std::vector<events::NewEvent> said;
  ASSIGN_OR_RETURN(View view, events::Once<View>(context.pool, request, std::move(work), std::move(again), &said));
  if (!said.empty()) context.said(said);
  return view;
}

absl::StatusOr<PreferenceView> ReadView(pqxx::transaction_base& transaction, const std::string& case_number) {
  ASSIGN_OR_RETURN(const CaseView view, GetCase(transaction, case_number));
  PreferenceView answer{case_number, "", ReadPreference(transaction, HolderOf(view))};
  answer.etag = absl::StrCat(answer.stored.version);
  return answer;
}

absl::StatusOr<SurveyView> ViewOf(Survey survey) {
  SurveyView view{absl::StrCat(survey.case_number, "/", survey.closing), survey.answer_time.has_value() ? "2" : "1", {}};
  view.survey = std::move(survey);
  return view;
}

SealedComment Sealed(const Context& context, const AnswerSurveyCommand& command) {
  if (command.comment.empty()) return {};
  const vault::NewKey fresh = context.ring.NewDataKey();
  const std::string aad = absl::StrCat("outreach.survey.comment/", command.case_number, "/", command.closing);
  return {fresh.wrapped, vault::Seal(fresh.key, aad, command.comment)};
}

absl::Status Refuse(absl::string_view reason, absl::string_view message) {
  return Error(absl::StatusCode::kFailedPrecondition, reason, message);
}

bool WasHandedOver(const Notice& notice, NoticeWay way) {
  return notice.way == way || std::find(notice.tried.begin(), notice.tried.end(), way) != notice.tried.end();
}

}  // namespace

absl::StatusOr<PreferenceView> SetPreference(const Context& context, const Request& request,
                                             const SetPreferenceCommand& command) {
  return Once<PreferenceView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>*) -> absl::StatusOr<PreferenceView> {
        ASSIGN_OR_RETURN(const CaseView view, GetCase(transaction, command.case_number));
        SavePreference(transaction, HolderOf(view), command.wish, context.time.Now());
        return ReadView(transaction, command.case_number);
      },
      [&](pqxx::work& transaction, const std::string& name) { return ReadView(transaction, name); });
}

absl::StatusOr<SurveyView> AnswerSurvey(const Context& context, const Request& request, const AnswerSurveyCommand& command) {
  return Once<SurveyView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>* said) -> absl::StatusOr<SurveyView> {
        ASSIGN_OR_RETURN(const CaseView view, GetCase(transaction, command.case_number));
        ASSIGN_OR_RETURN(Survey survey, LockSurvey(transaction, command.case_number, command.closing));
        if (survey.answer_time.has_value()) return Refuse("SURVEY_ANSWERED", "this survey was answered; the first answer stays");
        survey.score = command.score;
        survey.commented = !command.comment.empty();
        survey.answer_time = context.time.Now();
        SaveAnswer(transaction, survey, Sealed(context, command));
        said->push_back(SurveyAnswered({view.number, view.partition, *survey.answer_time}, survey.closing, survey.score));
        return ViewOf(survey);
      },
      [&](pqxx::work& transaction, const std::string& name) -> absl::StatusOr<SurveyView> {
        const std::vector<std::string> parts = absl::StrSplit(name, '/');
        int closing = 0;
        if (parts.size() != 2 || !absl::SimpleAtoi(parts[1], &closing)) return absl::InternalError("a survey's name is none");
        ASSIGN_OR_RETURN(Survey survey, LockSurvey(transaction, parts[0], closing));
        return ViewOf(std::move(survey));
      });
}

absl::StatusOr<IntentView> JudgeIntent(const Context& context, const Request& request, const std::string& case_number,
                                       bool solved) {
  const auto read = [](pqxx::work& transaction, const std::string& number) {
    const IntentState state = GetIntent(transaction, number);
    return absl::StatusOr<IntentView>(IntentView{number, state.judge_time.has_value() ? "2" : "1", state});
  };
  return Once<IntentView>(
      context, request,
      [&](pqxx::work& transaction, std::vector<events::NewEvent>* said) -> absl::StatusOr<IntentView> {
        const absl::optional<CaseView> view = LockCase(transaction, case_number);
        if (!view.has_value()) return GetCase(transaction, case_number).status();
        const IntentState state = GetIntent(transaction, case_number);
        if (!state.answer_time.has_value()) return Refuse("NOTHING_TO_JUDGE", "no question of this case was answered");
        if (state.judge_time.has_value()) return Refuse("INTENT_JUDGED", "it was said already whether that solved it");
        const BusinessTime now = context.time.Now();
        MarkJudged(transaction, case_number, solved, now);
        said->push_back(IntentJudged({case_number, view->partition, now}, solved));
        return read(transaction, case_number);
      },
      read);
}

absl::StatusOr<Notice> HearReceipt(const Context& context, const Receipt& receipt, Deadline deadline) {
  Notice next;
  std::vector<events::NewEvent> said;
  RETURN_IF_ERROR(context.pool.Transact(deadline, [&](pqxx::work& transaction) -> absl::Status {
    said.clear();
    ASSIGN_OR_RETURN(const Notice notice, LockNotice(transaction, receipt.message.case_number, receipt.message.notice));
    if (!WasHandedOver(notice, receipt.message.way)) {
      return Error(absl::StatusCode::kNotFound, "NOTICE_NOT_FOUND", "it was not sent by this way");
    }
    const BusinessTime now = context.time.Now();
    ASSIGN_OR_RETURN(next, Hear(notice, receipt.message.way, receipt.arrived, now));
    if (next.version == notice.version) return absl::OkStatus();
    said = EventsOf(notice, next, now);
    RETURN_IF_ERROR(SaveNotice(transaction, notice, next, absl::ZeroDuration()));
    const bool answered = next.kind == NoticeKind::kIntentAnswered && next.state == NoticeState::kDelivered;
    if (answered && MarkAnswered(transaction, next.case_number, now)) {
      said.push_back(IntentAnswered({next.case_number, next.partition, now}, next.subject));
    }
    return events::Append(transaction, &said);
  }));
  if (!said.empty()) context.said(said);
  if (!said.empty() && IsOver(next.state)) context.reached(next.kind, next.state);
  if (next.state == NoticeState::kPending) context.wake();
  return next;
}

}  // namespace redress::outreach
