#include "services/outreach/app/receive.h"

#include <algorithm>
#include <utility>

#include "libs/base/status_macros.h"
#include "services/outreach/store/events.h"
#include "services/outreach/store/notice_store.h"

namespace redress::outreach {
namespace {

Notice NoticeOf(const Context& context, const CaseView& view, const NoticeDraft& draft) {
  Notice notice;
  notice.case_number = view.number;
  notice.id = NoticeId(draft.kind, draft.occurrence);
  notice.kind = draft.kind;
  notice.subject = draft.subject;
  notice.complaint = view.complaint.empty() ? view.number : view.complaint;
  notice.asks = draft.asks;
  notice.partition = view.partition;
  notice.critical = view.critical();
  notice.create_time = draft.create_time;
  const bool at_night =
      context.sending.acknowledge_at_night && (draft.kind == NoticeKind::kAccepted || draft.kind == NoticeKind::kIntentAnswered);
  notice.send_after = notice.critical || at_night ? draft.send_after : AfterQuiet(context.sending.quiet, draft.send_after);
  const BusinessTime useless = notice.send_after + context.library.templates.at(draft.kind).useless_after;
  notice.useless_after = draft.useless_after.value_or(useless);
  return notice;
}

absl::Status Drop(pqxx::work& transaction, const CaseView& view, const Superseded& superseded, BusinessTime now,
                  std::vector<events::NewEvent>* said) {
  for (const Notice& notice : LockPending(transaction, view.number, superseded)) {
    ASSIGN_OR_RETURN(const Notice next, Suppress(notice, "SUPERSEDED"));
    RETURN_IF_ERROR(SaveNotice(transaction, notice, next, absl::ZeroDuration()));
    for (events::NewEvent& event : EventsOf(notice, next, now)) said->push_back(std::move(event));
  }
  return absl::OkStatus();
}

absl::Status Take(pqxx::work& transaction, const Context& context, const News& news, std::vector<events::NewEvent>* said) {
  const CaseView seen = LockCase(transaction, news.case_number).value_or(CaseView());
  const Folded folded = Fold(seen, news, context.notices);
  SaveCase(transaction, folded.next);
  // What is over first: the same event may end one notice and begin another of its kind.
  for (const Superseded& superseded : folded.superseded) {
    RETURN_IF_ERROR(Drop(transaction, folded.next, superseded, std::max(news.time, context.time.Now()), said));
  }
  for (const NoticeDraft& draft : folded.drafts) InsertNotice(transaction, NoticeOf(context, folded.next, draft));
  return absl::OkStatus();
}

absl::StatusOr<bool> MakeOne(pqxx::work& transaction, const Context& context, const std::string& number) {
  const absl::optional<CaseView> view = LockCase(transaction, number);
  if (!view.has_value()) return false;
  const absl::optional<Progressed> progressed = NextProgress(*view, context.notices, context.time.Now());
  if (!progressed.has_value()) return false;
  SaveCase(transaction, progressed->next);
  return InsertNotice(transaction, NoticeOf(context, progressed->next, progressed->draft));
}

}  // namespace

absl::Status Receive(pqxx::work& transaction, const Context& context, const std::vector<Heard>& heard,
                     std::vector<events::NewEvent>* said) {
  // Cases are locked in the order of their numbers, whatever the order of events: two replicas never wait for each other.
  std::vector<std::string> numbers;
  numbers.reserve(heard.size());
  for (const Heard& one : heard) {
    if (one.news.has_value()) numbers.push_back(one.news->case_number);
  }
  std::sort(numbers.begin(), numbers.end());
  for (const std::string& number : numbers) LockCase(transaction, number);
  for (const Heard& one : heard) {
    if (one.news.has_value()) RETURN_IF_ERROR(Take(transaction, context, *one.news, said));
    if (one.given.has_value()) InsertGiven(transaction, *one.given);
    if (!one.taken_back.empty()) DeleteGiven(transaction, one.taken_back);
  }
  return absl::OkStatus();
}

absl::StatusOr<int> MakeProgress(const Context& context, int limit) {
  std::vector<std::string> numbers;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) {
    numbers = CasesWithProgressDue(transaction, context.time.Now(), limit);
    return absl::OkStatus();
  }));
  int made = 0;
  for (const std::string& number : numbers) {
    bool fresh = false;
    RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(fresh, MakeOne(transaction, context, number));
      return absl::OkStatus();
    }));
    made += fresh ? 1 : 0;
  }
  if (made > 0) context.wake();
  return made;
}

}  // namespace redress::outreach
