// Steps the business time that a stack shares: waits until every service has done what there is to do, and only then lets time go
// on. The one place in which a demo asks a stack again and again; everything else follows from what is known once it is quiet.
// Time goes exactly to the next moment at which something is due, not to the end of its minute: an offer stands for a minute, and
// whoever answers it after half of one has answered in time. Not thread safe.
#pragma once

#include <memory>
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
  // DEADLINE_EXCEEDED, reason STANDS_STILL, where something is left to do and nothing moves: the message says what.
  absl::StatusOr<QuietMoment> WaitUntilQuiet();

  int steps() const { return steps_; }
  // How often the services were asked.
  int rounds() const { return rounds_; }

 private:
  Stepper(client::Session& session, std::unique_ptr<SharedTimeSource> time, std::string token);
  absl::StatusOr<Paces> Ask();
  absl::StatusOr<events::v1::Pace> AskOne(const std::string& service);

  client::Session& session_;
  const std::unique_ptr<SharedTimeSource> time_;
  const std::string token_;
  std::vector<std::string> services_;  // that the stack runs
  int steps_ = 0;
  int rounds_ = 0;
};

}  // namespace redress::demo
