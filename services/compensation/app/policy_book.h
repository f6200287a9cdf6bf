// The policies of one process: what is published, as it stands in the database, compiled. Follows by itself: Refresh looks
// whether anything was published or taken back, and is called every second and after every change of ours. A question is answered
// by what was known last; a version that was used once is kept. Thread safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "libs/base/time.h"
#include "libs/pg/pool.h"
#include "services/compensation/domain/dmn_policy.h"
#include "services/compensation/domain/policies.h"

namespace redress::compensation {

class PolicyBook final : public Policies {
 public:
  // Both must outlive the book.
  PolicyBook(pg::Pool& pool, const TimeSource& time) : pool_(pool), time_(time) {}

  absl::StatusOr<PolicyPtr> For(const PolicyQuestion& question) const override;
  absl::StatusOr<PolicyPtr> OfVersion(const std::string& version) const override;
  // Before the database could be read: those of the policy that came with this build.
  Terms terms() const override;
  // The first time the policy of this build is kept as version 1 and published, where nothing is; a later build's other policy is
  // kept as a further version, which a policy owner publishes or not.
  absl::Status Refresh() const override;

 private:
  struct Snapshot {
    std::string stamp;
    std::vector<Publication> publications;
    std::map<int64_t, PolicyPtr> policies;
  };

  std::shared_ptr<const Snapshot> Known() const;
  absl::StatusOr<std::shared_ptr<const Snapshot>> Load() const;
  absl::StatusOr<PolicyPtr> Compile(int64_t version) const;

  pg::Pool& pool_;
  const TimeSource& time_;
  mutable std::mutex refreshing_;  // one at a time; held before mutex_
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Snapshot> snapshot_;  // guarded by mutex_; null: nothing was read yet
  mutable std::map<int64_t, PolicyPtr> compiled_;     // guarded by mutex_
};

}  // namespace redress::compensation
