#include "services/outreach/domain/sending.h"

#include <algorithm>

#include "libs/base/back_off.h"
#include "libs/base/status_macros.h"

namespace redress::outreach {
namespace {

absl::StatusOr<Notice> Move(const Notice& notice, NoticeEvent event) {
  Notice next = notice;
  ASSIGN_OR_RETURN(next.state, Next(notice.state, event));
  ++next.version;
  return next;
}

// The way did not take it, or did not bring it: the next one, at once.
void Leave(NoticeWay way, const std::string& trouble, Notice* notice) {
  notice->tried.push_back(way);
  notice->way = NoticeWay::kNone;
  notice->trouble = trouble;
  notice->pauses = 0;
}

}  // namespace

absl::Duration PauseAfter(const Pauses& pauses, int failures) {
  return BackOff(pauses.first, pauses.most, std::max(failures, 1) - 1);
}

absl::StatusOr<Notice> HandOver(const Notice& notice, NoticeWay way, const std::string& template_name) {
  ASSIGN_OR_RETURN(Notice next, Move(notice, NoticeEvent::kHandOver));
  const bool again = notice.state == NoticeState::kSending;
  next.doubtful = notice.doubtful || again;
  const bool other_way = !notice.tried.empty() || (again && notice.way != way);
  if (next.doubtful && (way == NoticeWay::kEmail || other_way)) next.possible_duplicate = true;
  next.way = way;
  next.template_name = template_name;
  ++next.attempts;
  return next;
}

absl::StatusOr<Notice> Settle(const Notice& notice, Outcome outcome, BusinessTime now) {
  if (outcome == Outcome::kUnknown) {
    Notice next = notice;
    ++next.version;
    ++next.pauses;
    next.trouble = "OUTCOME_UNKNOWN";
    return next;
  }
  ASSIGN_OR_RETURN(Notice next, Move(notice, outcome == Outcome::kTaken ? NoticeEvent::kTake : NoticeEvent::kReturn));
  if (outcome == Outcome::kTaken) {
    next.send_time = now;
    next.trouble.clear();
  } else if (outcome == Outcome::kRefused) {
    Leave(notice.way, "REFUSED", &next);
  } else {
    ++next.pauses;
    next.trouble = "PROVIDER_DOWN";
  }
  return next;
}

absl::StatusOr<Notice> Hear(const Notice& notice, NoticeWay way, bool arrived, BusinessTime now) {
  if (arrived) {
    if (notice.state == NoticeState::kDelivered) return notice;
    ASSIGN_OR_RETURN(Notice next, Move(notice, NoticeEvent::kArrive));
    next.way = way;
    next.reason.clear();
    if (!next.send_time.has_value()) next.send_time = now;
    return next;
  }
  // Of a way that is given up already, or of what is over, it is nothing new.
  if (way != notice.way || !Next(notice.state, NoticeEvent::kGetLost).ok()) return notice;
  ASSIGN_OR_RETURN(Notice next, Move(notice, NoticeEvent::kGetLost));
  Leave(way, "NOT_DELIVERED", &next);
  if (next.state == NoticeState::kFailed) {
    next.way = way;
    next.reason = next.trouble;
  }
  return next;
}

absl::StatusOr<Notice> GiveUp(const Notice& notice) {
  ASSIGN_OR_RETURN(Notice next, Move(notice, NoticeEvent::kFail));
  next.reason = notice.trouble.empty() ? "REFUSED" : notice.trouble;
  return next;
}

absl::StatusOr<Notice> Expire(const Notice& notice) {
  const bool failed = notice.state == NoticeState::kPending && !notice.tried.empty();
  if (failed) return GiveUp(notice);
  ASSIGN_OR_RETURN(Notice next, Move(notice, NoticeEvent::kExpire));
  next.reason = next.state == NoticeState::kUnknown ? "OUTCOME_UNKNOWN" : notice.trouble.empty() ? "TOO_LATE" : notice.trouble;
  return next;
}

absl::StatusOr<Notice> Suppress(const Notice& notice, const std::string& reason) {
  ASSIGN_OR_RETURN(Notice next, Move(notice, NoticeEvent::kSuppress));
  next.reason = next.state == NoticeState::kUnknown ? "OUTCOME_UNKNOWN" : reason;
  return next;
}

}  // namespace redress::outreach
