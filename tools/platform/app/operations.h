// Doing what the platform is asked: once per name, whatever faults strike. Every function is one use case: load, decide, commit.
// Thread safe; blocks.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/machine_time.h"
#include "tools/platform/app/context.h"
#include "tools/platform/store/operation_store.h"

namespace redress::platform {

struct CreateCommand {
  Operation operation;    // as asked for; checked
  std::string body_hash;  // bytes; the same for the same request
  Deadline deadline = Deadline::Never();
};

// The operation, new or as it is since it was first asked for. ALREADY_EXISTS, reason OPERATION_ID_REUSED: the name stands for
// another body or belongs to another requester. UNAVAILABLE, reasons NOT_TAKEN and ANSWER_LOST: by a fault.
absl::StatusOr<Operation> CreateOperation(const Context& context, const CreateCommand& command);
// NOT_FOUND, reason OPERATION_NOT_FOUND.
absl::StatusOr<Operation> ReadOperation(const Context& context, const std::string& id);

// Ends every pending operation that is due; how many.
absl::StatusOr<int> EndDueOperations(const Context& context);

struct ReportRound {
  int told = 0;         // taken, or given up
  bool failed = false;  // one is to be told again
};
// Tells the listener of `requester` of some ends that were not reported yet, up to the first that is to be told again.
absl::StatusOr<ReportRound> ReportSome(const Context& context, const std::string& requester);

}  // namespace redress::platform
