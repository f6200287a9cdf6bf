#include "services/routing/store/item_listing.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/base/error.h"
#include "libs/base/resource_name.h"
#include "libs/base/status_macros.h"
#include "services/routing/domain/item_state.h"
#include "services/routing/store/item_store.h"

namespace redress::routing {
namespace {

constexpr char kOrder[] = "w.state, w.rank, w.received_us, w.item";

// As work_item.rank.
int64_t RankOf(const WorkItem& item) {
  const int64_t urgency = static_cast<int64_t>(item.severity) * 2 + (item.supervisors_only ? 1 : 0);
  return -((urgency * 4 + item.vip_level) * 1'000'000 + std::min(item.raise_count, 999'999));
}

// ` AND (order) > (key)`, or nothing for the first page.
absl::StatusOr<std::string> After(pqxx::transaction_base& transaction, const std::string& key) {
  if (key.empty()) return std::string();
  const std::vector<std::string> parts = absl::StrSplit(key, '/');
  int64_t rank = 0, received = 0;
  if (parts.size() != 4 || !ItemStateOf(parts[0]).has_value() || !absl::SimpleAtoi(parts[1], &rank) ||
      !absl::SimpleAtoi(parts[2], &received) || !MatchName("*", parts[3]).ok()) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_PAGE_TOKEN", "the page token is not one of this listing");
  }
  return absl::StrCat(" AND (", kOrder, ") > (", transaction.quote(parts[0]), "::item_state, ", rank, ", ", received, ", ",
                      transaction.quote(parts[3]), ")");
}

// One walk along an index: items that pass `where`, in order.
std::string Walk(const std::string& where, int limit) {
  return absl::StrCat("SELECT * FROM work_item w WHERE ", where, " ORDER BY ", kOrder, " LIMIT ", limit);
}

}  // namespace

std::string ListingKey(const WorkItem& item) {
  return absl::StrCat(Word(item.state), "/", RankOf(item), "/", item.received_time.micros(), "/", item.id);
}

absl::StatusOr<std::string> ListingSql(pqxx::transaction_base& transaction, const ItemQuery& query) {
  std::vector<std::string> conditions;
  const auto equal = [&](absl::string_view column, const std::string& value) {
    if (!value.empty()) conditions.push_back(absl::StrCat(column, " = ", transaction.quote(value)));
  };
  if (query.state.has_value()) conditions.push_back(absl::StrCat("w.state = '", Word(*query.state), "'"));
  equal("w.team", query.team);
  equal("w.agent", query.agent);
  equal("w.case_number", query.case_number);
  if (!query.complaint.empty()) {
    conditions.push_back(absl::StrCat("w.case_number = (SELECT case_number FROM case_input WHERE complaint = ",
                                      transaction.quote(query.complaint), " LIMIT 1)"));
  }
  ASSIGN_OR_RETURN(const std::string after, After(transaction, query.after));
  const std::string where = absl::StrCat(conditions.empty() ? "true" : absl::StrJoin(conditions, " AND "), after);
  std::vector<std::string> walks;
  if (query.restricted) {  // what the viewer has, and each of the viewer's teams: a walk each, then merged
    walks.push_back(Walk(absl::StrCat(where, " AND w.agent = ", transaction.quote(query.viewer)), query.limit));
    for (const std::string& team : query.viewer_teams) {
      walks.push_back(Walk(absl::StrCat(where, " AND w.team = ", transaction.quote(team)), query.limit));
    }
  } else if (query.team.empty() && query.agent.empty() && query.case_number.empty() && query.complaint.empty()) {
    walks.push_back(absl::StrCat("SELECT w.* FROM team t CROSS JOIN LATERAL (",
                                 Walk(absl::StrCat(where, " AND w.team = t.team"), query.limit), ") w"));
  } else {
    walks.push_back(Walk(where, query.limit));
  }
  return absl::StrCat("SELECT DISTINCT ON (", kOrder, ")", kItemColumns, "FROM ((", absl::StrJoin(walks, ") UNION ALL ("),
                      ")) w ORDER BY ", kOrder, " LIMIT ", query.limit);
}

absl::StatusOr<std::vector<WorkItem>> ListItems(pqxx::transaction_base& transaction, const ItemQuery& query) {
  ASSIGN_OR_RETURN(const std::string sql, ListingSql(transaction, query));
  std::vector<WorkItem> items;
  for (const pqxx::row& row : transaction.exec(sql)) items.push_back(ItemOf(row));
  return items;
}

}  // namespace redress::routing
