#include "services/analytics/store/kpi_file.h"

#include <yaml-cpp/yaml.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/base/text_file.h"

namespace redress::analytics {
namespace {

absl::Status Invalid(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_KPIS", message);
}

absl::Status CheckKeys(const YAML::Node& node, absl::string_view where, const std::set<std::string>& known) {
  if (!node.IsMap()) return Invalid(absl::StrCat(where, " is no map"));
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    if (!known.contains(key)) return Invalid(absl::StrCat(where, " has no `", key, "`"));
  }
  return absl::OkStatus();
}

absl::optional<int> Maybe(const YAML::Node& node) {
  if (!node) return absl::nullopt;
  return node.as<int>();
}

absl::StatusOr<KpiUnit> UnitOf(const std::string& word) {
  if (word == "SHARE") return KpiUnit::kShare;
  if (word == "CASES") return KpiUnit::kCases;
  if (word == "MINOR") return KpiUnit::kMinor;
  return Invalid("`unit` is SHARE, CASES or MINOR");
}

absl::StatusOr<KpiPolicy> PolicyOf(const YAML::Node& root) {
  RETURN_IF_ERROR(CheckKeys(root, "the file", {"currency", "kpis"}));
  KpiPolicy policy;
  policy.currency = root["currency"].as<std::string>();
  for (const YAML::Node& node : root["kpis"]) {
    RETURN_IF_ERROR(
        CheckKeys(node, "a KPI", {"id", "unit", "within_hours", "within_seconds", "target_percent", "floor_percent", "below"}));
    KpiDefinition kpi;
    kpi.id = node["id"].as<std::string>();
    ASSIGN_OR_RETURN(kpi.unit, UnitOf(node["unit"].as<std::string>()));
    kpi.within_hours = Maybe(node["within_hours"]);
    kpi.within_seconds = Maybe(node["within_seconds"]);
    kpi.target_percent = Maybe(node["target_percent"]);
    kpi.floor_percent = Maybe(node["floor_percent"]);
    kpi.below = node["below"].as<bool>(false);
    policy.kpis.push_back(std::move(kpi));
  }
  RETURN_IF_ERROR(CheckPolicy(policy));
  return policy;
}

}  // namespace

absl::StatusOr<KpiPolicy> ParseKpis(const std::string& yaml) {
  try {
    return PolicyOf(YAML::Load(yaml));
  } catch (const YAML::Exception& error) {
    return Invalid(error.what());
  }
}

absl::StatusOr<KpiPolicy> LoadKpiFile(const std::string& path) {
  if (path.empty()) return ParseKpis(kDefaultKpis);
  const absl::optional<std::string> text = ReadTextFile(path);
  if (!text.has_value()) return Error(absl::StatusCode::kNotFound, "KPI_FILE", "the file of KPIs cannot be read");
  return ParseKpis(*text);
}

}  // namespace redress::analytics
