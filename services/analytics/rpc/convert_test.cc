#include "services/analytics/rpc/convert.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"
#include "services/analytics/store/kpi_file.h"

namespace redress::analytics {
namespace {

const BusinessTime kNow = BusinessTime::FromUnixMicros(1'764'000'000'000'000);
constexpr int64_t kNowSeconds = 1'764'000'000;

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

TEST_CASE("Without times KPIs are those from the beginning until now", "[analytics]") {
  const absl::StatusOr<KpiQuery> query = FromProto(v1::GetKpisRequest(), kNow);
  REQUIRE(query.ok());
  CHECK(query->period.start == BusinessTime());
  CHECK(query->period.end == kNow);
  CHECK(query->as_of == kNow);
  CHECK(query->dimension.empty());
}

TEST_CASE("All bad times of a request are named", "[analytics]") {
  v1::GetKpisRequest kpis;
  kpis.mutable_start_time()->set_nanos(-1);
  kpis.mutable_end_time()->set_nanos(-1);
  CHECK(FieldsOf(FromProto(kpis, kNow).status()) == std::vector<std::string>{"start_time", "end_time"});
  kpis.mutable_start_time()->set_nanos(0);
  *kpis.mutable_end_time() = kpis.start_time();
  CHECK(FieldsOf(FromProto(kpis, kNow).status()) == std::vector<std::string>{"end_time"});
}

TEST_CASE("Volumes cover a week unless told otherwise, and not too much", "[analytics]") {
  v1::ListVolumesRequest request;
  absl::StatusOr<VolumeQuery> query = FromProto(request, kNow);
  REQUIRE(query.ok());
  CHECK(query->period.start == kNow - absl::Hours(168));
  CHECK_FALSE(query->by_hour);
  request.set_by(v1::ListVolumesRequest::BY_L2);
  request.mutable_start_time()->set_seconds(kNowSeconds - 400 * 86'400);
  query = FromProto(request, kNow);
  REQUIRE(query.ok());
  CHECK(query->by == "L2");
  request.mutable_start_time()->set_seconds(kNowSeconds - 400 * 86'400 - 1);
  CHECK(FieldsOf(FromProto(request, kNow).status()) == std::vector<std::string>{"start_time"});
  request.set_bucket(v1::ListVolumesRequest::BUCKET_HOUR);
  request.mutable_start_time()->set_seconds(kNowSeconds - 31 * 86'400);
  CHECK(FromProto(request, kNow).ok());
  request.mutable_start_time()->set_seconds(kNowSeconds - 31 * 86'400 - 1);
  CHECK(FieldsOf(FromProto(request, kNow).status()) == std::vector<std::string>{"start_time"});
}

TEST_CASE("Every KPI of the policy is answered, also one that nothing was counted for", "[analytics]") {
  const absl::StatusOr<KpiPolicy> policy = LoadKpiFile("");
  REQUIRE(policy.ok());
  KpiFigures figures;
  CHECK(ToProto(*policy, figures, true).kpis().empty());
  CHECK(static_cast<size_t>(ToProto(*policy, figures, false).kpis_size()) == policy->kpis.size());
  figures.rows = {{"APP", "first_feedback", {9, 10}}, {"CHAT", "cost_per_case", {700, 2}}};
  const v1::GetKpisResponse answer = ToProto(*policy, figures, true);
  REQUIRE(static_cast<size_t>(answer.kpis_size()) == 2 * policy->kpis.size());
  const v1::Kpi& first = answer.kpis(0);
  CHECK(first.id() == "first_feedback");
  CHECK(first.key() == "APP");
  CHECK(first.value() == 0.9);
  CHECK(first.verdict() == v1::Kpi::VERDICT_MET);
  CHECK(first.target() == 0.9);
  CHECK_FALSE(first.has_floor());
  CHECK(answer.kpis(1).verdict() == v1::Kpi::VERDICT_NOT_MEASURED);
  for (const v1::Kpi& kpi : answer.kpis()) {
    if (kpi.id() != "cost_per_case") continue;
    CHECK(kpi.currency_code() == "CNY");
    CHECK(kpi.value() == (kpi.key() == "CHAT" ? 350 : 0));
  }
}

TEST_CASE("A rebuild is shown as far as it is", "[analytics]") {
  RebuildRow row;
  row.id = "7";
  row.requester = "agents/m-zhao";
  row.create_time = kNow;
  v1::Rebuild proto = ToProto(row);
  CHECK(proto.name() == "rebuilds/7");
  CHECK(proto.state() == v1::Rebuild::STATE_PENDING);
  CHECK_FALSE(proto.has_end_time());
  row.state = "SUCCEEDED";
  row.end_time = kNow;
  row.sources = "casework intake";
  v1::Rebuild found;
  found.add_tables()->set_table("case_fact");
  row.tables = found.SerializeAsString();
  proto = ToProto(row);
  CHECK(proto.state() == v1::Rebuild::STATE_SUCCEEDED);
  CHECK(proto.sources_size() == 2);
  CHECK(proto.tables(0).table() == "case_fact");
  CHECK(FieldsOf(RebuildIn("rebuild/1").status()) == std::vector<std::string>{"name"});
  CHECK(*RebuildIn("rebuilds/1") == "1");
}

}  // namespace
}  // namespace redress::analytics
