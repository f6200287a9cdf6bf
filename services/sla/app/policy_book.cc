#include "services/sla/app/policy_book.h"

#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/sla/store/policy_store.h"

namespace redress::sla {

absl::StatusOr<std::unique_ptr<PolicyBook>> PolicyBook::Make(PolicyDocument document) {
  ASSIGN_OR_RETURN(Policy policy, ParsePolicy(document));
  return std::unique_ptr<PolicyBook>(new PolicyBook(std::move(document), std::make_shared<const Policy>(std::move(policy))));
}

PolicyBook::PolicyBook(PolicyDocument document, std::shared_ptr<const Policy> policy)
    : document_(std::move(document)), current_(std::move(policy)) {
  known_[current_->spec().version] = current_;
}

absl::Status PolicyBook::Keep(pg::Pool& pool) const {
  return pool.Transact([&](pqxx::work& transaction) { return KeepPolicy(transaction, current_->spec().version, document_); });
}

absl::StatusOr<std::shared_ptr<const Policy>> PolicyBook::Find(pqxx::transaction_base& transaction, const std::string& version) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto known = known_.find(version);
    if (known != known_.end()) return known->second;
  }
  const absl::optional<PolicyDocument> document = ReadPolicy(transaction, version);
  if (!document.has_value()) {
    return Error(absl::StatusCode::kNotFound, "POLICY_NOT_FOUND", "no policy of that version was ever in force");
  }
  ASSIGN_OR_RETURN(Policy policy, ParsePolicy(*document));
  auto read = std::make_shared<const Policy>(std::move(policy));
  const std::lock_guard<std::mutex> lock(mutex_);
  return known_[version] = std::move(read);
}

}  // namespace redress::sla
