// What every use case of outreach is given: the database, the business time, the words, the figures, whom to ask, who carries,
// and whom to tell after a commit. Lives as long as the process; thread safe as its parts are.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/signed_link.h"
#include "libs/base/time.h"
#include "libs/events/log.h"
#include "libs/pg/pool.h"
#include "libs/vault/key_ring.h"
#include "services/outreach/app/providers.h"
#include "services/outreach/app/sources.h"
#include "services/outreach/domain/case_view.h"
#include "services/outreach/domain/quiet_hours.h"
#include "services/outreach/domain/sending.h"
#include "services/outreach/domain/template.h"

namespace redress::outreach {

// The figures of sending. Business time unless said otherwise.
struct SendPolicy {
  QuietHours quiet;
  bool acknowledge_at_night = true;  // an answer to what the customer has just written does not wait for the morning
  absl::Duration survey_cool_down = absl::Hours(24 * 30);
  absl::Duration link_life = absl::Hours(24 * 14);
  int reply_hours = 24;
  std::string hotline;
  std::string link_base;                          // the token is appended
  Pauses pauses;                                  // machine time
  int batch = 4;                                  // notices that one thread takes at a time
  absl::Duration lease = absl::Minutes(2);        // machine time; nobody else takes them so long
  absl::Duration ask_timeout = absl::Seconds(3);  // machine time, of one question to another service
};

struct Context {
  pg::Pool& pool;
  const TimeSource& time;
  const TemplateLibrary& library;
  NoticePolicy notices;
  SendPolicy sending;
  Sources& sources;
  Providers providers;
  const vault::KeyRing& ring;
  // The token of a link of our own, for the customer.
  std::function<absl::StatusOr<std::string>(const SignedLink& link)> sign;
  // After a commit: these were appended (publish them).
  std::function<void(absl::Span<const events::NewEvent>)> said;
  // After a commit: something may be owed.
  std::function<void()> wake;
  // After a commit: a notice reached a state in which it can be seen (SENT, and those that are its end).
  std::function<void(NoticeKind, NoticeState)> reached = [](NoticeKind, NoticeState) {};
};

// What our own links are for.
inline constexpr char kAnswerSurvey[] = "ANSWER_SURVEY";    // subject: the closing
inline constexpr char kJudgeIntent[] = "JUDGE_INTENT";      // subject: none
inline constexpr char kSetPreference[] = "SET_PREFERENCE";  // subject: none

}  // namespace redress::outreach
