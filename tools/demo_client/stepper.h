// Steps the business time that a stack shares: waits until every service has done what there is to do, and only then lets time go
// on. The one place in which a demo asks a stack again and again; everything else follows from what is known once it is quiet.
// Time goes exactly to the next moment at which something is due, not to the end of its minute: an offer stands for a minute, and
// whoever answers it after half of one has answered in time. Not thread safe.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "libs/base/time.h"
#include "tools/client/session.h"
#include "tools/demo_client/pace_board.h"

namespace redress::demo {

// A moment at which nothing was left to do.
struct QuietMoment {
  Paces paces;
  absl::optional<BusinessTime> next_due;  // of any service
};

class Stepper {
 public:
  // FAILED_PRECONDITION, reason TIME_NOT_STEPPED, where the stack's time is the clock's. `session` must outlive the stepper.
  static absl::StatusOr<std::unique_ptr<Stepper>> Open(client::Session& session);

  BusinessTime Now() const { return time_->Now(); }
  // Time never goes back: an earlier one changes nothing.
  void StepTo(BusinessTime time);
  // Where something is left to do and nothing moves for long, it is told once on standard error, and time goes on without it from
  // then on: better a week with a gap that is named than none. Not OK: a service does not answer.
  absl::StatusOr<QuietMoment> WaitUntilQuiet();
  // What was left undone, in words; empty: nothing, and every time is exact.
  const std::set<std::string>& left_undone() const { return left_undone_; }

  int steps() const { return steps_; }
  // How often services were asked, some or all.
  int rounds() const { return rounds_; }

 private:
  Stepper(client::Session& session, std::unique_ptr<SharedTimeSource> time, std::string token);
  // Asks these services; what the others told last stays in `paces`.
  absl::Status Ask(const std::set<std::string>& services, Paces* paces);
  absl::StatusOr<events::v1::Pace> AskOne(const std::string& service);
  bool IsBorne(const Standing& standing) const;
  void Bear(const Standing& standing);

  client::Session& session_;
  const std::unique_ptr<SharedTimeSource> time_;
  const std::string token_;
  std::set<std::string> services_;     // that the stack runs
  std::set<std::string> left_undone_;  // reasons without their figures
  int steps_ = 0;
  int rounds_ = 0;
};

}  // namespace redress::demo
