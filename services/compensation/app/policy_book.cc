#include "services/compensation/app/policy_book.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"
#include "services/compensation/app/built_in_policy.h"
#include "services/compensation/store/policy_store.h"

namespace redress::compensation {
namespace {

constexpr char kOurselves[] = "services/compensation";

const DmnPolicy& BuiltIn() {
  static const auto* const policy = new DmnPolicy(DmnPolicy::Make("1", BuiltInPolicy()).value());
  return *policy;
}

// Keeps the policy of this build, and publishes it where nothing is.
void KeepBuiltIn(pqxx::transaction_base& transaction, BusinessTime now) {
  LockPolicies(transaction);
  PolicyVersion version;
  version.sha256 = HashOf(BuiltInPolicy());
  version.author = kOurselves;
  version.note = "came with the suite";
  version.create_time = now;
  int64_t number = FindPolicyVersion(transaction, version.sha256);
  if (number == 0) {
    number = InsertPolicyVersion(transaction, version, BuiltInPolicy());
    InsertPolicyApproval(transaction, number, kOurselves, now);
  }
  if (!ListPublications(transaction).empty()) return;
  Publication publication;
  publication.version = number;
  publication.from = BusinessTime::FromUnixMicros(0);
  publication.publisher = kOurselves;
  publication.create_time = now;
  InsertPublication(transaction, publication);
}

}  // namespace

std::shared_ptr<const PolicyBook::Snapshot> PolicyBook::Known() const {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (snapshot_ != nullptr) return snapshot_;
  }
  const absl::Status read = Refresh();
  if (!read.ok()) obs::Log(obs::Level::kWarning, "policies_not_read", {{"status", read}});
  const std::lock_guard<std::mutex> lock(mutex_);
  return snapshot_;
}

absl::StatusOr<PolicyPtr> PolicyBook::For(const PolicyQuestion& question) const {
  const std::shared_ptr<const Snapshot> known = Known();
  const absl::optional<int64_t> version =
      known == nullptr ? absl::nullopt : VersionFor(known->publications, question, time_.Now());
  if (version.has_value()) {
    if (const auto at = known->policies.find(*version); at != known->policies.end()) return at->second;
  }
  return Error(absl::StatusCode::kUnavailable, "STARTING", "the policy is not read yet");
}

Terms PolicyBook::terms() const {
  const absl::StatusOr<PolicyPtr> policy = For({});
  return policy.ok() ? (*policy)->terms() : BuiltIn().terms();
}

absl::StatusOr<PolicyPtr> PolicyBook::OfVersion(const std::string& version) const {
  int64_t number = 0;
  if (!absl::SimpleAtoi(version, &number)) {
    return Error(absl::StatusCode::kNotFound, "POLICY_NOT_FOUND", "the version is of before they were kept");
  }
  return Compile(number);
}

absl::StatusOr<PolicyPtr> PolicyBook::Compile(int64_t number) const {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (const auto at = compiled_.find(number); at != compiled_.end()) return at->second;
  }
  PolicyFiles files;
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    RETURN_IF_ERROR(GetPolicyVersion(transaction, number).status());
    files = GetPolicyFiles(transaction, number);
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(DmnPolicy made, DmnPolicy::Make(absl::StrCat(number), files));
  PolicyPtr policy = std::make_shared<const DmnPolicy>(std::move(made));
  const std::lock_guard<std::mutex> lock(mutex_);
  return compiled_.emplace(number, std::move(policy)).first->second;
}

absl::StatusOr<std::shared_ptr<const PolicyBook::Snapshot>> PolicyBook::Load() const {
  auto next = std::make_shared<Snapshot>();
  RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) {
    next->stamp = PublicationStamp(transaction);
    next->publications = ListPublications(transaction);
    return absl::OkStatus();
  }));
  for (const Publication& publication : next->publications) {
    if (publication.cancel_time.has_value()) continue;
    ASSIGN_OR_RETURN(next->policies[publication.version], Compile(publication.version));
  }
  return next;
}

absl::Status PolicyBook::Refresh() const {
  const std::lock_guard<std::mutex> refreshing(refreshing_);
  std::string known;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (snapshot_ != nullptr) known = snapshot_->stamp;
  }
  if (known.empty()) {
    RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) {
      KeepBuiltIn(transaction, time_.Now());
      return absl::OkStatus();
    }));
  } else {
    std::string stamp;
    RETURN_IF_ERROR(pool_.Read([&](pqxx::transaction_base& transaction) {
      stamp = PublicationStamp(transaction);
      return absl::OkStatus();
    }));
    if (stamp == known) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(std::shared_ptr<const Snapshot> next, Load());
  const std::lock_guard<std::mutex> lock(mutex_);
  snapshot_ = std::move(next);
  return absl::OkStatus();
}

}  // namespace redress::compensation
