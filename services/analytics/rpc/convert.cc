#include "services/analytics/rpc/convert.h"

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/proto/values.h"
#include "libs/rpc/request_fields.h"

namespace redress::analytics {
namespace {

constexpr absl::Duration kDaysMax = absl::Hours(24 * 400);
constexpr absl::Duration kHoursMax = absl::Hours(24 * 31);
constexpr absl::Duration kWeek = absl::Hours(24 * 7);
// Before every complaint; PostgreSQL and RFC 3339 both know it.
constexpr BusinessTime kBeginning = BusinessTime::FromUnixMicros(0);

absl::optional<BusinessTime> TimeIn(bool present, const google::protobuf::Timestamp& proto, absl::string_view field,
                                    Violations* violations) {
  if (!present) return absl::nullopt;
  const absl::optional<BusinessTime> time = ParseTime(proto);
  if (!time.has_value()) violations->Add(field, "must be a time of the years 0001 to 9999");
  return time;
}

std::string WordOf(const std::string& name, absl::string_view prefix) {
  absl::string_view word = name;
  absl::ConsumePrefix(&word, prefix);
  return word == "UNSPECIFIED" ? std::string() : std::string(word);
}

v1::Kpi::Unit ToProto(KpiUnit unit) {
  switch (unit) {
    case KpiUnit::kShare:
      return v1::Kpi::UNIT_SHARE;
    case KpiUnit::kCases:
      return v1::Kpi::UNIT_CASES;
    case KpiUnit::kMinor:
      return v1::Kpi::UNIT_MINOR;
  }
  return v1::Kpi::UNIT_UNSPECIFIED;
}

v1::Kpi::Verdict ToProto(Verdict verdict) {
  switch (verdict) {
    case Verdict::kMet:
      return v1::Kpi::VERDICT_MET;
    case Verdict::kNotMet:
      return v1::Kpi::VERDICT_NOT_MET;
    case Verdict::kBelowFloor:
      return v1::Kpi::VERDICT_BELOW_FLOOR;
    case Verdict::kNoTarget:
      return v1::Kpi::VERDICT_NO_TARGET;
    case Verdict::kNotMeasured:
      return v1::Kpi::VERDICT_NOT_MEASURED;
  }
  return v1::Kpi::VERDICT_UNSPECIFIED;
}

v1::Kpi KpiOf(const KpiDefinition& kpi, const std::string& key, const KpiCount& count, const std::string& currency) {
  v1::Kpi proto;
  proto.set_id(kpi.id);
  proto.set_key(key);
  proto.set_value(ValueOf(kpi, count));
  proto.set_unit(ToProto(kpi.unit));
  proto.set_numerator(count.numerator);
  proto.set_denominator(count.denominator);
  if (kpi.target_percent.has_value()) proto.set_target(*kpi.target_percent / 100.0);
  if (kpi.floor_percent.has_value()) proto.set_floor(*kpi.floor_percent / 100.0);
  proto.set_verdict(ToProto(Judge(kpi, count)));
  if (kpi.unit == KpiUnit::kMinor) proto.set_currency_code(currency);
  return proto;
}

}  // namespace

absl::StatusOr<KpiQuery> FromProto(const v1::GetKpisRequest& request, BusinessTime now) {
  Violations violations;
  KpiQuery query;
  query.as_of = now;
  query.period.start = TimeIn(request.has_start_time(), request.start_time(), "start_time", &violations).value_or(kBeginning);
  query.period.end = TimeIn(request.has_end_time(), request.end_time(), "end_time", &violations).value_or(now);
  if (violations.empty() && request.has_start_time() && query.period.end <= query.period.start) {
    violations.Add("end_time", "must be later than start_time");
  }
  query.dimension = WordOf(v1::Dimension_Name(request.dimension()), "DIMENSION_");
  query.malicious = request.malicious();
  RETURN_IF_ERROR(violations.ToStatus());
  return query;
}

absl::StatusOr<VolumeQuery> FromProto(const v1::ListVolumesRequest& request, BusinessTime now) {
  Violations violations;
  VolumeQuery query;
  query.limit = kVolumesMax;
  query.by_hour = request.bucket() == v1::ListVolumesRequest::BUCKET_HOUR;
  query.by = WordOf(v1::ListVolumesRequest::By_Name(request.by()), "BY_");
  query.period.end = TimeIn(request.has_end_time(), request.end_time(), "end_time", &violations).value_or(now);
  query.period.start =
      TimeIn(request.has_start_time(), request.start_time(), "start_time", &violations).value_or(query.period.end - kWeek);
  if (violations.empty() && query.period.end <= query.period.start) violations.Add("end_time", "must be later than start_time");
  if (violations.empty() && query.period.end - query.period.start > (query.by_hour ? kHoursMax : kDaysMax)) {
    violations.Add("start_time", query.by_hour ? "must be at most 31 days before end_time, by the hour"
                                               : "must be at most 400 days before end_time");
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return query;
}

absl::StatusOr<std::string> RebuildIn(const std::string& name) {
  Violations violations;
  std::string id = rpc::IdIn("rebuilds/*", name, "name", &violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return id;
}

v1::GetKpisResponse ToProto(const KpiPolicy& policy, const KpiFigures& figures, bool by_dimension) {
  std::map<std::pair<std::string, std::string>, KpiCount> counts;
  std::set<std::string> keys;
  if (!by_dimension) keys.insert("");
  for (const KpiRow& row : figures.rows) {
    counts[{row.key, row.kpi}] = row.count;
    keys.insert(row.key);
  }
  v1::GetKpisResponse answer;
  for (const std::string& key : keys) {
    for (const KpiDefinition& kpi : policy.kpis) *answer.add_kpis() = KpiOf(kpi, key, counts[{key, kpi.id}], policy.currency);
  }
  answer.set_counted_cases(figures.cases.counted);
  answer.set_malicious_cases(figures.cases.malicious);
  answer.set_not_complaint_cases(figures.cases.not_complaint);
  answer.set_merged_cases(figures.cases.merged);
  return answer;
}

v1::ListVolumesResponse ToProto(const std::vector<VolumeRow>& volumes) {
  v1::ListVolumesResponse answer;
  for (const VolumeRow& row : volumes) {
    v1::Volume& volume = *answer.add_volumes();
    *volume.mutable_start_time() = redress::ToProto(row.start);
    volume.set_key(row.key);
    volume.set_received_count(row.received);
  }
  return answer;
}

v1::Rebuild ToProto(const RebuildRow& row) {
  v1::Rebuild proto;
  if (!proto.ParseFromString(row.tables)) proto.Clear();
  proto.set_name(absl::StrCat("rebuilds/", row.id));
  v1::Rebuild::State state = v1::Rebuild::STATE_UNSPECIFIED;
  v1::Rebuild::State_Parse(absl::StrCat("STATE_", row.state), &state);
  proto.set_state(state);
  proto.set_swap(row.swap);
  proto.set_requester(row.requester);
  *proto.mutable_create_time() = redress::ToProto(row.create_time);
  if (row.end_time.has_value()) *proto.mutable_end_time() = redress::ToProto(*row.end_time);
  proto.set_event_count(row.event_count);
  proto.set_event_total(row.event_total);
  proto.set_row_count(row.row_count);
  proto.set_identical(row.identical);
  proto.set_failure_reason(row.failure_reason);
  for (const absl::string_view source : absl::StrSplit(row.sources, ' ', absl::SkipEmpty())) {
    proto.add_sources(std::string(source));
  }
  proto.set_etag(absl::StrCat(row.attempt, "-", row.state));
  return proto;
}

}  // namespace redress::analytics
