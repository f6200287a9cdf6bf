// Applies a batch in one transaction; where it fails for good, halves it until the event at fault stands alone, and parks that
// one. Also tries parked events again. One call at a time: a handler is never called concurrently. Thread safe.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "libs/events/consumer.h"
#include "libs/events/offset_store.h"
#include "libs/events/type_filter.h"

namespace redress::events {

// True for failures that pass by themselves and are waited for.
bool IsTransient(const absl::Status& status);
// True for failures of this version rather than of an event: another attempt is made, but nothing is parked for them.
bool IsBadDeploy(const absl::Status& status);

class BatchApplier {
 public:
  enum class Outcome {
    kApplied,     // everything, or parked
    kRetryLater,  // a dependency is missing; what was applied before was advanced
    kMoved,       // another replica was faster: read the offsets again
    kStopped,     // see `partition`
  };
  struct Result {
    Outcome outcome = Outcome::kApplied;
    absl::Status status = {};
    int partition = -1;  // to be stopped; −1: all
  };
  using Advance = absl::FunctionRef<void(absl::Span<const Event>)>;

  BatchApplier(pg::Pool& pool, Handler& handler, OffsetStore& offsets, const ConsumerOptions& options, Publisher* publisher);

  // `advance` is called with each part that was committed, in order.
  Result Apply(absl::Span<const Event> events, Advance advance);
  absl::StatusOr<ParkedResult> RetryParked(const std::string& subject);

  TypeFilter::Verdict Judge(const Event& event) const { return types_.Judge(event.type); }
  int64_t parked_count() const { return parked_count_; }

 private:
  struct ParkedRow;
  // PrepareSafely and ApplyAndAppend: `handling_` is held.
  absl::Status Try(absl::Span<const Event> events);
  absl::Status PrepareSafely(absl::Span<const Event> events);
  absl::Status ApplyAndAppend(pqxx::work& transaction, absl::Span<const Event> events, std::vector<NewEvent>* out);
  Result Park(const Event& event, const absl::Status& why, Advance advance);
  absl::StatusOr<absl::optional<ParkedRow>> FirstParked(const std::string& subject);
  absl::Status TryParked(const ParkedRow& row);
  absl::StatusOr<int> CountParked(const std::string& subject);

  pg::Pool& pool_;
  Handler& handler_;
  OffsetStore& offsets_;
  const ConsumerOptions options_;
  Publisher* const publisher_;
  const TypeFilter types_;
  std::mutex handling_;
  int bad_deploys_ = 0;  // in a row
  int64_t parked_count_ = 0;
};

}  // namespace redress::events
