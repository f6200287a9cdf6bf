#include "services/analytics/domain/fact.h"

#include <algorithm>
#include <utility>

namespace redress::analytics {
namespace {

using enum ColumnType;

constexpr Column kComplaintColumns[] = {
    {"case_number", kText},    {"channel", kText},         {"received_time", kTime}, {"happened_time", kTime},
    {"customer", kText},       {"vip_level", kCount},      {"paid_minor", kCount},   {"paid_currency", kText},
    {"missing_count", kCount}, {"evidence_count", kCount}, {"product", kText},       {"seller", kText},
    {"same_matter", kFlag},    {"unlink_count", kCount},
};
constexpr Column kContactColumns[] = {
    {"contact_count", kCount},  {"urge_count", kCount},       {"answer_count", kCount},
    {"evidence_count", kCount}, {"last_contact_time", kTime},
};
constexpr Column kRouteColumns[] = {
    {"team", kText},        {"severity", kText},          {"malicious", kFlag},    {"safety", kFlag},
    {"media", kFlag},       {"emotion", kText},           {"abstained", kFlag},    {"triaged", kFlag},
    {"item_count", kCount}, {"raise_count", kCount},      {"offer_count", kCount}, {"release_count", kCount},
    {"done_count", kCount}, {"first_accept_time", kTime},
};
constexpr Column kCaseColumns[] = {
    {"complaint", kText},
    {"received_time", kTime},
    {"open_time", kTime},
    {"state", kText},
    {"l1", kText},
    {"l2", kText},
    {"tag_confirmed", kFlag},
    {"checklist_time", kTime},
    {"told_time", kTime},
    {"resolve_time", kTime},
    {"close_time", kTime},
    {"first_close_time", kTime},
    {"close_count", kCount},
    {"finding", kText},
    {"responsible_party", kText},
    {"root_cause", kText},
    {"remedy_sought", kText},
    {"review_due", kFlag},
    {"reopen_count", kCount},
    {"repeat_count", kCount},
    {"merged_into", kText},
    {"absorbed_count", kCount},
    {"plan_count", kCount},
    {"plan_answer", kText},
    {"approval_count", kCount},
    {"approval_refused_count", kCount},
    {"step_done_count", kCount},
    {"step_failed_count", kCount},
    {"task_count", kCount},
    {"task_answered_count", kCount},
    {"evidence_request_count", kCount},
    {"evidence_defaulted_count", kCount},
    {"callback_count", kCount},
    {"callback_outcome", kText},
};
constexpr Column kGrantColumns[] = {
    {"case_number", kText}, {"kind", kText},     {"amount_minor", kCount}, {"currency", kText},
    {"cause_l1", kText},    {"cause_l2", kText}, {"state", kText},         {"failure_reason", kText},
    {"commit_time", kTime}, {"pay_time", kTime}, {"end_time", kTime},
};
constexpr Column kClockColumns[] = {
    {"case_number", kText}, {"kind", kText},       {"state", kText},        {"severity", kText},        {"level", kText},
    {"start_time", kTime},  {"due_time", kTime},   {"stop_time", kTime},    {"breach_time", kTime},     {"target_ms", kCount},
    {"spent_ms", kCount},   {"paused_ms", kCount}, {"pause_count", kCount}, {"warned_percent", kCount},
};
constexpr Column kNoticeColumns[] = {
    {"case_number", kText}, {"kind", kText},      {"way", kText},      {"state", kText},
    {"reason", kText},      {"send_time", kTime}, {"end_time", kTime}, {"possible_duplicate", kFlag},
};
constexpr Column kSurveyColumns[] = {
    {"case_number", kText},
    {"score", kCount},
    {"answer_time", kTime},
};
constexpr Column kIntentColumns[] = {
    {"intent", kText},
    {"answer_time", kTime},
    {"solved", kFlag},
    {"solved_time", kTime},
};
constexpr Column kCallColumns[] = {
    {"case_number", kText}, {"outcome", kText}, {"offered_time", kTime}, {"outcome_time", kTime}, {"talk_seconds", kCount},
};

}  // namespace

const std::array<Table, kTableCount>& Tables() {
  static constexpr std::array<Table, kTableCount> kTables = {
      Table{"complaint_fact", "intake", "complaint", kComplaintColumns},
      Table{"contact_fact", "intake", "case_number", kContactColumns},
      Table{"route_fact", "routing", "case_number", kRouteColumns},
      Table{"case_fact", "casework", "case_number", kCaseColumns},
      Table{"grant_fact", "compensation", "grant_id", kGrantColumns},
      Table{"clock_fact", "sla", "clock", kClockColumns},
      Table{"notice_fact", "outreach", "notice", kNoticeColumns},
      Table{"survey_fact", "outreach", "survey", kSurveyColumns},
      Table{"intent_fact", "outreach", "case_number", kIntentColumns},
      Table{"call_fact", "intake", "call_id", kCallColumns},
  };
  return kTables;
}

int Table::IndexOf(absl::string_view column) const {
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == column) return static_cast<int>(i);
  }
  return -1;
}

Update& Update::Set(absl::string_view column, std::string value) {
  changes_.push_back({Kind::kSet, column, {absl::nullopt, std::move(value)}});
  return *this;
}

Update& Update::SetCount(absl::string_view column, int64_t value) {
  changes_.push_back({Kind::kSet, column, {value, ""}});
  return *this;
}

Update& Update::First(absl::string_view column, BusinessTime value) {
  changes_.push_back({Kind::kFirst, column, {value.micros(), ""}});
  return *this;
}

Update& Update::Greatest(absl::string_view column, int64_t value) {
  changes_.push_back({Kind::kGreatest, column, {value, ""}});
  return *this;
}

Update& Update::Add(absl::string_view column, int64_t by) {
  changes_.push_back({Kind::kAdd, column, {by, ""}});
  return *this;
}

Update& Update::Clear(absl::string_view column) {
  changes_.push_back({Kind::kSet, column, {}});
  return *this;
}

void Update::ApplyTo(Row* row) const {
  const Table& table = TableOf(key_.table);
  for (const Change& change : changes_) {
    // Column names are literals of ours: one that is none throws, and a test finds it.
    Cell& cell = row->at(static_cast<size_t>(table.IndexOf(change.column)));
    switch (change.kind) {
      case Kind::kSet:
        cell = change.value;
        break;
      case Kind::kFirst:
        if (!cell.number.has_value()) cell = change.value;
        break;
      case Kind::kGreatest:
        cell.number = std::max(cell.number.value_or(*change.value.number), *change.value.number);
        break;
      case Kind::kAdd:
        cell.number = cell.number.value_or(0) + *change.value.number;
        break;
    }
  }
}

Row EmptyRow(TableId table) {
  const absl::Span<const Column> columns = TableOf(table).columns;
  Row row(columns.size());
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].type == kCount || columns[i].type == kFlag) row[i].number = 0;
  }
  return row;
}

void Fold(const Update& update, Facts* facts) {
  const auto [at, fresh] = facts->try_emplace(update.key());
  if (fresh) at->second = EmptyRow(update.key().table);
  update.ApplyTo(&at->second);
}

}  // namespace redress::analytics
