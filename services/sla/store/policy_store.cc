#include "services/sla/store/policy_store.h"

#include "libs/base/error.h"
#include "libs/pg/exec.h"

namespace redress::sla {

absl::Status KeepPolicy(pqxx::transaction_base& transaction, const std::string& version, const PolicyDocument& document) {
  pg::Exec(transaction,
           "INSERT INTO clock_policy (version, policy_yaml, calendars_yaml) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", version,
           document.policy_yaml, document.calendars_yaml);
  const absl::optional<PolicyDocument> kept = ReadPolicy(transaction, version);
  if (kept.has_value() && kept->policy_yaml == document.policy_yaml && kept->calendars_yaml == document.calendars_yaml) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kFailedPrecondition, "POLICY_CHANGED",
               "policy or calendars were changed without a new version; clocks are bound to what the version said before");
}

absl::optional<PolicyDocument> ReadPolicy(pqxx::transaction_base& transaction, const std::string& version) {
  const pqxx::result rows =
      pg::Exec(transaction, "SELECT policy_yaml, calendars_yaml FROM clock_policy WHERE version = $1", version);
  if (rows.empty()) return absl::nullopt;
  return PolicyDocument{rows[0][0].c_str(), rows[0][1].c_str()};
}

}  // namespace redress::sla
