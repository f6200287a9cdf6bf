// What the policy would give for facts that somebody states: no order is read, nothing is kept, nothing of it can be granted
// (docs/decisions/0033). What decides now is in memory and answers at once, in the caller's thread, without a hand-over; a
// version that is named may have to be read from the database first, which a thread of its own does. Thread safe.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "libs/base/group_commit.h"
#include "libs/base/time.h"
#include "services/compensation/domain/options.h"
#include "services/compensation/domain/policies.h"

namespace redress::compensation {

struct EvaluateCommand {
  int64_t version = 0;            // 0: the one that decides such a question now
  std::vector<Subject> subjects;  // as StatedSubjects gives them
};

// What the policy gives; a quotation without id, case, customer, hash and expiry. Of channel, region, tier of seller and cause
// what all lines say alike counts. Errors: the policies', the policy's.
absl::StatusOr<Quotation> Evaluate(const Policies& policies, BusinessTime now, EvaluateCommand command);

class Evaluator {
 public:
  // Called once, from any thread.
  using Done = absl::AnyInvocable<void(absl::StatusOr<Quotation>)>;

  // Both must outlive it.
  Evaluator(const Policies& policies, const TimeSource& time);

  // At once without a version, later with one; UNAVAILABLE, reason QUEUE_FULL, where too many wait for theirs.
  void Evaluate(EvaluateCommand command, Done done);

  void Start() { named_.Start(); }
  // Answers what is queued, then ends.
  void Stop() { named_.Stop(); }

 private:
  struct Call {
    EvaluateCommand command;
    Done done;
  };
  absl::StatusOr<Quotation> Make(EvaluateCommand command) const;

  const Policies& policies_;
  const TimeSource& time_;
  GroupCommit<Call> named_;
};

}  // namespace redress::compensation
