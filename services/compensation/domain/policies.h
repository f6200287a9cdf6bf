// The policies that decide now, as every use case sees them: which one answers a question, whose figures bound everybody.
// Implementations are thread safe; what they give never changes.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/compensation/domain/policy.h"
#include "services/compensation/domain/publication.h"

namespace redress::compensation {

using PolicyPtr = std::shared_ptr<const Policy>;

class Policies {
 public:
  virtual ~Policies() = default;
  // The one that decides a question now. UNAVAILABLE while it is not known.
  virtual absl::StatusOr<PolicyPtr> For(const PolicyQuestion& question) const = 0;
  // The one of a version that a quotation names. NOT_FOUND, reason POLICY_NOT_FOUND.
  virtual absl::StatusOr<PolicyPtr> OfVersion(const std::string& version) const = 0;
  // Limits and budgets that hold for everybody now.
  virtual Terms terms() const = 0;
  // Something was published or taken back: look.
  virtual absl::Status Refresh() const { return absl::OkStatus(); }
};

// One policy for everything.
class OnePolicy final : public Policies {
 public:
  explicit OnePolicy(PolicyPtr policy) : policy_(std::move(policy)) {}
  absl::StatusOr<PolicyPtr> For(const PolicyQuestion&) const override { return policy_; }
  absl::StatusOr<PolicyPtr> OfVersion(const std::string&) const override { return policy_; }
  Terms terms() const override { return policy_->terms(); }

 private:
  const PolicyPtr policy_;
};

}  // namespace redress::compensation
