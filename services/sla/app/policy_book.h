// The policies of this installation: the one in force, and those that clocks were made by before. Read once each, then kept: a
// version never changes. Thread safe.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "absl/status/statusor.h"
#include "libs/pg/pool.h"
#include "services/sla/app/policy_file.h"

namespace redress::sla {

class PolicyBook {
 public:
  // INVALID_ARGUMENT where the document is no good policy (policy_file.h).
  static absl::StatusOr<std::unique_ptr<PolicyBook>> Make(PolicyDocument document);

  // Puts the policy in force among those that are kept. FAILED_PRECONDITION, reason POLICY_CHANGED: other content had this
  // version.
  absl::Status Keep(pg::Pool& pool) const;

  const Policy& current() const { return *current_; }
  // NOT_FOUND, reason POLICY_NOT_FOUND, for a version that was never in force.
  absl::StatusOr<std::shared_ptr<const Policy>> Find(pqxx::transaction_base& transaction, const std::string& version);

 private:
  PolicyBook(PolicyDocument document, std::shared_ptr<const Policy> policy);

  const PolicyDocument document_;
  const std::shared_ptr<const Policy> current_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Policy>> known_;  // under mutex_
};

}  // namespace redress::sla
