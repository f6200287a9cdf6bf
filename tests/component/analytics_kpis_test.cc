// The figures over the facts, from what the logs say to what a manager reads, and the views that dashboards read.
#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/error.h"
#include "libs/pg/pqxx_compat.h"
#include "libs/proto/values.h"
#include "tests/component/analytics_suite.h"

namespace redress::test {
namespace {

using casework::v1::Closing;

std::string NumberOf(int day, int n) {
  return absl::StrFormat("2611%02d-%08d-00", day, n);
}
CaseStory Story(int day, int n) {
  CaseStory story;
  story.number = NumberOf(day, n);
  story.received = kStart + absl::Hours(24 * (day - 1)) + absl::Minutes(n);
  return story;
}
v1::GetKpisRequest OfDay(int day, v1::Dimension dimension = v1::DIMENSION_UNSPECIFIED) {
  v1::GetKpisRequest request;
  *request.mutable_start_time() = ToProto(kStart + absl::Hours(24 * (day - 1)));
  *request.mutable_end_time() = ToProto(kStart + absl::Hours(24 * day));
  request.set_dimension(dimension);
  return request;
}
// `numerator/denominator VERDICT`.
std::string Of(const v1::GetKpisResponse& answer, const std::string& id, const std::string& key = "") {
  for (const v1::Kpi& kpi : answer.kpis()) {
    if (kpi.id() != id || kpi.key() != key) continue;
    return absl::StrCat(kpi.numerator(), "/", kpi.denominator(), " ", v1::Kpi::Verdict_Name(kpi.verdict()).substr(8));
  }
  return "none";
}

TEST_CASE("KPIs count what the domain says they count", "[analytics]") {
  AnalyticsSuite& suite = TheAnalytics();
  std::vector<CaseStory> stories;
  for (int n = 1; n <= 10; ++n) stories.push_back(Story(1, n));
  stories[1].told_after_h = 48;  // just in time
  stories[2].told_after_h = 49;  // too late
  stories[3].resolved_after_h = 73;
  stories[3].closed_after_h = 80;
  stories[4].told_after_h = stories[4].resolved_after_h = stories[4].closed_after_h = -1;  // open, its time is over
  stories[5].finding = Closing::FINDING_NOT_A_COMPLAINT;
  stories[6].merged_into = stories[0].number;
  stories[7].malicious = true;
  stories[8].reopened = "REPEAT";
  stories[9].channel = type::v1::CHANNEL_HOTLINE;
  stories[0].surveyed = stories[1].surveyed = stories[2].surveyed = stories[3].surveyed = true;
  stories[0].score = 5;
  stories[1].score = 4;
  stories[2].score = 3;
  stories[0].granted = 5'000;
  stories[1].granted = 3'001;
  stories[2].granted = 700;
  stories[2].grant_fails = true;
  stories[4].granted = 900;  // of a case that has not ended
  stories[3].acceptance = 0;
  stories[4].acceptance = -1;
  for (const CaseStory& story : stories) suite.Tell(story);
  suite.WaitUntilHeard();

  const v1::GetKpisResponse answer = suite.Call(&Stub::GetKpis, OfDay(1));
  CHECK(answer.counted_cases() == 7);
  CHECK(answer.malicious_cases() == 1);
  CHECK(answer.not_complaint_cases() == 1);
  CHECK(answer.merged_cases() == 1);
  CHECK(answer.time_zone() == "Asia/Shanghai");
  CHECK(TimeOf(answer.as_of_time()) == suite.Now());
  CHECK(Of(answer, "first_feedback") == "5/7 NOT_MET");
  CHECK(Of(answer, "resolved") == "5/7 NOT_MET");
  CHECK(Of(answer, "satisfied") == "2/3 BELOW_FLOOR");
  CHECK(Of(answer, "survey_response") == "3/4 NO_TARGET");
  CHECK(Of(answer, "callback_satisfied") == "0/0 NOT_MEASURED");
  CHECK(Of(answer, "repeat_rate") == "1/6 NOT_MET");
  CHECK(Of(answer, "reopened") == "1/6 NO_TARGET");
  CHECK(Of(answer, "other_than_hotline") == "6/7 MET");
  CHECK(Of(answer, "backlog") == "2/7 NO_TARGET");
  CHECK(Of(answer, "cost_per_case") == "8001/6 NO_TARGET");
  CHECK(Of(answer, "breach_rate") == "1/6 NO_TARGET");
  CHECK(Of(answer, "breach_rate_acceptance") == "1/6 NO_TARGET");
  CHECK(Of(answer, "breach_rate_refund") == "0/0 NOT_MEASURED");
  CHECK(Of(answer, "hotline_answered") == "0/0 NOT_MEASURED");

  v1::GetKpisRequest apart = OfDay(1);
  apart.set_malicious(true);
  CHECK(suite.Call(&Stub::GetKpis, apart).counted_cases() == 1);
  CHECK(Of(suite.Call(&Stub::GetKpis, apart), "first_feedback") == "1/1 MET");
  const v1::GetKpisResponse by_channel = suite.Call(&Stub::GetKpis, OfDay(1, v1::DIMENSION_CHANNEL));
  CHECK(Of(by_channel, "first_feedback", "HOTLINE") == "1/1 MET");
  CHECK(Of(by_channel, "first_feedback", "APP") == "4/6 NOT_MET");
  CHECK(Of(suite.Call(&Stub::GetKpis, OfDay(1, v1::DIMENSION_TAG)), "backlog", "LOGISTICS/LOST") == "2/7 NO_TARGET");
  CHECK(Of(suite.Call(&Stub::GetKpis, OfDay(1, v1::DIMENSION_TEAM)), "backlog", "teams/logistics") == "2/7 NO_TARGET");
  CHECK(Of(suite.Call(&Stub::GetKpis, OfDay(1, v1::DIMENSION_SELLER)), "backlog", "s-1") == "2/7 NO_TARGET");
  CHECK(Of(suite.Call(&Stub::GetKpis, OfDay(1, v1::DIMENSION_SEVERITY)), "backlog", "ORDINARY") == "2/7 NO_TARGET");
  CHECK(Of(suite.Call(&Stub::GetKpis, OfDay(1, v1::DIMENSION_DAY)), "backlog", "2026-11-01") == "2/7 NO_TARGET");
  CHECK(suite.Call(&Stub::GetKpis, OfDay(2)).counted_cases() == 0);
}

TEST_CASE("The hotline's answer rate counts every call that was offered, also those of which no complaint came", "[analytics]") {
  AnalyticsSuite& suite = TheAnalytics();
  CaseStory story = Story(12, 1);
  story.channel = type::v1::CHANNEL_HOTLINE;
  suite.Tell(story);
  suite.TellCall({story.number, story.received, 30, true, true});
  suite.TellCall({NumberOf(12, 2), story.received, 31, true, false});                   // too late
  suite.TellCall({NumberOf(12, 3), story.received, 5, false, false});                   // given up
  suite.TellCall({NumberOf(12, 4), story.received, 0, true, false});                    // at once
  suite.TellCall({NumberOf(12, 5), story.received + absl::Hours(24), 1, true, false});  // the next day
  suite.WaitUntilHeard();
  CHECK(Of(suite.Call(&Stub::GetKpis, OfDay(12)), "hotline_answered") == "2/4 NOT_MET");
  CHECK(Of(suite.Call(&Stub::GetKpis, OfDay(13)), "hotline_answered") == "1/1 MET");
  CHECK(Of(suite.Call(&Stub::GetKpis, OfDay(12, v1::DIMENSION_CHANNEL)), "hotline_answered", "HOTLINE") == "2/4 NOT_MET");
  CHECK(Of(suite.Call(&Stub::GetKpis, OfDay(13, v1::DIMENSION_DAY)), "hotline_answered", "2026-11-13") == "1/1 MET");
  CHECK(Of(suite.Call(&Stub::GetKpis, OfDay(12, v1::DIMENSION_SELLER)), "hotline_answered", "s-1") == "0/0 NOT_MEASURED");
  v1::GetKpisRequest apart = OfDay(12);
  apart.set_malicious(true);
  CHECK(Of(suite.Call(&Stub::GetKpis, apart), "hotline_answered") == "0/0 NOT_MEASURED");
  const std::string view = "FROM analytics.grafana_kpi WHERE kpi = 'hotline_answered' AND day >= '2026-11-12'";
  CHECK(suite.Sql("SELECT string_agg(day || ' ' || numerator || '/' || denominator || ' ' || target, ', ' ORDER BY day) " +
                  view) == "2026-11-12 2/4 0.95, 2026-11-13 1/1 0.95");
  CHECK(suite.Sql("SELECT numerator FROM analytics.grafana_kpi_by WHERE kpi = 'hotline_answered' AND dimension = 'CHANNEL' AND "
                  "key = 'HOTLINE' AND day = '2026-11-12'") == "2");
}

TEST_CASE("A promise that is open is counted once its time has passed, and not before", "[analytics]") {
  AnalyticsSuite& suite = TheAnalytics();
  CaseStory story = Story(3, 1);
  story.told_after_h = story.resolved_after_h = story.closed_after_h = -1;
  suite.Tell(story);
  suite.WaitUntilHeard();
  const BusinessTime later = suite.Now();
  const auto [hours, first_feedback, resolved] = GENERATE(table<int, std::string, std::string>({
      {0, "0/0 NOT_MEASURED", "0/0 NOT_MEASURED"},
      {48, "0/0 NOT_MEASURED", "0/0 NOT_MEASURED"},
      {49, "0/1 NOT_MET", "0/0 NOT_MEASURED"},
      {73, "0/1 NOT_MET", "0/1 NOT_MET"},
  }));
  suite.SetNow(story.received + absl::Hours(hours));
  const v1::GetKpisResponse answer = suite.Call(&Stub::GetKpis, OfDay(3));
  suite.SetNow(later);
  CHECK(Of(answer, "first_feedback") == first_feedback);
  CHECK(Of(answer, "resolved") == resolved);
  CHECK(Of(answer, "backlog") == "1/1 NO_TARGET");
}

TEST_CASE("A day is one of the shop's zone", "[analytics]") {
  AnalyticsSuite& suite = TheAnalytics();
  CaseStory before = Story(5, 1), after = Story(5, 2);
  before.received = BusinessTime::ParseRfc3339("2026-11-05T15:59:59Z").value();
  after.received = before.received + absl::Seconds(1);
  suite.Tell(before);
  suite.Tell(after);
  suite.WaitUntilHeard();
  const v1::GetKpisResponse answer = suite.Call(&Stub::GetKpis, OfDay(5, v1::DIMENSION_DAY));
  CHECK(Of(answer, "backlog", "2026-11-05") == "0/1 NO_TARGET");
  CHECK(Of(answer, "backlog", "2026-11-06") == "0/1 NO_TARGET");
  v1::ListVolumesRequest volumes;
  *volumes.mutable_start_time() = OfDay(5).start_time();
  *volumes.mutable_end_time() = OfDay(5).end_time();
  volumes.set_by(v1::ListVolumesRequest::BY_L2);
  const v1::ListVolumesResponse by_day = suite.Call(&Stub::ListVolumes, volumes);
  REQUIRE(by_day.volumes_size() == 2);
  CHECK(TimeOf(by_day.volumes(0).start_time()).ToRfc3339() == "2026-11-04T16:00:00Z");
  CHECK(TimeOf(by_day.volumes(1).start_time()).ToRfc3339() == "2026-11-05T16:00:00Z");
  CHECK(by_day.volumes(0).key() == "LOGISTICS/LOST");
  CHECK(by_day.volumes(0).received_count() == 1);
  volumes.set_bucket(v1::ListVolumesRequest::BUCKET_HOUR);
  volumes.set_by(v1::ListVolumesRequest::BY_UNSPECIFIED);
  CHECK(TimeOf(suite.Call(&Stub::ListVolumes, volumes).volumes(0).start_time()).ToRfc3339() == "2026-11-05T15:00:00Z");
}

TEST_CASE("The views say the same as the service, and Grafana's role reads them and nothing else", "[analytics]") {
  AnalyticsSuite& suite = TheAnalytics();
  CaseStory story = Story(8, 1);
  story.granted = 1'234;
  suite.Tell(story);
  suite.WaitUntilHeard();
  const auto as_grafana = [&](const std::string& statement) {
    pqxx::connection connection(suite.connection());
    pqxx::work work(connection);
    work.exec("SET ROLE redress_grafana");
    const pqxx::result rows = work.exec("SELECT * FROM analytics." + statement);
    return rows.empty() ? std::string() : std::string(rows[0][0].c_str());
  };
  CHECK(as_grafana("grafana_kpi WHERE day = '2026-11-08' AND kpi = 'first_feedback' AND numerator = 1 AND denominator = 1 AND "
                   "target = 0.9") == "2026-11-08");
  CHECK(as_grafana("grafana_kpi_by WHERE day = '2026-11-08' AND dimension = 'CHANNEL' AND key = 'APP' AND numerator = 1234") ==
        "2026-11-08");
  CHECK_FALSE(
      as_grafana("grafana_volume WHERE l1 = 'LOGISTICS' AND team = 'teams/logistics' AND hour = '2026-11-08T00:00:00Z' AND "
                 "received = 1")
          .empty());
  CHECK(as_grafana("grafana_clock WHERE day = '2026-11-08' AND kind = 'ACCEPTANCE' AND state = 'MET' AND clocks = 1") ==
        "2026-11-08");
  CHECK(as_grafana("grafana_grant WHERE day = '2026-11-08' AND currency = 'CNY' AND amount_minor = 1234 AND grants = 1") ==
        "2026-11-08");
  CHECK_NOTHROW(as_grafana("grafana_backlog"));
  for (const char* hidden : {"case_fact", "complaint_fact", "case_figure", "rebuild", "event"}) {
    CAPTURE(hidden);
    CHECK_THROWS(as_grafana(hidden));
  }
}

TEST_CASE("No method and no view shows a customer's fingerprint", "[analytics]") {
  const std::string columns = TheAnalytics().Sql(
      "SELECT count(*) FROM information_schema.columns WHERE table_schema = 'analytics' AND column_name = 'customer' "
      "AND table_name <> 'complaint_fact'");
  CHECK(columns == "0");
}

TEST_CASE("Figures of a period are found by the index on the time of receipt", "[analytics]") {
  AnalyticsSuite& suite = TheAnalytics();
  pqxx::connection connection(suite.connection());
  pqxx::work work(connection);
  work.exec("SET search_path = analytics");
  work.exec(
      "INSERT INTO case_fact (partition, case_number, received_time) SELECT n % 64, 'explain-' || n, "
      "timestamptz '2020-01-01' + n * interval '1 minute' FROM generate_series(1, 50000) n");
  work.exec(
      "INSERT INTO complaint_fact (partition, complaint, case_number, received_time) SELECT n % 64, 'explain-' || n, "
      "'explain-' || n, timestamptz '2020-01-01' + n * interval '1 minute' FROM generate_series(1, 50000) n");
  work.exec("ANALYZE case_fact");
  work.exec("ANALYZE complaint_fact");
  const auto plan = [&](const std::string& statement) {
    std::string text;
    for (const pqxx::row& row : work.exec("EXPLAIN " + statement)) absl::StrAppend(&text, row[0].c_str(), "\n");
    return text;
  };
  const std::string figures =
      plan("SELECT count(*) FROM case_figure WHERE received_time >= '2020-01-07' AND received_time < '2020-01-08'");
  CHECK_THAT(figures, Catch::Contains("case_fact_received"));
  const std::string volumes =
      plan("SELECT count(*) FROM complaint_fact WHERE received_time >= '2020-01-07' AND received_time < '2020-01-08'");
  CHECK_THAT(volumes, Catch::Contains("complaint_fact_received"));
  work.abort();
}

TEST_CASE("Who may not read figures is refused, and bad requests are named", "[analytics]") {
  AnalyticsSuite& suite = TheAnalytics();
  CHECK(suite.CallAs("agents/a-1", "SPECIALIST", &Stub::GetKpis, OfDay(1)).status().code() ==
        absl::StatusCode::kPermissionDenied);
  CHECK(suite.CallAs("agents/n-1", "ANALYST", &Stub::GetKpis, OfDay(1)).ok());
  v1::RebuildFactsRequest rebuild;
  rebuild.set_request_id(Uuid::Random().ToString());
  CHECK(suite.CallAs("agents/n-1", "ANALYST", &Stub::RebuildFacts, rebuild).status().code() ==
        absl::StatusCode::kPermissionDenied);
  v1::GetKpisRequest backwards = OfDay(1);
  *backwards.mutable_end_time() = backwards.start_time();
  CHECK(ReasonOf(suite.CallAs("agents/n-1", "ANALYST", &Stub::GetKpis, backwards).status()) == "INVALID_FIELDS");
}

}  // namespace
}  // namespace redress::test
