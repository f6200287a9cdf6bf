// The log of one service: what it said, gapless and in commit order per partition (docs/architecture.md, Events 1–3). An event
// is appended by the last step of the transaction that changes the state it tells of. PostgreSQL is the truth; everything that
// Redis holds can be read from here again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "libs/base/time.h"
#include "libs/pg/migrate.h"
#include "libs/pg/pool.h"

namespace redress::events {

// A place in somebody's log, in the partition of the event that carries it.
struct Position {
  std::string source;
  std::string epoch;
  int64_t sequence = 0;
  friend bool operator==(const Position&, const Position&) = default;
};

// One fact, as it is read. Ids and facts, never personal data.
struct Event {
  std::string id;       // UUID
  std::string source;   // the service that says it (`intake`)
  std::string type;     // full name of the message in `data` (`redress.intake.v1.ComplaintReceived`)
  std::string subject;  // the case (`cases/…`): events of a subject are applied in order
  BusinessTime time;
  std::string traceparent;
  int partition = 0;
  int64_t sequence = 0;  // from 1, gapless within (source, epoch, partition)
  std::string epoch;     // 16 hexadecimal digits
  std::vector<Position> after;
  std::string data;  // the serialized message
};

// One fact, as it is said.
struct NewEvent {
  int partition = 0;  // chosen once, by intake, and kept by all
  std::string type;
  std::string subject;
  BusinessTime time;
  std::string data;
  // What the author had applied of other logs in this partition. Absent: what this service's consumers have applied, own claims
  // of the same transaction included; that is what every service wants.
  absl::optional<std::vector<Position>> after = {};
  // W3C trace context; empty: that of the calling thread.
  std::string traceparent = {};
  // Where it stands in the log, and as what: from Append, which fills in `after` and `traceparent` too. 0: it was not appended
  // yet.
  int64_t sequence = 0;
  std::string id = {};
};

// Which log a schema holds.
struct LogInfo {
  std::string source;
  std::string epoch;
  int partitions = 0;
};

// The tables and functions that every service's schema needs: those of libs/pg and those of this library. Apply before the
// service's own: `pg::Migrate(connection, schema, pg::Concat({events::BaseMigrations(), intake::Migrations()}))`.
const std::vector<pg::Migration>& BaseMigrations();

// Opens the log of the pool's schema: writes the number of partitions at the first start, checks it later, and makes the first
// children of the table. FAILED_PRECONDITION, reason PARTITION_COUNT_CHANGED: the log was begun with another number.
absl::StatusOr<LogInfo> OpenLog(pg::Pool& pool, const std::string& source, int partitions = 64);

// Appends as the last step of a transaction: takes the locks of the partitions, ascending, then numbers and inserts. Fails with
// FAILED_PRECONDITION, reason WRONG_ISOLATION outside READ COMMITTED, INVALID_ARGUMENT, reason BAD_PARTITION beyond P. Makes of
// `events` what the log has, so that they can be published after the commit without being read again. Nothing else should be
// waited for between this and the commit.
//
// The same in SQL, for a function of a service's own (one round trip for everything), arrays of equal length, `afters` in the
// form of FormatPositions or NULL for "fill in", as for the optional above:
//   append_events(partitions smallint[], types text[], subjects text[], times timestamptz[], traceparents text[], afters text[],
//                 data bytea[], ids uuid[] DEFAULT NULL, OUT sequences bigint[], OUT positions text[])
absl::Status Append(pqxx::transaction_base& transaction, std::vector<NewEvent>* events);
// For whoever does not publish them itself.
absl::Status Append(pqxx::transaction_base& transaction, std::vector<NewEvent> events);

// `intake/0123456789abcdef/42 routing/…/7`, the stored form of positions.
std::string FormatPositions(absl::Span<const Position> positions);
absl::StatusOr<std::vector<Position>> ParsePositions(absl::string_view text);

// The last sequence of every partition, 0 for none; index = partition.
absl::StatusOr<std::vector<int64_t>> ReadHeads(pg::Pool& pool, int partitions);

// From where to read a partition.
struct ReadFrom {
  int partition = 0;
  int64_t after = 0;  // events with a greater sequence are read
};
// Events of several partitions in one query, at most `limit` of each, ordered by partition and sequence. They are contiguous:
// what follows a position is there or does not exist yet. OUT_OF_RANGE, reason LOST_POSITION when a position lies below the
// log's floor (rows that were dropped).
absl::StatusOr<std::vector<Event>> ReadLog(pg::Pool& pool, const LogInfo& log, absl::Span<const ReadFrom> from, int limit);

// Adds children of the log table ahead of the greatest sequence, so that no insert ever waits for one. Called by the publisher
// that holds the lease; safe anywhere, any number of times. `range` is the number of sequences a child holds; only tests give it.
absl::Status EnsureLogRanges(pg::Pool& pool, int64_t range = 262144);

}  // namespace redress::events
