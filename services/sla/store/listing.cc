#include "services/sla/store/listing.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress::sla {
namespace {

absl::StatusOr<std::string> After(pqxx::transaction_base& transaction, const std::string& key) {
  const std::vector<std::string> parts = absl::StrSplit(key, '/');
  int64_t due = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &due)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is not one of this listing");
  }
  return absl::StrCat("(due_us, case_number, clock) > (", due, ", ", transaction.quote(parts[1]), ", ",
                      transaction.quote(parts[2]), ")");
}

}  // namespace

absl::StatusOr<std::string> DueSql(pqxx::transaction_base& transaction, const DueQuery& query) {
  std::vector<std::string> conditions = {"state IN (1, 4)", "stop_us IS NULL"};
  if (query.kind.has_value()) conditions.push_back(absl::StrCat("kind = ", static_cast<int>(*query.kind)));
  if (query.state.has_value()) conditions.push_back(absl::StrCat("state = ", static_cast<int>(*query.state)));
  if (query.until.has_value()) conditions.push_back(absl::StrCat("due_us <= ", query.until->micros()));
  if (!query.after.empty()) {
    ASSIGN_OR_RETURN(std::string after, After(transaction, query.after));
    conditions.push_back(std::move(after));
  }
  return absl::StrCat("SELECT case_number, clock, due_us FROM clock WHERE ", absl::StrJoin(conditions, " AND "),
                      " ORDER BY due_us, case_number, clock LIMIT ", query.limit);
}

absl::StatusOr<std::vector<DueClock>> ListDue(pqxx::transaction_base& transaction, const DueQuery& query) {
  ASSIGN_OR_RETURN(const std::string sql, DueSql(transaction, query));
  std::vector<DueClock> clocks;
  for (const pqxx::row& row : transaction.exec(sql)) {
    clocks.push_back({row[0].c_str(), row[1].c_str(), BusinessTime::FromUnixMicros(row[2].as<int64_t>())});
  }
  return clocks;
}

std::string KeyOf(const DueClock& clock) {
  return absl::StrCat(clock.due.micros(), "/", clock.case_number, "/", clock.id);
}

}  // namespace redress::sla
