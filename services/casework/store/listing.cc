#include "services/casework/store/listing.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "services/casework/store/case_reading.h"

namespace redress::casework {
namespace {

// The condition that leaves out everything up to `key`; `from`: the table whose index is walked.
absl::StatusOr<std::string> After(pqxx::transaction_base& transaction, absl::string_view from, const std::string& key) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(key, absl::MaxSplits('/', 1));
  int64_t open_us = 0;
  if (!absl::SimpleAtoi(parts.first, &open_us) || parts.second.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is not one of this listing");
  }
  return absl::StrCat("(", from, ".open_us, ", from, ".case_number) < (", open_us, ", ", transaction.quote(parts.second), ")");
}

}  // namespace

absl::StatusOr<std::string> CaseListSql(pqxx::transaction_base& transaction, const CaseQuery& query) {
  // What an agent may read is walked by the agent's own index: the cases of all others are not looked at.
  const bool restricted = !query.reader.empty();
  const absl::string_view from = restricted ? "r" : "c";
  std::vector<std::string> conditions;
  const auto equal = [&](absl::string_view column, absl::string_view value) {
    if (!value.empty()) conditions.push_back(absl::StrCat(column, " = ", transaction.quote(std::string(value))));
  };
  equal("r.agent", query.reader);
  equal("c.state", query.state.has_value() ? Word(*query.state) : "");
  equal("c.owner", query.owner);
  if (!query.complaint.empty()) {
    conditions.push_back(absl::StrCat(from, ".case_number = (SELECT case_number FROM case_complaint WHERE complaint = ",
                                      transaction.quote(query.complaint), ")"));
  }
  if (query.open_from.has_value()) conditions.push_back(absl::StrCat(from, ".open_us >= ", query.open_from->micros()));
  if (!query.after.empty()) {
    ASSIGN_OR_RETURN(std::string after, After(transaction, from, query.after));
    conditions.push_back(std::move(after));
  }
  return absl::StrCat("SELECT c.case_number FROM ",
                      restricted ? "case_reader r JOIN case_file c USING (case_number)" : "case_file c",
                      conditions.empty() ? "" : " WHERE ", absl::StrJoin(conditions, " AND "), " ORDER BY ", from,
                      ".open_us DESC, ", from, ".case_number DESC LIMIT ", std::clamp(query.limit, 1, kListMax));
}

absl::StatusOr<std::vector<CaseFile>> ListCases(pqxx::transaction_base& transaction, const Vaulting& vault,
                                                const CaseQuery& query) {
  ASSIGN_OR_RETURN(const std::string sql, CaseListSql(transaction, query));
  std::vector<std::string> numbers;
  for (const pqxx::row& row : transaction.exec(sql)) numbers.emplace_back(row[0].c_str());
  if (numbers.empty()) return std::vector<CaseFile>();
  return ReadCases(transaction, vault, numbers);
}

std::string CaseKey(const CaseFile& file) {
  return absl::StrCat(file.open_time.micros(), "/", file.number);
}

}  // namespace redress::casework
