#include "services/intake/domain/list_query.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/algorithm/container.h"
#include "libs/base/error.h"
#include "libs/base/filter.h"
#include "libs/base/status_macros.h"
#include "services/intake/domain/names.h"

namespace redress::intake {
namespace {

constexpr absl::string_view kField = "filter";
constexpr std::array<absl::string_view, kChannelLast + 1> kChannelNames = {
    "", "APP", "WEB", "PLATFORM_ENTRY", "CHAT", "HOTLINE", "EMAIL", "SOCIAL", "STORE", "REGULATOR"};

const std::vector<FilterField>& Fields() {
  static const auto* const fields = new std::vector<FilterField>{
      {"channel"},
      {"case"},
      {"customer"},
      {"order"},
      {"received_time", {FilterOp::kLess, FilterOp::kLessOrEqual, FilterOp::kGreater, FilterOp::kGreaterOrEqual}},
  };
  return *fields;
}

void SetChannel(Violations& violations, const std::string& value, ListQuery& query) {
  const auto found = absl::c_find(kChannelNames, value);
  if (value.empty() || found == kChannelNames.end()) return violations.Add(kField, "channel: not a known channel");
  if (query.channel.has_value()) return violations.Add(kField, "channel: only once");
  query.channel = static_cast<Channel>(found - kChannelNames.begin());
}

void SetCase(Violations& violations, const std::string& value, ListQuery& query) {
  const absl::StatusOr<ComplaintNumber> number = ParseCaseName(value, kField);
  if (!number.ok()) return violations.Add(kField, "case: must be cases/{number}");
  if (query.case_number.has_value()) return violations.Add(kField, "case: only once");
  query.case_number = *number;
}

void SetSecret(Violations& violations, const Condition& condition, Secret& target) {
  if (condition.value.empty()) return violations.Add(kField, condition.field + ": must not be empty");
  if (!target.Reveal().empty()) return violations.Add(kField, condition.field + ": only once");
  target = Secret(condition.value);
}

// `>` and `<=` become `>=` and `<` of the next microsecond; the narrowest of several wins.
void SetTime(Violations& violations, const Condition& condition, ListQuery& query) {
  const absl::StatusOr<BusinessTime> time = BusinessTime::ParseRfc3339(condition.value);
  if (!time.ok()) return violations.Add(kField, "received_time: RFC 3339 (2026-11-01T00:00:00Z)");
  const bool next = condition.op == FilterOp::kGreater || condition.op == FilterOp::kLessOrEqual;
  const BusinessTime bound = next ? *time + absl::Microseconds(1) : *time;
  if (condition.op == FilterOp::kGreater || condition.op == FilterOp::kGreaterOrEqual) {
    query.received_from = std::max(query.received_from.value_or(bound), bound);
  } else {
    query.received_before = std::min(query.received_before.value_or(bound), bound);
  }
}

}  // namespace

absl::StatusOr<ListQuery> ParseListQuery(absl::string_view filter) {
  ASSIGN_OR_RETURN(const std::vector<Condition> conditions, ParseFilter(filter, Fields()));
  ListQuery query;
  Violations violations;
  for (const Condition& condition : conditions) {
    if (condition.field == "channel") SetChannel(violations, condition.value, query);
    if (condition.field == "case") SetCase(violations, condition.value, query);
    if (condition.field == "customer") SetSecret(violations, condition, query.customer);
    if (condition.field == "order") SetSecret(violations, condition, query.order);
    if (condition.field == "received_time") SetTime(violations, condition, query);
  }
  RETURN_IF_ERROR(violations.ToStatus());
  return query;
}

}  // namespace redress::intake
