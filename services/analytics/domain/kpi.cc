#include "services/analytics/domain/kpi.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/base/error.h"

namespace redress::analytics {
namespace {

// What kpi_counts (schema/0002_figures.sql, 0005_call_figures.sql) counts.
constexpr absl::string_view kCounted[] = {"backlog",
                                          "breach_rate",
                                          "breach_rate_acceptance",
                                          "breach_rate_approval",
                                          "breach_rate_callback",
                                          "breach_rate_evidence",
                                          "breach_rate_first_feedback",
                                          "breach_rate_first_response",
                                          "breach_rate_progress",
                                          "breach_rate_refund",
                                          "breach_rate_reship",
                                          "breach_rate_resolution",
                                          "breach_rate_task",
                                          "callback_satisfied",
                                          "cost_per_case",
                                          "escalated",
                                          "first_feedback",
                                          "first_response",
                                          "hotline_answered",
                                          "other_than_hotline",
                                          "reopened",
                                          "repeat_rate",
                                          "resolved",
                                          "satisfied",
                                          "survey_response"};
constexpr absl::string_view kPromises[] = {"first_feedback", "resolved"};
constexpr absl::string_view kAnswered = "hotline_answered";
constexpr int kWithinHoursMax = 24 * 365;
constexpr int kWithinSecondsMax = 3'600;

bool IsPercent(const absl::optional<int>& percent) {
  return !percent.has_value() || (*percent >= 0 && *percent <= 100);
}

absl::Status Invalid(absl::string_view id, absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_KPIS", absl::StrCat("KPI `", id, "` ", what));
}

// numerator ÷ denominator against percent ÷ 100, exactly.
bool Reaches(const KpiCount& count, int percent, bool below) {
  const auto have = static_cast<__int128>(count.numerator) * 100;
  const auto want = static_cast<__int128>(count.denominator) * percent;
  return below ? have < want : have >= want;
}

}  // namespace

absl::Status CheckPolicy(const KpiPolicy& policy) {
  std::set<absl::string_view> seen;
  for (const KpiDefinition& kpi : policy.kpis) {
    if (!std::binary_search(std::begin(kCounted), std::end(kCounted), absl::string_view(kpi.id))) {
      return Invalid(kpi.id, "is none that is counted");
    }
    if (!seen.insert(kpi.id).second) return Invalid(kpi.id, "is there twice");
    const bool promise = std::find(std::begin(kPromises), std::end(kPromises), kpi.id) != std::end(kPromises);
    if (promise != kpi.within_hours.has_value()) return Invalid(kpi.id, promise ? "needs within_hours" : "has no within_hours");
    if (promise && (*kpi.within_hours < 1 || *kpi.within_hours > kWithinHoursMax)) {
      return Invalid(kpi.id, "must have within_hours of 1 to 8760");
    }
    if (kpi.within_seconds.has_value()) {
      if (kpi.id != kAnswered) return Invalid(kpi.id, "has no within_seconds");
      if (*kpi.within_seconds < 1 || *kpi.within_seconds > kWithinSecondsMax) {
        return Invalid(kpi.id, "must have within_seconds of 1 to 3600");
      }
    }
    if (!IsPercent(kpi.target_percent) || !IsPercent(kpi.floor_percent))
      return Invalid(kpi.id, "has a percentage beyond 0 to 100");
    if (kpi.floor_percent.has_value() && !kpi.target_percent.has_value()) return Invalid(kpi.id, "has a floor and no target");
    if (kpi.unit != KpiUnit::kShare && kpi.target_percent.has_value()) return Invalid(kpi.id, "has a target and is no share");
  }
  for (const absl::string_view promise : kPromises) {
    if (!seen.contains(promise)) return Invalid(promise, "is missing");
  }
  if (policy.currency.size() != 3) return Error(absl::StatusCode::kInvalidArgument, "INVALID_KPIS", "`currency` is no ISO 4217");
  return absl::OkStatus();
}

Verdict Judge(const KpiDefinition& kpi, const KpiCount& count) {
  if (kpi.unit == KpiUnit::kCases) return Verdict::kNoTarget;
  if (count.denominator == 0) return Verdict::kNotMeasured;
  if (!kpi.target_percent.has_value()) return Verdict::kNoTarget;
  if (Reaches(count, *kpi.target_percent, kpi.below)) return Verdict::kMet;
  if (kpi.floor_percent.has_value() && !Reaches(count, *kpi.floor_percent, kpi.below)) return Verdict::kBelowFloor;
  return Verdict::kNotMet;
}

double ValueOf(const KpiDefinition& kpi, const KpiCount& count) {
  if (kpi.unit == KpiUnit::kCases) return static_cast<double>(count.numerator);
  if (count.denominator == 0) return 0;
  return static_cast<double>(count.numerator) / static_cast<double>(count.denominator);
}

}  // namespace redress::analytics
