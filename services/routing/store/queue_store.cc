#include "services/routing/store/queue_store.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "libs/pg/exec.h"
#include "services/routing/store/columns.h"
#include "services/routing/store/item_store.h"

namespace redress::routing {
namespace {

// The ranks of one class (see work_item.rank): above `low`, up to `high`.
struct Ranks {
  int64_t low, high;
};
Ranks RanksOf(const QueueClass& of) {
  const int64_t s = static_cast<int>(of.severity) * 2 + (of.supervisors_only ? 1 : 0);
  return {-(s + 1) * 4'000'000, -s * 4'000'000};
}

struct ClassColumns {
  TextColumn team;
  NumberColumn low, high, room;
  explicit ClassColumns(absl::Span<const QueueRoom> rooms) {
    for (const QueueRoom& one : rooms) {
      const Ranks ranks = RanksOf(one.of);
      team.Add(one.of.team), low.Add(ranks.low), high.Add(ranks.high), room.Add(one.room);
    }
  }
};

// Whoever is offline (a), and what is theirs still (s, w) and `wanted`. In this order, whatever the planner thinks (hence LATERAL
// and OFFSET 0): whom nobody misses holds nothing, while all of a rush is assigned to those who are here.
std::string HeldByAbsent(absl::string_view item_columns, absl::string_view wanted, absl::string_view lock) {
  return absl::StrCat(
      " (SELECT agent, presence_us FROM agent WHERE presence = 'OFFLINE' OFFSET 0) a"
      " CROSS JOIN LATERAL (SELECT x.item, x.resume_us FROM assignment x WHERE x.agent = a.agent AND x.released_us IS NULL"
      "   OFFSET 0) s"
      " CROSS JOIN LATERAL (SELECT ",
      item_columns,
      " FROM work_item w WHERE w.item = s.item AND w.agent = a.agent AND (w.state = 'OFFERED' OR w.state = 'ACCEPTED' AND ",
      wanted, ") OFFSET 0", lock, ") w");
}

std::vector<WorkItem> ItemsOf(const pqxx::result& rows) {
  std::vector<WorkItem> items;
  items.reserve(rows.size());
  for (const pqxx::row& row : rows) items.push_back(ItemOf(row));
  return items;
}

}  // namespace

std::vector<WorkItem> LockQueued(pqxx::transaction_base& transaction, absl::Span<const QueueRoom> rooms) {
  if (rooms.empty()) return {};
  const ClassColumns c(rooms);
  std::vector<WorkItem> items = ItemsOf(
      pg::Exec(transaction,
               absl::StrCat("SELECT", kItemColumns,
                            "FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) c(team, low, high, room)"
                            " CROSS JOIN LATERAL (SELECT * FROM work_item q WHERE q.team = c.team AND q.state = 'QUEUED'"
                            "   AND q.rank > c.low AND q.rank <= c.high ORDER BY q.rank, q.received_us, q.item LIMIT c.room"
                            "   FOR UPDATE SKIP LOCKED) w"),
               c.team.Literal(), c.low.Literal(), c.high.Literal(), c.room.Literal()));
  std::sort(items.begin(), items.end(), GoesBefore);
  return items;
}

std::vector<WorkItem> LockNewInQueue(pqxx::transaction_base& transaction, absl::Span<const QueueRoom> full, int limit) {
  if (full.empty()) return {};
  const ClassColumns c(full);
  return ItemsOf(
      pg::Exec(transaction,
               absl::StrCat("SELECT", kItemColumns,
                            "FROM unnest($1::text[], $2::bigint[], $3::bigint[]) c(team, low, high)"
                            " CROSS JOIN LATERAL (SELECT * FROM work_item q WHERE q.team = c.team AND q.state = 'QUEUED'"
                            "   AND q.rank > c.low AND q.rank <= c.high AND NOT q.undecidable ORDER BY q.rank LIMIT $4"
                            "   FOR UPDATE SKIP LOCKED) w LIMIT $4"),
               c.team.Literal(), c.low.Literal(), c.high.Literal(), limit));
}

absl::flat_hash_set<std::string> MarkUndecidable(pqxx::transaction_base& transaction, absl::Span<const std::string> items) {
  absl::flat_hash_set<std::string> marked;
  if (items.empty()) return marked;
  const pqxx::result rows = pg::Exec(
      transaction,
      "UPDATE work_item SET undecidable = true WHERE item = ANY ($1::text[]) AND state = 'QUEUED' AND NOT undecidable RETURNING "
      "item",
      pg::ArrayOf(items));
  for (const pqxx::row& row : rows) marked.insert(row[0].c_str());
  return marked;
}

std::vector<PastOffer> PastOffers(pqxx::transaction_base& transaction, absl::Span<const WorkItem> items) {
  TextColumn ids;
  for (const WorkItem& item : items) ids.Add(item.id);
  const pqxx::result rows = pg::Exec(transaction,
                                     "SELECT item, agent, release_reason = 'DECLINED', released_us FROM assignment"
                                     " WHERE item = ANY ($1::text[]) AND release_reason IN ('DECLINED', 'OFFER_EXPIRED')",
                                     ids.Literal());
  std::vector<PastOffer> past;
  for (const pqxx::row& row : rows) {
    past.push_back({row[0].c_str(), row[1].c_str(), row[2].as<bool>(), BusinessTime::FromUnixMicros(row[3].as<int64_t>())});
  }
  return past;
}

std::vector<QueueRoom> CountBarred(pqxx::transaction_base& transaction, BusinessTime since) {
  std::vector<QueueRoom> counts;
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT team, severity, supervisors_only, count(DISTINCT item) FROM ("
               "  SELECT w.team, w.severity, w.supervisors_only, w.item FROM assignment s JOIN work_item w ON w.item = s.item"
               "  WHERE s.release_reason = 'DECLINED' AND s.released_us > $1 AND w.state = 'QUEUED'"
               "  UNION ALL"
               "  SELECT w.team, w.severity, w.supervisors_only, w.item FROM work_item w JOIN agent a ON a.agent = w.proposer"
               "  WHERE w.state = 'QUEUED' AND w.proposer IS NOT NULL AND a.presence = 'ONLINE') barred"
               " GROUP BY team, severity, supervisors_only",
               since.micros());
  for (const pqxx::row& row : rows) {
    counts.push_back({{row[0].c_str(), static_cast<Severity>(row[1].as<int>()), row[2].as<bool>()}, row[3].as<int>()});
  }
  return counts;
}

bool MoreQueued(pqxx::transaction_base& transaction, int than) {
  return pg::Exec(transaction,
                  "SELECT EXISTS (SELECT FROM team t CROSS JOIN LATERAL (SELECT FROM work_item w"
                  "   WHERE w.team = t.team AND w.state = 'QUEUED' LIMIT $1::bigint + 1) w OFFSET $1::bigint)",
                  than)[0][0]
      .as<bool>();
}

std::vector<WorkItem> LockExpired(pqxx::transaction_base& transaction, BusinessTime now, int limit) {
  return ItemsOf(pg::Exec(
      transaction,
      absl::StrCat("SELECT", kItemColumns, "FROM (SELECT item FROM assignment WHERE state = 'OFFERED' AND expire_us <= $1",
                   " ORDER BY expire_us LIMIT $2) due JOIN work_item w ON w.item = due.item",
                   " WHERE w.state = 'OFFERED' AND w.offer_expire_us <= $1 FOR UPDATE OF w SKIP LOCKED"),
      now.micros(), limit));
}

std::vector<AbsentItem> LockAbsent(pqxx::transaction_base& transaction, BusinessTime owned_before, int limit) {
  const pqxx::result rows =
      pg::Exec(transaction,
               absl::StrCat("SELECT", kItemColumns, ", a.presence_us, coalesce(s.resume_us, 0) FROM",
                            HeldByAbsent("w.*", "a.presence_us <= $1 AND NOT w.waiting", " FOR UPDATE SKIP LOCKED"), " LIMIT $2"),
               owned_before.micros(), limit);
  std::vector<AbsentItem> items;
  for (const pqxx::row& row : rows) {
    const auto time = [&](int from_end) { return BusinessTime::FromUnixMicros(row[row.size() - from_end].as<int64_t>()); };
    items.push_back({ItemOf(row), time(2), time(1)});
  }
  return items;
}

absl::optional<BusinessTime> NextDue(pqxx::transaction_base& transaction, absl::Duration offline_grace,
                                     absl::Duration decline_cooldown, BusinessTime now) {
  const pqxx::row row = pg::Exec1(
      transaction,
      absl::StrCat(
          "SELECT least("
          "  (SELECT min(expire_us) FROM assignment WHERE state = 'OFFERED'),"
          "  (SELECT min(a.presence_us + CASE w.state WHEN 'OFFERED' THEN 0 ELSE $1::bigint END) FROM",
          HeldByAbsent("w.state", "NOT w.waiting", ""),
          "),"
          "  (SELECT min(s.released_us) + $2::bigint FROM assignment s JOIN work_item w ON w.item = s.item AND w.state = 'QUEUED'"
          "   WHERE s.release_reason = 'DECLINED' AND s.released_us > $3::bigint - $2::bigint))"),
      absl::ToInt64Microseconds(offline_grace), absl::ToInt64Microseconds(decline_cooldown), now.micros());
  if (row[0].is_null()) return absl::nullopt;
  return BusinessTime::FromUnixMicros(row[0].as<int64_t>());
}

std::vector<QueueDepth> CountOpen(pqxx::transaction_base& transaction) {
  const pqxx::result rows =
      pg::Exec(transaction,
               "SELECT t.team, (SELECT count(*) FROM work_item w WHERE w.team = t.team AND w.state = 'QUEUED'),"
               " (SELECT count(*) FROM work_item w WHERE w.team = t.team AND w.state = 'OFFERED'),"
               " (SELECT count(*) FROM work_item w WHERE w.team = t.team AND w.state = 'ACCEPTED') FROM team t ORDER BY t.team");
  std::vector<QueueDepth> depths;
  for (const pqxx::row& row : rows) depths.push_back({row[0].c_str(), row[1].as<int>(), row[2].as<int>(), row[3].as<int>()});
  return depths;
}

}  // namespace redress::routing
