#include "services/outreach/app/deliver.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "services/outreach/app/compose.h"
#include "services/outreach/store/answer_store.h"
#include "services/outreach/store/batch_store.h"
#include "services/outreach/store/case_store.h"
#include "services/outreach/store/events.h"
#include "services/outreach/store/notice_store.h"

namespace redress::outreach {
namespace {

constexpr int kTakeMax = 64;

bool IsSelfEvident(NoticeKind kind) {
  return kind == NoticeKind::kAccepted || kind == NoticeKind::kIntentAnswered;
}

// Sends one notice that was taken.
class Sending {
 public:
  Sending(const Context& context, Notice notice) : context_(context), notice_(std::move(notice)), taken_(notice_) {}

  const Notice& notice() const { return notice_; }

  // Decides what can be without knowing who is told. True: who that is must be asked.
  absl::StatusOr<bool> Begin(const CaseViews& views, const Wishes& wishes) {
    const BusinessTime now = context_.time.Now();
    if (now >= notice_.useless_after) return EndsAs(Expire(notice_));
    const auto view = views.find(notice_.case_number);
    if (view == views.end()) return Error(absl::StatusCode::kNotFound, "CASE_NOT_FOUND", "no such case");
    view_ = view->second;
    if (const auto wish = wishes.find(HolderOf(view_)); wish != wishes.end()) holder_wish_ = wish->second;
    if (holder_wish_.kinds.count(notice_.kind) > 0) return EndsAs(Suppress(notice_, "OPTED_OUT"));
    if (const BusinessTime free = FreeAt(now); free > now) {
      WaitUntil(free);
      return false;
    }
    return true;
  }

  // Chooses the way. What has none, or nobody to tell, is decided.
  absl::Status Choose(absl::StatusOr<Recipient> who) {
    if (!who.ok()) return Unmade(who.status());
    addressed_ = AddressTo(context_, notice_, *std::move(who));
    const WayChoice choice = WayTo(*addressed_);
    way_ = choice.way;
    if (way_ != NoticeWay::kNone) return absl::OkStatus();
    return EndsAs(notice_.tried.empty() ? Suppress(notice_, choice.reason.empty() ? "NO_ADDRESS" : choice.reason)
                                        : GiveUp(notice_))
        .status();
  }

  // What was decided and is to be stored; nothing: it is to be handed over.
  const absl::optional<NoticeChange>& decided() const { return decided_; }

  // Makes the message and hands it over.
  // Errors: what the database says, and CONCURRENT_CHANGE where somebody else changed it (a receipt, a fact).
  absl::Status HandOverNow() {
    absl::StatusOr<Composed> composed = Compose(context_, notice_, *addressed_);
    if (!composed.ok()) {
      RETURN_IF_ERROR(Unmade(composed.status()));
      return Save(decided_->after, decided_->pause);
    }
    composed->message.to = DestinationOf(*addressed_, way_);
    return Give(way_, *std::move(composed));
  }

  // After a commit.
  void Settled(const Notice& next, absl::Span<const events::NewEvent> said) {
    const bool moved = next.state != notice_.state;
    notice_ = next;
    if (!said.empty()) context_.said(said);
    if (moved && (next.state == NoticeState::kSent || IsOver(next.state))) context_.reached(next.kind, next.state);
  }

  Delivery result() const {
    Delivery delivery;
    delivery.kind = notice_.kind;
    delivery.state = notice_.state;
    delivery.retry = retry_;
    delivery.possible_duplicate = notice_.possible_duplicate && !taken_.possible_duplicate;
    if (notice_.send_time.has_value()) delivery.waited = *notice_.send_time - notice_.send_after;
    return delivery;
  }

 private:
  // The severity of now counts, not that of when the notice was made.
  BusinessTime FreeAt(BusinessTime now) const {
    const bool at_night = context_.sending.acknowledge_at_night && IsSelfEvident(notice_.kind);
    return view_.critical() || at_night ? now : AfterQuiet(context_.sending.quiet, now);
  }

  // One that was perhaps handed over stays with its way, whose provider knows it by its id.
  WayChoice WayTo(const Addressed& addressed) const {
    const bool stay = notice_.state == NoticeState::kSending && context_.providers.count(notice_.way) > 0 &&
                      addressed.ways.known.count(notice_.way) > 0;
    if (stay) return {notice_.way, ""};
    return ChooseWay(notice_.kind, addressed.ways, holder_wish_, notice_.tried);
  }

  void Decide(Notice next, absl::Duration pause) { decided_ = NoticeChange{notice_, std::move(next), pause}; }

  // False: nobody needs to be asked.
  absl::StatusOr<bool> EndsAs(absl::StatusOr<Notice> next) {
    RETURN_IF_ERROR(next.status());
    Decide(*std::move(next), absl::ZeroDuration());
    return false;
  }

  void WaitUntil(BusinessTime time) {
    Notice next = notice_;
    next.send_after = time;
    ++next.version;
    retry_ = true;
    Decide(std::move(next), absl::ZeroDuration());
  }

  // No message could be made: there is nothing to tell, or nobody could say now.
  absl::Status Unmade(const absl::Status& why) {
    const std::string reason(ReasonOf(why));
    if (absl::IsFailedPrecondition(why) || reason == "CUSTOMER_ERASED" || reason == "CASE_NOT_FOUND") {
      return EndsAs(Suppress(notice_, reason)).status();
    }
    obs::Log(obs::Level::kWarning, "notice_not_made", {{"case", obs::Id(notice_.case_number)}, {"status", why}});
    Notice next = notice_;
    ++next.pauses;
    ++next.version;
    next.trouble = "SOURCE_DOWN";
    retry_ = true;
    Decide(next, PauseAfter(context_.sending.pauses, next.pauses));
    return absl::OkStatus();
  }

  absl::Status Give(NoticeWay way, Composed composed) {
    ASSIGN_OR_RETURN(const Notice handed, HandOver(notice_, way, composed.template_name));
    RETURN_IF_ERROR(StoreHanded(handed));
    if (notice_.state != NoticeState::kSending) return absl::OkStatus();  // one survey too many
    composed.message.message_id = MessageId(notice_, way);
    const Outcome outcome = context_.providers.at(way)->Send(composed.message);
    ASSIGN_OR_RETURN(const Notice settled, Settle(notice_, outcome, context_.time.Now()));
    retry_ = settled.state == NoticeState::kPending || settled.state == NoticeState::kSending;
    const bool at_once = outcome == Outcome::kRefused || outcome == Outcome::kTaken;
    return Save(settled, at_once ? absl::ZeroDuration() : PauseAfter(context_.sending.pauses, settled.pauses));
  }

  // Stored before it is handed over, so that nobody takes it for one that was never sent. A survey takes the customer's one
  // place.
  absl::Status StoreHanded(const Notice& handed) {
    Notice next = handed;
    std::vector<events::NewEvent> said;
    RETURN_IF_ERROR(context_.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
      next = handed;
      said.clear();
      if (notice_.kind == NoticeKind::kSurvey && !ClaimPlace(transaction)) {
        ASSIGN_OR_RETURN(next, Suppress(notice_, "SURVEYED_LATELY"));
        said = EventsOf(notice_, next, context_.time.Now());
      }
      RETURN_IF_ERROR(SaveNotice(transaction, notice_, next, context_.sending.lease));
      return events::Append(transaction, &said);
    }));
    Settled(next, said);
    return absl::OkStatus();
  }

  bool ClaimPlace(pqxx::work& transaction) const {
    Survey survey;
    survey.case_number = notice_.case_number;
    if (!absl::SimpleAtoi(notice_.subject, &survey.closing)) return false;
    survey.send_time = context_.time.Now();
    return ClaimSurvey(transaction, survey, HolderOf(view_), context_.sending.survey_cool_down);
  }

  absl::Status Save(const Notice& next, absl::Duration pause) {
    std::vector<events::NewEvent> said;
    const BusinessTime now = context_.time.Now();
    RETURN_IF_ERROR(context_.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
      said = EventsOf(notice_, next, now);
      RETURN_IF_ERROR(SaveNotice(transaction, notice_, next, pause));
      const bool answered = next.kind == NoticeKind::kIntentAnswered && next.state == NoticeState::kSent;
      if (answered && MarkAnswered(transaction, next.case_number, now)) {
        said.push_back(IntentAnswered({next.case_number, next.partition, now}, next.subject));
      }
      return events::Append(transaction, &said);
    }));
    Settled(next, said);
    return absl::OkStatus();
  }

  const Context& context_;
  Notice notice_;  // as it is stored now
  const Notice taken_;
  CaseView view_;
  Preference holder_wish_;
  absl::optional<Addressed> addressed_;
  NoticeWay way_ = NoticeWay::kNone;
  absl::optional<NoticeChange> decided_;
  bool retry_ = false;
};

// One round's notices. Whatever ends without a hand-over is looked up, asked and stored together.
class Sorting {
 public:
  Sorting(const Context& context, const std::vector<Notice>& due, Round* round) : context_(context), round_(*round) {
    sendings_.reserve(due.size());
    for (const Notice& notice : due) sendings_.emplace_back(context, notice);
  }

  // Those that are to be handed over.
  absl::StatusOr<std::vector<Sending*>> Sort() {
    ASSIGN_OR_RETURN(std::vector<Sending*> unaddressed, LookUp());
    std::vector<std::vector<std::string>> complaints;
    complaints.reserve(unaddressed.size());
    for (const Sending* sending : unaddressed) complaints.push_back(ComplaintsOf(sending->notice()));
    Sources::Recipients who;
    if (!complaints.empty()) {
      who = context_.sources.ReadRecipients(complaints, Deadline::After(context_.sending.ask_timeout));
    }
    std::vector<Sending*> to_hand_over;
    for (size_t i = 0; i < unaddressed.size(); ++i) {
      if (Failed(*unaddressed[i], unaddressed[i]->Choose(std::move(who[i])))) continue;
      (unaddressed[i]->decided().has_value() ? decided_ : to_hand_over).push_back(unaddressed[i]);
    }
    RETURN_IF_ERROR(StoreDecided());
    return to_hand_over;
  }

  // True: it is left to the end of its lease.
  static bool Failed(const Sending& sending, const absl::Status& status) {
    if (status.ok()) return false;
    if (!absl::IsAborted(status)) {  // somebody else's change is the newer one
      obs::Log(obs::Level::kError, "notice_not_sent", {{"case", obs::Id(sending.notice().case_number)}, {"status", status}});
    }
    return true;
  }

 private:
  absl::StatusOr<std::vector<Sending*>> LookUp() {
    std::vector<std::string> numbers, holders;
    numbers.reserve(sendings_.size());
    for (const Sending& sending : sendings_) numbers.push_back(sending.notice().case_number);
    CaseViews views;
    Wishes wishes;
    RETURN_IF_ERROR(context_.pool.Read([&](pqxx::transaction_base& transaction) {
      holders.clear();
      views = GetCases(transaction, numbers);
      holders.reserve(views.size());
      for (const auto& [number, view] : views) holders.push_back(HolderOf(view));
      wishes = GetPreferences(transaction, holders);
      return absl::OkStatus();
    }));
    std::vector<Sending*> unaddressed;
    for (Sending& sending : sendings_) {
      const absl::StatusOr<bool> ask = sending.Begin(views, wishes);
      if (Failed(sending, ask.status())) continue;
      (*ask ? unaddressed : decided_).push_back(&sending);
    }
    return unaddressed;
  }

  absl::Status StoreDecided() {
    std::vector<NoticeChange> changes;
    changes.reserve(decided_.size());
    for (const Sending* sending : decided_) changes.push_back(*sending->decided());
    if (changes.empty()) return absl::OkStatus();
    std::vector<size_t> written;
    std::vector<events::NewEvent> said;
    RETURN_IF_ERROR(context_.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
      said.clear();
      written = SaveNotices(transaction, changes);
      for (const size_t i : written) {
        for (events::NewEvent& event : EventsOf(changes[i].before, changes[i].after, context_.time.Now())) {
          said.push_back(std::move(event));
        }
      }
      return events::Append(transaction, &said);
    }));
    if (!said.empty()) context_.said(said);
    for (const size_t i : written) {
      decided_[i]->Settled(changes[i].after, {});
      round_.delivered.push_back(decided_[i]->result());
    }
    return absl::OkStatus();
  }

  const Context& context_;
  Round& round_;
  std::vector<Sending> sendings_;
  std::vector<Sending*> decided_;
};

absl::Status GiveBackAll(const Context& context, absl::Span<const Notice> notices) {
  if (notices.empty()) return absl::OkStatus();
  return context.pool.Transact([&](pqxx::work& transaction) {
    GiveBack(transaction, notices);
    return absl::OkStatus();
  });
}

}  // namespace

int NextTake(const Round& round, int took, int least) {
  return round.taken >= took && round.to_hand_over == 0 ? std::min(took * 2, std::max(least, kTakeMax)) : least;
}

absl::StatusOr<Round> DeliverRound(const Context& context, absl::FunctionRef<bool()> stopping) {
  return DeliverRound(context, context.sending.batch, stopping);
}

absl::StatusOr<Round> DeliverRound(const Context& context, int take, absl::FunctionRef<bool()> stopping) {
  Round round;
  std::vector<Notice> due;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) {
    due = TakeDue(transaction, {context.time.Now(), take, context.sending.lease});
    return absl::OkStatus();
  }));
  round.taken = static_cast<int>(due.size());
  if (due.empty()) return round;
  if (stopping()) {
    RETURN_IF_ERROR(GiveBackAll(context, due));
    return round;
  }
  Sorting sorting(context, due, &round);
  ASSIGN_OR_RETURN(const std::vector<Sending*> to_hand_over, sorting.Sort());
  round.to_hand_over = static_cast<int>(to_hand_over.size());
  std::vector<Notice> left;
  int handed = 0;
  for (Sending* const sending : to_hand_over) {
    if (handed == context.sending.batch || stopping()) {
      left.push_back(sending->notice());
      continue;
    }
    ++handed;
    if (!Sorting::Failed(*sending, sending->HandOverNow())) round.delivered.push_back(sending->result());
  }
  RETURN_IF_ERROR(GiveBackAll(context, left));
  return round;
}

}  // namespace redress::outreach
