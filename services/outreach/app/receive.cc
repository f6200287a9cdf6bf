#include "services/outreach/app/receive.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "libs/base/status_macros.h"
#include "services/outreach/store/batch_store.h"
#include "services/outreach/store/case_store.h"
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

// A batch of news: cases are read and locked once, folded in memory, and written once.
class Batch {
 public:
  Batch(pqxx::work& transaction, const Context& context, std::vector<events::NewEvent>* said)
      : transaction_(transaction), context_(context), said_(said) {}

  void Lock(const std::vector<std::string>& numbers) { views_ = LockCases(transaction_, numbers); }

  absl::Status Take(const News& news) {
    CaseView& view = views_[news.case_number];
    Folded folded = Fold(view, news, context_.notices);
    view = std::move(folded.next);
    changed_.insert(news.case_number);
    // What is over first: the same event may end one notice and begin another of its kind.
    if (!folded.superseded.empty()) Write();
    for (const Superseded& superseded : folded.superseded) {
      RETURN_IF_ERROR(Drop(transaction_, view, superseded, std::max(news.time, context_.time.Now()), said_));
    }
    for (const NoticeDraft& draft : folded.drafts) fresh_.push_back(NoticeOf(context_, view, draft));
    return absl::OkStatus();
  }

  void Write() {
    std::vector<CaseView> views;
    views.reserve(changed_.size());
    for (const std::string& number : changed_) views.push_back(views_.at(number));
    SaveCases(transaction_, views);
    InsertNotices(transaction_, fresh_);
    changed_.clear();
    fresh_.clear();
  }

 private:
  pqxx::work& transaction_;
  const Context& context_;
  std::vector<events::NewEvent>* const said_;
  CaseViews views_;
  std::set<std::string> changed_;  // not written yet
  std::vector<Notice> fresh_;      // nor these
};

absl::StatusOr<bool> MakeOne(pqxx::work& transaction, const Context& context, const std::string& number) {
  const absl::optional<CaseView> view = LockCase(transaction, number);
  if (!view.has_value()) return false;
  const absl::optional<Progressed> progressed = NextProgress(*view, context.notices, context.time.Now());
  if (!progressed.has_value()) return false;
  SaveCases(transaction, {progressed->next});
  return InsertNotices(transaction, {NoticeOf(context, progressed->next, progressed->draft)}) == 1;
}

}  // namespace

absl::Status Receive(pqxx::work& transaction, const Context& context, const std::vector<Heard>& heard,
                     std::vector<events::NewEvent>* said) {
  std::vector<std::string> numbers;
  numbers.reserve(heard.size());
  for (const Heard& one : heard) {
    if (one.news.has_value()) numbers.push_back(one.news->case_number);
  }
  Batch batch(transaction, context, said);
  batch.Lock(numbers);
  for (const Heard& one : heard) {
    if (one.news.has_value()) RETURN_IF_ERROR(batch.Take(*one.news));
    if (one.given.has_value()) InsertGiven(transaction, *one.given);
    if (!one.taken_back.empty()) DeleteGiven(transaction, one.taken_back);
  }
  batch.Write();
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
