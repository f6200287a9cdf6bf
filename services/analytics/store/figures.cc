#include "services/analytics/store/figures.h"

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/obs/log.h"

namespace redress::analytics {
namespace {

absl::string_view UnitWord(KpiUnit unit) {
  switch (unit) {
    case KpiUnit::kShare:
      return "SHARE";
    case KpiUnit::kCases:
      return "CASES";
    case KpiUnit::kMinor:
      return "MINOR";
  }
  return "";
}

constexpr char kVolumeSql[] = R"sql(
  SELECT (extract(epoch FROM v.bucket) * 1000000)::bigint, v.key, count(*)
  FROM (SELECT date_trunc($3, c.received_time AT TIME ZONE s.time_zone) AT TIME ZONE s.time_zone AS bucket,
               CASE $4 WHEN 'CHANNEL' THEN c.channel
                       WHEN 'L1' THEN coalesce(nullif(k.l1, ''), 'UNCLASSIFIED')
                       WHEN 'L2' THEN CASE WHEN coalesce(k.l1, '') = '' THEN 'UNCLASSIFIED'
                                           WHEN k.l2 = '' THEN k.l1 ELSE k.l1 || '/' || k.l2 END
                       WHEN 'TEAM' THEN coalesce(nullif(r.team, ''), 'NONE')
                       WHEN 'SEVERITY' THEN coalesce(nullif(r.severity, ''), 'UNKNOWN')
                       ELSE '' END AS key
        FROM complaint_fact c CROSS JOIN figure_setting s
        LEFT JOIN case_fact k ON k.case_number = c.case_number
        LEFT JOIN route_fact r ON r.case_number = c.case_number
        WHERE c.received_time >= $1::timestamptz AND c.received_time < $2::timestamptz) v
  GROUP BY 1, 2 ORDER BY 1, 2 LIMIT $5)sql";

}  // namespace

absl::Status Figures::SetUp(const KpiPolicy& policy, const std::string& time_zone) {
  bool granted = false;
  RETURN_IF_ERROR(pool_.Transact([&](pqxx::work& transaction) -> absl::Status {
    transaction.exec("LOCK TABLE kpi_policy IN EXCLUSIVE MODE");  // replicas start at once
    transaction.exec("DELETE FROM kpi_policy");
    int place = 0;
    for (const KpiDefinition& kpi : policy.kpis) {
      std::string within;
      if (kpi.within_hours.has_value()) within = absl::StrCat(*kpi.within_hours, " hours");
      if (kpi.within_seconds.has_value()) within = absl::StrCat(*kpi.within_seconds, " seconds");
      transaction.exec_params(
          "INSERT INTO kpi_policy (kpi, place, unit, within, target_percent, floor_percent, below) "
          "VALUES ($1, $2, $3, nullif($4, '')::interval, nullif($5, -1), nullif($6, -1), $7)",
          kpi.id, place++, std::string(UnitWord(kpi.unit)), within, kpi.target_percent.value_or(-1),
          kpi.floor_percent.value_or(-1), kpi.below);
    }
    transaction.exec_params("UPDATE figure_setting SET time_zone = $1, currency = $2 WHERE now() AT TIME ZONE $1 IS NOT NULL",
                            time_zone, policy.currency);
    granted = transaction.exec1("SELECT grant_views()")[0].as<bool>();
    return absl::OkStatus();
  }));
  if (!granted) obs::Log(obs::Level::kWarning, "grafana_role_missing", {});
  return absl::OkStatus();
}

absl::Status Figures::SetAsOf(BusinessTime now) {
  return pool_.Autocommit([&](pqxx::nontransaction& transaction) -> absl::Status {
    transaction.exec_params("UPDATE figure_setting SET as_of = $1::timestamptz WHERE as_of < $1::timestamptz", now.ToRfc3339());
    return absl::OkStatus();
  });
}

absl::StatusOr<KpiFigures> Figures::Kpis(const KpiQuery& query, Deadline deadline) {
  KpiFigures figures;
  RETURN_IF_ERROR(pool_.Transact(deadline, [&](pqxx::work& transaction) -> absl::Status {
    figures = KpiFigures();
    transaction.exec("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");  // both queries see the same facts
    const std::string start = query.period.start.ToRfc3339(), end = query.period.end.ToRfc3339();
    for (const pqxx::row& row : transaction.exec_params(
             "SELECT c.key, c.kpi, c.numerator, c.denominator FROM kpi_counts($1::timestamptz, $2::timestamptz, "
             "$3::timestamptz, $4, $5, false) c LEFT JOIN kpi_policy p ON p.kpi = c.kpi ORDER BY c.key, p.place",
             query.as_of.ToRfc3339(), start, end, query.malicious, query.dimension)) {
      figures.rows.push_back({row[0].c_str(), row[1].c_str(), {row[2].as<int64_t>(), row[3].as<int64_t>()}});
    }
    const pqxx::row counts =
        transaction.exec_params1("SELECT * FROM case_counts($1::timestamptz, $2::timestamptz, $3)", start, end, query.malicious);
    figures.cases = {counts[0].as<int64_t>(), counts[1].as<int64_t>(), counts[2].as<int64_t>(), counts[3].as<int64_t>()};
    return absl::OkStatus();
  }));
  return figures;
}

absl::StatusOr<std::vector<VolumeRow>> Figures::Volumes(const VolumeQuery& query, Deadline deadline) {
  std::vector<VolumeRow> volumes;
  RETURN_IF_ERROR(pool_.Transact(deadline, [&](pqxx::work& transaction) -> absl::Status {
    volumes.clear();
    const std::string bucket = query.by_hour ? "hour" : "day";
    const pqxx::result rows = transaction.exec_params(kVolumeSql, query.period.start.ToRfc3339(), query.period.end.ToRfc3339(),
                                                      bucket, query.by, query.limit);
    volumes.reserve(rows.size());
    for (const pqxx::row& row : rows) {
      volumes.push_back({BusinessTime::FromUnixMicros(row[0].as<int64_t>()), row[1].c_str(), row[2].as<int64_t>()});
    }
    return absl::OkStatus();
  }));
  return volumes;
}

}  // namespace redress::analytics
