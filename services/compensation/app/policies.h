// Policies as their owners handle them: kept, approved by somebody else, published, taken back, listed; and quotations made
// again.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/compensation/app/context.h"
#include "services/compensation/app/once.h"
#include "services/compensation/store/policy_store.h"

namespace redress::compensation {

struct PolicyView {
  std::string name;  // policyVersions/{number}
  std::string etag;  // empty: it changes once, when it is approved
  PolicyVersion version;
  PolicyFiles files;                    // empty in listings
  std::vector<PolicyFinding> warnings;  // likewise
};

struct PublicationView {
  std::string name;  // policyPublications/{number}
  std::string etag;  // empty
  Publication publication;
};

struct CreateCommand {
  PolicyFiles files;
  std::string note;
};
// INVALID_ARGUMENT, reason INVALID_POLICY; ALREADY_EXISTS, reason POLICY_EXISTS; those of Once.
absl::StatusOr<PolicyView> CreatePolicy(const Context& context, const Request& request, const CreateCommand& command);

struct ApproveCommand {
  int64_t version = 0;
  std::string sha256;
};
// Errors: those of CheckApprovable, of Once; NOT_FOUND, reason POLICY_NOT_FOUND.
absl::StatusOr<PolicyView> ApprovePolicy(const Context& context, const Request& request, const ApproveCommand& command);

// Version, times, scope and share; `from` absent: now.
struct PublishCommand {
  Publication publication;
  bool at_once = false;
};
// Errors: those of CheckPublishable, of Once; NOT_FOUND, reason POLICY_NOT_FOUND.
absl::StatusOr<PublicationView> PublishPolicy(const Context& context, const Request& request, const PublishCommand& command);

struct RollbackCommand {
  int64_t publication = 0;  // 0: the latest that stands
  std::string reason;
};
// Errors: those of FindRollback, of Once.
absl::StatusOr<PublicationView> RollbackPolicy(const Context& context, const Request& request, const RollbackCommand& command);

// NOT_FOUND, reason POLICY_NOT_FOUND.
absl::StatusOr<PolicyView> ReadPolicy(pg::Pool& pool, int64_t number);
// Below `before` (0: all), newest first.
absl::StatusOr<std::vector<PolicyVersion>> ReadPolicies(pg::Pool& pool, int64_t before, int limit);
absl::StatusOr<std::vector<Publication>> ReadPublications(pg::Pool& pool, int64_t before, int limit);

// A quotation made again.
struct Reproduction {
  std::vector<std::string> differences;
  std::string hash;
  std::string policy_sha256;
};
// NOT_FOUND, reason QUOTATION_NOT_FOUND; FAILED_PRECONDITION, reason FACTS_INCOMPLETE.
absl::StatusOr<Reproduction> ReproduceQuote(const Context& context, const std::string& quotation);

// What versions gave since then, newest first.
absl::StatusOr<std::vector<VersionSums>> ComparePolicies(const Context& context, BusinessTime since);

}  // namespace redress::compensation
