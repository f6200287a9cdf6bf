// Children of the log table, made ahead: first a table of its own, then ATTACHed under a short lock_timeout, because
// `CREATE TABLE … PARTITION OF` would wait for any old snapshot with today's inserts waiting behind it.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/log.h"

namespace redress::events {
namespace {

constexpr int kRangesAhead = 2;
constexpr int kAttachAttempts = 20;

struct Range {
  int64_t low = 0;
  int64_t high = 0;
  std::string child;
};

// Writes down and creates the children that are missing; returns those not attached yet, ascending.
absl::StatusOr<std::vector<Range>> Create(pg::Pool& pool, int64_t size) {
  std::vector<Range> waiting;
  RETURN_IF_ERROR(pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    transaction.exec("SELECT pg_advisory_xact_lock(hashtext('log_range'), hashtext(current_schema()))");
    const pqxx::row row = transaction.exec1(
        "SELECT coalesce((SELECT max(high) FROM log_range), 0), coalesce((SELECT sequence FROM event ORDER BY sequence DESC "
        "LIMIT "
        "1), 0)");
    int64_t low = row[0].as<int64_t>();
    const int64_t needed = row[1].as<int64_t>() + kRangesAhead * size;
    for (; low <= needed; low += size) {
      const std::string child = absl::StrFormat("event_%012d", low);
      transaction.exec(absl::StrCat("CREATE TABLE ", child, " (LIKE event INCLUDING ALL, CHECK (sequence >= ", low,
                                    " AND sequence < ", low + size, "))"));
      transaction.exec_params("INSERT INTO log_range (low, high, child) VALUES ($1, $2, $3)", low, low + size, child);
    }
    waiting.clear();
    for (const pqxx::row& range : transaction.exec("SELECT low, high, child FROM log_range WHERE NOT attached ORDER BY low")) {
      waiting.push_back({range[0].as<int64_t>(), range[1].as<int64_t>(), range[2].as<std::string>()});
    }
    return absl::OkStatus();
  }));
  return waiting;
}

absl::Status Attach(pg::Pool& pool, const Range& range) {
  return pool.Transact([&](pqxx::work& transaction) -> absl::Status {
    transaction.exec("SET LOCAL lock_timeout = '100ms'");
    const pqxx::result row = transaction.exec_params("SELECT attached FROM log_range WHERE low = $1 FOR UPDATE", range.low);
    if (row.empty() || row[0][0].as<bool>()) {
      return absl::OkStatus();
    }
    transaction.exec(absl::StrCat("ALTER TABLE event ATTACH PARTITION ", range.child, " FOR VALUES FROM (", range.low, ") TO (",
                                  range.high, ")"));
    transaction.exec_params("UPDATE log_range SET attached = true WHERE low = $1", range.low);
    return absl::OkStatus();
  });
}

}  // namespace

absl::Status EnsureLogRanges(pg::Pool& pool, int64_t range_size) {
  ASSIGN_OR_RETURN(const std::vector<Range> waiting, Create(pool, range_size));
  Stopper pause;
  for (const Range& range : waiting) {
    absl::Status status;
    for (int attempt = 0; attempt < kAttachAttempts; ++attempt) {
      status = Attach(pool, range);
      if (ReasonOf(status) != "LOCK_TIMEOUT") {
        break;
      }
      pause.WaitFor(absl::Milliseconds(50));
    }
    RETURN_IF_ERROR(status);
  }
  return absl::OkStatus();
}

}  // namespace redress::events
