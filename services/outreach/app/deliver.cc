#include "services/outreach/app/deliver.h"

#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "services/outreach/app/compose.h"
#include "services/outreach/store/answer_store.h"
#include "services/outreach/store/case_store.h"
#include "services/outreach/store/events.h"
#include "services/outreach/store/notice_store.h"

namespace redress::outreach {
namespace {

bool IsSelfEvident(NoticeKind kind) {
  return kind == NoticeKind::kAccepted || kind == NoticeKind::kIntentAnswered;
}

// Sends one notice that was taken.
class Sending {
 public:
  Sending(const Context& context, Notice notice) : context_(context), notice_(std::move(notice)), taken_(notice_) {}

  // Errors: what the database says, and CONCURRENT_CHANGE where somebody else changed it (a receipt, a fact).
  absl::Status Run() {
    const BusinessTime now = context_.time.Now();
    if (now >= notice_.useless_after) return End(Expire(notice_));
    RETURN_IF_ERROR(Look());
    if (holder_wish_.kinds.count(notice_.kind) > 0) return End(Suppress(notice_, "OPTED_OUT"));
    if (const BusinessTime free = FreeAt(now); free > now) return WaitUntil(free);
    const absl::StatusOr<Addressed> addressed = Address(context_, notice_);
    if (!addressed.ok()) return Unmade(addressed.status());
    const WayChoice choice = Choose(*addressed);
    if (choice.way == NoticeWay::kNone) {
      return End(notice_.tried.empty() ? Suppress(notice_, choice.reason.empty() ? "NO_ADDRESS" : choice.reason)
                                       : GiveUp(notice_));
    }
    absl::StatusOr<Composed> composed = Compose(context_, notice_, *addressed);
    if (!composed.ok()) return Unmade(composed.status());
    composed->message.to = DestinationOf(*addressed, choice.way);
    return Give(choice.way, *std::move(composed));
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
  absl::Status Look() {
    return context_.pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(view_, GetCase(transaction, notice_.case_number));
      holder_wish_ = GetPreference(transaction, HolderOf(view_));
      return absl::OkStatus();
    });
  }

  // The severity of now counts, not that of when the notice was made.
  BusinessTime FreeAt(BusinessTime now) const {
    const bool at_night = context_.sending.acknowledge_at_night && IsSelfEvident(notice_.kind);
    return view_.critical() || at_night ? now : AfterQuiet(context_.sending.quiet, now);
  }

  // One that was perhaps handed over stays with its way, whose provider knows it by its id.
  WayChoice Choose(const Addressed& addressed) const {
    const bool stay = notice_.state == NoticeState::kSending && context_.providers.count(notice_.way) > 0 &&
                      addressed.ways.known.count(notice_.way) > 0;
    if (stay) return {notice_.way, ""};
    return ChooseWay(notice_.kind, addressed.ways, holder_wish_, notice_.tried);
  }

  absl::Status WaitUntil(BusinessTime time) {
    Notice next = notice_;
    next.send_after = time;
    ++next.version;
    retry_ = true;
    return Save(next, absl::ZeroDuration());
  }

  // No message could be made: there is nothing to tell, or nobody could say now.
  absl::Status Unmade(const absl::Status& why) {
    const std::string reason(ReasonOf(why));
    if (absl::IsFailedPrecondition(why) || reason == "CUSTOMER_ERASED" || reason == "CASE_NOT_FOUND") {
      return End(Suppress(notice_, reason));
    }
    obs::Log(obs::Level::kWarning, "notice_not_made", {{"case", obs::Id(notice_.case_number)}, {"status", why}});
    Notice next = notice_;
    ++next.pauses;
    ++next.version;
    next.trouble = "SOURCE_DOWN";
    retry_ = true;
    return Save(next, PauseAfter(context_.sending.pauses, next.pauses));
  }

  absl::Status End(absl::StatusOr<Notice> next) {
    RETURN_IF_ERROR(next.status());
    return Save(*next, absl::ZeroDuration());
  }

  absl::Status Give(NoticeWay way, Composed composed) {
    ASSIGN_OR_RETURN(const Notice handed, HandOver(notice_, way, composed.template_name));
    RETURN_IF_ERROR(Begin(handed));
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
  absl::Status Begin(const Notice& handed) {
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
      return said.empty() ? absl::OkStatus() : events::Append(transaction, said);
    }));
    Settled(next, said);
    return absl::OkStatus();
  }

  // After a commit.
  void Settled(const Notice& next, absl::Span<const events::NewEvent> said) {
    const bool moved = next.state != notice_.state;
    notice_ = next;
    if (!said.empty()) context_.said(said);
    if (moved && (next.state == NoticeState::kSent || IsOver(next.state))) context_.reached(next.kind, next.state);
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
      return said.empty() ? absl::OkStatus() : events::Append(transaction, said);
    }));
    Settled(next, said);
    return absl::OkStatus();
  }

  const Context& context_;
  Notice notice_;  // as it is stored now
  const Notice taken_;
  CaseView view_;
  Preference holder_wish_;
  bool retry_ = false;
};

}  // namespace

absl::StatusOr<Round> DeliverRound(const Context& context, absl::FunctionRef<bool()> stopping) {
  Round round;
  std::vector<Notice> due;
  RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) {
    due = TakeDue(transaction, {context.time.Now(), context.sending.batch, context.sending.lease});
    return absl::OkStatus();
  }));
  round.taken = static_cast<int>(due.size());
  for (const Notice& notice : due) {
    if (stopping()) {
      RETURN_IF_ERROR(context.pool.Transact([&](pqxx::work& transaction) {
        GiveBack(transaction, notice);
        return absl::OkStatus();
      }));
      continue;
    }
    Sending sending(context, notice);
    const absl::Status status = sending.Run();
    if (status.ok()) {
      round.delivered.push_back(sending.result());
    } else if (!absl::IsAborted(status)) {  // somebody else's change is the newer one
      obs::Log(obs::Level::kError, "notice_not_sent", {{"case", obs::Id(notice.case_number)}, {"status", status}});
    }
  }
  return round;
}

}  // namespace redress::outreach
