#include "services/routing/app/taxonomy.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::routing {
namespace {

constexpr absl::Duration kAskAgainAfter = absl::Seconds(5);

}  // namespace

absl::StatusOr<std::string> TaxonomyCache::TeamOf(const Tag& tag, Deadline deadline) {
  const std::string key = tag.l2.empty() ? tag.l1 : absl::StrCat(tag.l1, "/", tag.l2);
  for (const bool refreshed : {false, true}) {
    {
      absl::MutexLock lock(&mutex_);
      if (const auto found = teams_.find(key); found != teams_.end()) return found->second;
      if (refreshed || (!teams_.empty() && !fresh_until_.Expired())) break;
    }
    RETURN_IF_ERROR(Refresh(deadline));
  }
  Violations violations;
  violations.Add("tag", "must be a tag of the taxonomy");
  return violations.ToStatus();
}

absl::Status TaxonomyCache::Refresh(Deadline deadline) {
  ASSIGN_OR_RETURN(const classification::v1::Taxonomy taxonomy, fetch_(deadline));
  absl::flat_hash_map<std::string, std::string> teams;
  for (const auto& level1 : taxonomy.level1()) {
    const std::string team(absl::StripPrefix(level1.team(), "teams/"));
    teams.emplace(level1.id(), team);
    for (const auto& level2 : level1.level2()) teams.emplace(absl::StrCat(level1.id(), "/", level2.id()), team);
  }
  absl::MutexLock lock(&mutex_);
  teams_ = std::move(teams);
  fresh_until_ = Deadline::After(kAskAgainAfter);
  return absl::OkStatus();
}

}  // namespace redress::routing
