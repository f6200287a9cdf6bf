// The decisions about one notice while it is sent: handing it over, what a provider answered, what a receipt says, giving it up.
// Each gives the notice as it is from then on. Pure functions, thread safe.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/outreach/domain/notice.h"

namespace redress::outreach {

// What is known of one hand-over.
enum class Outcome {
  kTaken,    // the provider has it
  kRefused,  // it does not want it, for good
  kLater,    // it has it not; another time it may
  kUnknown,  // it may have it, or not
};

// The next pause before a notice is tried again; machine time.
struct Pauses {
  absl::Duration first = absl::Seconds(2);
  absl::Duration most = absl::Minutes(10);
};
// Twice as long after each failure in a row.
absl::Duration PauseAfter(const Pauses& pauses, int failures);

// The notice as it is given to a provider now. One that goes by mail again, or by another way, without anybody knowing what
// became of the hand-over before, may come twice; other providers keep a message that comes again under its key apart.
absl::StatusOr<Notice> HandOver(const Notice& notice, NoticeWay way, const std::string& template_name);

// After a hand-over.
absl::StatusOr<Notice> Settle(const Notice& notice, Outcome outcome, BusinessTime now);

// What a receipt about `way` says. The notice unchanged (the same version) where that is nothing new.
absl::StatusOr<Notice> Hear(const Notice& notice, NoticeWay way, bool arrived, BusinessTime now);

// No way is left after those tried.
absl::StatusOr<Notice> GiveUp(const Notice& notice);
// Not in time. One that no provider took fails, one that was never tried is USELESS, one that was perhaps sent UNKNOWN.
absl::StatusOr<Notice> Expire(const Notice& notice);
// Not to be sent, and why. One that was perhaps sent is UNKNOWN.
absl::StatusOr<Notice> Suppress(const Notice& notice, const std::string& reason);

}  // namespace redress::outreach
