// Sends what is owed. A notice is taken by lease, its message made and handed over outside any transaction, its state stored
// before the hand-over (SENDING) and after it. Whoever dies in between leaves a SENDING one, which is handed over again under the
// same id once the lease is over. Any number of threads and replicas.
#pragma once

#include <map>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/outreach/app/context.h"

namespace redress::outreach {

// What one round did, for the metrics.
struct Delivery {
  NoticeKind kind = NoticeKind::kAccepted;
  NoticeState state = NoticeState::kPending;  // in which it was left
  bool retry = false;                         // it is tried again
  bool possible_duplicate = false;
  absl::Duration waited;  // business time since it might have been sent, for those that are SENT
};
struct Round {
  int taken = 0;
  int to_hand_over = 0;  // of them; the others were decided together
  std::vector<Delivery> delivered;
};

// How many a thread takes next: twice as many as long as nothing has to be handed over (nobody to be told, not wanted, too late:
// decided together, in two statements), else `least`, for which the lease was made.
int NextTake(const Round& round, int took, int least);

// Takes up to `take` and sends `context.sending.batch` of them at most; what is left then, or once `stopping` is true, is given
// back.
absl::StatusOr<Round> DeliverRound(const Context& context, int take, absl::FunctionRef<bool()> stopping);
// The same of one batch.
absl::StatusOr<Round> DeliverRound(const Context& context, absl::FunctionRef<bool()> stopping);

}  // namespace redress::outreach
