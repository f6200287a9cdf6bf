// The taxonomy in force, asked of classification and kept: which team has which tag. A tag that is not in it is refused, never
// stored (lessons: a category that does not exist). Thread safe.
#pragma once

#include <functional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "libs/base/machine_time.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "services/routing/domain/item.h"

namespace redress::routing {

class TaxonomyCache {
 public:
  using Fetch = std::function<absl::StatusOr<classification::v1::Taxonomy>(Deadline)>;
  explicit TaxonomyCache(Fetch fetch) : fetch_(std::move(fetch)) {}

  // The bare id of the team that handles the tag (`l2` may be empty). INVALID_ARGUMENT naming `tag` for one that does not exist;
  // a tag that is not known is looked for anew, at most every few seconds. UNAVAILABLE when classification cannot be asked.
  absl::StatusOr<std::string> TeamOf(const Tag& tag, Deadline deadline);

 private:
  absl::Status Refresh(Deadline deadline);

  const Fetch fetch_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::string> teams_ ABSL_GUARDED_BY(mutex_);  // by `L1` and `L1/L2`
  Deadline fresh_until_ ABSL_GUARDED_BY(mutex_) = Deadline(MachineTime());
};

}  // namespace redress::routing
