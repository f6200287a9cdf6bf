// Grants that are asked for at the same time are committed together (docs/decisions/0028): one transaction locks, sums, decides
// and writes for a whole batch what CommitGrant does for one. Only what is plain is given so: two of a batch never share what
// they are measured by, and whatever is refused, flagged, known already or short of room is left to CommitGrant, one by one.
// Thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/base/group_commit.h"
#include "libs/obs/trace.h"
#include "services/compensation/app/grants.h"

namespace redress::compensation {

// A call of CommitGrant on its way.
struct GrantCall {
  Request request;
  GrantCommand command;
  obs::TraceContext trace = {};
  // Called once, from any thread.
  absl::AnyInvocable<void(absl::StatusOr<GrantView>)> done;
};

class GrantGroup {
 public:
  // `context` must outlive it, and have a connection for each thread.
  GrantGroup(const Context& context, GroupCommitOptions options);

  // Answers later, as CommitGrant; UNAVAILABLE, reason QUEUE_FULL, where too many wait.
  void Commit(GrantCall call);

  void Start() { queue_.Start(); }
  // Gives what is queued, then ends.
  void Stop() { queue_.Stop(); }

 private:
  struct Draft;
  void Run(std::vector<GrantCall> calls);
  // Answers some, at least one; gives the others back.
  std::vector<GrantCall> RunSome(std::vector<GrantCall> calls);
  absl::Status Together(absl::Span<Draft> drafts);
  absl::Status Give(pqxx::work& transaction, absl::Span<Draft> drafts, std::vector<events::NewEvent>* said) const;
  void Alone(GrantCall call) const;

  const Context& context_;
  GroupCommit<GrantCall> queue_;
};

}  // namespace redress::compensation
