// Submission, from a checked complaint to its answer: queued, numbered, sealed, stored in one call per batch, published,
// answered. A batch that fails for a reason of its own is halved until the complaint at fault stands alone; its neighbours go on.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/base/group_commit.h"
#include "libs/base/time.h"
#include "services/intake/app/key_cache.h"
#include "services/intake/app/number_source.h"
#include "services/intake/app/submit_metrics.h"
#include "services/intake/app/vaulting.h"
#include "services/intake/domain/access.h"
#include "services/intake/store/complaint_reader.h"
#include "services/intake/store/complaint_writer.h"

namespace redress::intake {

// The complaint that a reply token is bound to.
struct ReplyTarget {
  int64_t number = 0;
  int partition = 0;
};

struct SubmitCommand {
  RequestIdentity request;
  Submission said;
  Reader reader;
  absl::optional<ReplyTarget> reply_to;
  Deadline deadline = Deadline::Never();
  std::string traceparent;
  // Called once, from any thread: the complaint, masked, or why not.
  absl::AnyInvocable<void(absl::StatusOr<Complaint>)> done;
};

// What submission works with; all outlive it.
struct SubmitParts {
  ComplaintWriter& writer;
  ComplaintReader& reader;
  const Vaulting& vaulting;
  KeyCache& keys;
  const TimeSource& time;
  SubmitMetrics& metrics;
  absl::TimeZone zone;           // whose date a number carries
  absl::Duration repeat_within;  // a case that ended longer ago is not joined
  // Told after every commit what it says; of what is not known more than the partition.
  std::function<void(absl::Span<const events::NewEvent>)> committed;
};

// Thread safe.
class Submitter {
 public:
  Submitter(SubmitParts parts, GroupCommitOptions options);

  void Start() { queue_.Start(); }
  // Commits what is queued, then ends.
  void Stop() { queue_.Stop(); }

  // Takes the command over; its `done` is called now (UNAVAILABLE, reason QUEUE_FULL, with a retry delay) or later.
  void Submit(SubmitCommand command);
  // The same for several that came together: committed together, in this order, so that the first of a matter opens its case.
  void SubmitAll(std::vector<SubmitCommand> commands);

 private:
  void Refuse(SubmitCommand& command);
  void Commit(std::vector<SubmitCommand> batch);

  SubmitParts parts_;
  NumberSource numbers_;
  GroupCommit<SubmitCommand> queue_;
};

}  // namespace redress::intake
