// Which cases are to be taken up for execution, and when: at once when something was heard of them, with growing pauses while an
// outcome is not known. A case is with one thread at a time. In memory only: what is forgotten in a crash the next sweep finds.
// Thread safe.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "libs/base/machine_time.h"

namespace redress::casework {

// Machine time.
struct RetryPauses {
  absl::Duration first = absl::Seconds(1);
  absl::Duration most = absl::Minutes(5);  // each is twice the former one, at most this
};

class ExecutionQueue {
 public:
  explicit ExecutionQueue(const RetryPauses& pauses) : pauses_(pauses) {}

  // Due now, its pauses begin anew; for one that is being worked on: once more after that.
  void Poke(const std::string& number);
  // Due now, unless it is known already.
  void Offer(const std::string& number);
  // The case whose time came first, waited for until `deadline`. Empty: none came, or stopped. To be given back by Done.
  std::string Take(Deadline deadline);
  // `waits`: an outcome is not known yet, take it up again later. Otherwise it is forgotten.
  void Done(const std::string& number, bool waits);

  void Stop();
  bool stopped() const;

 private:
  struct Entry {
    MachineTime due;
    int attempts = 0;
    bool taken = false;
    bool poked = false;  // while it was taken
  };
  void SetDue(const std::string& number, Entry* entry, MachineTime due) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const RetryPauses pauses_;
  mutable absl::Mutex mutex_;
  absl::CondVar changed_;
  std::map<std::string, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  std::set<std::pair<MachineTime, std::string>> due_ ABSL_GUARDED_BY(mutex_);  // of those that are not taken
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace redress::casework
