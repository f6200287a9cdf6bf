// A notice: one message to a customer for one fact. Which facts there are, by which ways a notice goes, how far it can get (one
// table: a pair that is absent is forbidden), and what a notice is. It holds neither its text nor an address: both are made when
// it is sent. Pure functions, thread safe.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"

namespace redress::outreach {

// As in the contract, number for number, all three.
enum class NoticeKind {
  kAccepted = 1,
  kInformationRequested,
  kPlanOffered,
  kProgress,
  kResult,
  kRejected,
  kUnreached,
  kSurvey,
  kIntentAnswered,
};
enum class NoticeWay { kNone = 0, kSms, kPush, kEmail };
enum class NoticeState { kPending = 1, kSending, kSent, kDelivered, kFailed, kUseless, kSuppressed, kUnknown };

inline constexpr std::array kNoticeKinds = {NoticeKind::kAccepted,      NoticeKind::kInformationRequested,
                                            NoticeKind::kPlanOffered,   NoticeKind::kProgress,
                                            NoticeKind::kResult,        NoticeKind::kRejected,
                                            NoticeKind::kUnreached,     NoticeKind::kSurvey,
                                            NoticeKind::kIntentAnswered};
inline constexpr std::array kNoticeWays = {NoticeWay::kSms, NoticeWay::kPush, NoticeWay::kEmail};
inline constexpr std::array kNoticeStates = {NoticeState::kPending,    NoticeState::kSending, NoticeState::kSent,
                                             NoticeState::kDelivered,  NoticeState::kFailed,  NoticeState::kUseless,
                                             NoticeState::kSuppressed, NoticeState::kUnknown};

// What moves a notice.
enum class NoticeEvent {
  kHandOver,  // it is given to a provider, now or again
  kTake,      // the provider has it
  kReturn,    // the provider has it not, and will not: later, or the next way
  kFail,      // no way is left
  kArrive,    // a receipt says that it arrived
  kGetLost,   // a receipt says that it did not
  kExpire,    // it is of no use any more
  kSuppress,  // it is not to be sent
};
inline constexpr std::array kNoticeEvents = {NoticeEvent::kHandOver, NoticeEvent::kTake,    NoticeEvent::kReturn,
                                             NoticeEvent::kFail,     NoticeEvent::kArrive,  NoticeEvent::kGetLost,
                                             NoticeEvent::kExpire,   NoticeEvent::kSuppress};

struct NoticeTransition {
  NoticeState from;
  NoticeEvent event;
  NoticeState to;
};
// A receipt may come at any time after the first hand-over, so what is over by our own judgement can still turn out to have
// arrived. A SENDING one whose time is over, or whose fact is, was perhaps sent: nobody can know.
inline constexpr std::array kNoticeTransitions = {
    NoticeTransition{NoticeState::kPending, NoticeEvent::kHandOver, NoticeState::kSending},
    NoticeTransition{NoticeState::kPending, NoticeEvent::kFail, NoticeState::kFailed},
    NoticeTransition{NoticeState::kPending, NoticeEvent::kArrive, NoticeState::kDelivered},
    NoticeTransition{NoticeState::kPending, NoticeEvent::kExpire, NoticeState::kUseless},
    NoticeTransition{NoticeState::kPending, NoticeEvent::kSuppress, NoticeState::kSuppressed},
    NoticeTransition{NoticeState::kSending, NoticeEvent::kHandOver, NoticeState::kSending},
    NoticeTransition{NoticeState::kSending, NoticeEvent::kTake, NoticeState::kSent},
    NoticeTransition{NoticeState::kSending, NoticeEvent::kReturn, NoticeState::kPending},
    NoticeTransition{NoticeState::kSending, NoticeEvent::kArrive, NoticeState::kDelivered},
    NoticeTransition{NoticeState::kSending, NoticeEvent::kGetLost, NoticeState::kPending},
    NoticeTransition{NoticeState::kSending, NoticeEvent::kExpire, NoticeState::kUnknown},
    NoticeTransition{NoticeState::kSending, NoticeEvent::kSuppress, NoticeState::kUnknown},
    NoticeTransition{NoticeState::kSent, NoticeEvent::kArrive, NoticeState::kDelivered},
    NoticeTransition{NoticeState::kSent, NoticeEvent::kGetLost, NoticeState::kPending},
    NoticeTransition{NoticeState::kUnknown, NoticeEvent::kArrive, NoticeState::kDelivered},
    NoticeTransition{NoticeState::kUnknown, NoticeEvent::kGetLost, NoticeState::kFailed},
    NoticeTransition{NoticeState::kFailed, NoticeEvent::kArrive, NoticeState::kDelivered},
    NoticeTransition{NoticeState::kUseless, NoticeEvent::kArrive, NoticeState::kDelivered},
    NoticeTransition{NoticeState::kSuppressed, NoticeEvent::kArrive, NoticeState::kDelivered},
};
// The next state. FAILED_PRECONDITION, reason ILLEGAL_TRANSITION, whose message names the state and its legal events.
absl::StatusOr<NoticeState> Next(NoticeState from, NoticeEvent event);

struct Notice {
  std::string case_number;
  std::string id;  // unique within the case: `plan-offered-2`; it names the fact, so that a fact has one notice
  NoticeKind kind = NoticeKind::kAccepted;
  std::string subject;    // what of the case: the number of a plan, the id of a request, a closing, an intent; empty: nothing
  std::string complaint;  // number of the one whose customer is told
  std::vector<std::string> asks;  // what is missing and asked for, by name
  int partition = 0;
  bool critical = false;  // does not keep quiet hours

  NoticeState state = NoticeState::kPending;
  NoticeWay way = NoticeWay::kNone;
  std::vector<NoticeWay> tried;  // ways that did not take it, or did not bring it
  std::string template_name;
  BusinessTime create_time;
  BusinessTime send_after;
  BusinessTime useless_after;
  absl::optional<BusinessTime> send_time;
  int attempts = 0;       // hand-overs
  int pauses = 0;         // failures in a row; each makes the next pause longer
  bool doubtful = false;  // the outcome of an earlier hand-over was never learnt
  bool possible_duplicate = false;
  std::string trouble;  // the last failure, an upper-case word
  std::string reason;   // why it is over
  int64_t version = 1;
};

// `accepted`, or `plan-offered-2` for the occurrence `2`.
std::string NoticeId(NoticeKind kind, absl::string_view occurrence);
// `cases/{case}/notices/{notice}`.
std::string NoticeName(absl::string_view case_number, absl::string_view id);
// What a provider knows a message by: the name and the way, `cases/{case}/notices/{notice}/sms`.
std::string MessageId(const Notice& notice, NoticeWay way);
// The parts of such an id. INVALID_ARGUMENT, reason INVALID_FIELDS, naming `message_id`.
struct MessageRef {
  std::string case_number;
  std::string notice;
  NoticeWay way = NoticeWay::kNone;
};
absl::StatusOr<MessageRef> ParseMessageId(absl::string_view id);

// True once nothing of ours moves it.
bool IsOver(NoticeState state);

// `PLAN_OFFERED`, `SMS`, `PENDING`, `hand over`: the words of the contract, the schema and the docs; of kNone: empty.
absl::string_view Word(NoticeKind kind);
absl::string_view Word(NoticeWay way);
absl::string_view Word(NoticeState state);
absl::string_view Word(NoticeEvent event);
absl::optional<NoticeKind> NoticeKindOf(absl::string_view word);
absl::optional<NoticeWay> NoticeWayOf(absl::string_view word);
absl::optional<NoticeState> NoticeStateOf(absl::string_view word);

}  // namespace redress::outreach
