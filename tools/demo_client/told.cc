#include "tools/demo_client/told.h"

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"

namespace redress::demo {
namespace {

using Json = nlohmann::json;

const Json& ListIn(const Json& answer, const char* field) {
  static const auto* const none = new Json(Json::array());
  const auto found = answer.is_object() ? answer.find(field) : answer.end();
  return found != answer.end() && found->is_array() ? *found : *none;
}

// An enum's word without its prefix; empty for the unspecified one.
std::string WordIn(const Json& object, const char* field, absl::string_view prefix) {
  const auto found = object.find(field);
  if (found == object.end() || !found->is_string()) return "";
  const std::string text = found->get<std::string>();
  absl::string_view word = text;
  absl::ConsumePrefix(&word, prefix);
  return word == "UNSPECIFIED" ? "" : std::string(word);
}

// JSON writes 64 bits as text.
int64_t NumberIn(const Json& object, const char* field) {
  const auto found = object.find(field);
  if (found == object.end()) return 0;
  if (found->is_number()) return found->get<int64_t>();
  int64_t value = 0;
  return found->is_string() && absl::SimpleAtoi(found->get<std::string>(), &value) ? value : 0;
}

absl::optional<double> RealIn(const Json& object, const char* field) {
  const auto found = object.find(field);
  if (found == object.end() || !found->is_number()) return absl::nullopt;
  return found->get<double>();
}

}  // namespace

std::vector<ClockTold> ClocksIn(const Json& answer) {
  std::vector<ClockTold> clocks;
  for (const Json& one : ListIn(answer, "clocks")) {
    if (!one.is_object()) continue;
    clocks.push_back({WordIn(one, "kind", "CLOCK_KIND_"), WordIn(one, "state", "CLOCK_STATE_"),
                      absl::Milliseconds(NumberIn(one, "targetMs")), absl::Milliseconds(NumberIn(one, "spentMs")),
                      absl::Milliseconds(NumberIn(one, "pausedMs"))});
  }
  return clocks;
}

std::vector<NoticeTold> NoticesIn(const Json& answer) {
  std::vector<NoticeTold> notices;
  for (const Json& one : ListIn(answer, "notices")) {
    if (!one.is_object()) continue;
    notices.push_back(
        {WordIn(one, "kind", "NOTICE_KIND_"), WordIn(one, "state", "NOTICE_STATE_"), WordIn(one, "way", "NOTICE_WAY_")});
  }
  return notices;
}

std::vector<KpiTold> KpisIn(const Json& answer) {
  std::vector<KpiTold> kpis;
  for (const Json& one : ListIn(answer, "kpis")) {
    if (!one.is_object()) continue;
    KpiTold kpi;
    kpi.id = WordIn(one, "id", "");
    kpi.unit = WordIn(one, "unit", "UNIT_");
    kpi.verdict = WordIn(one, "verdict", "VERDICT_");
    kpi.value = RealIn(one, "value").value_or(0);
    kpi.numerator = NumberIn(one, "numerator");
    kpi.denominator = NumberIn(one, "denominator");
    kpi.target = RealIn(one, "target");
    kpis.push_back(std::move(kpi));
  }
  return kpis;
}

std::string ShowKpi(const KpiTold& kpi, double value) {
  if (kpi.unit == "SHARE") return absl::StrFormat("%.1f %%", value * 100);
  if (kpi.unit == "MINOR") return absl::StrFormat("%.2f", value / 100);
  return absl::StrFormat("%.0f", value);
}

}  // namespace redress::demo
