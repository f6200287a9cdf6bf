// Applies the events of one or more logs to a service's own schema: exactly once, in order, whoever crashes
// (docs/architecture.md, Events 5–8). The offsets are inserted, fenced, in the transaction of the effects. Reads the streams in
// Redis; where they have a gap, are silent or gone, the owner's feed. An event waits until what its author had applied was
// applied here. What cannot be applied is parked with its subject; what cannot be reached is waited for, while the other sources
// are gone on with: a source may be named before its service exists. Any number of replicas may run the same consumer. A Consumer
// has one thread; a handler is never called concurrently by it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "libs/events/feed.h"
#include "libs/events/log.h"
#include "libs/events/publisher.h"
#include "libs/events/redis_client.h"
#include "libs/pg/pool.h"

namespace redress::events {

// What a service does with events. Failures: UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, CANCELLED, RESOURCE_EXHAUSTED are waited
// for, for ever. Any other is taken as deterministic: the batch is halved until the event at fault stands alone, which is parked.
// So both functions may see an event again, in another batch; neither may keep effects of a failed call.
class Handler {
 public:
  virtual ~Handler() = default;

  // Full names of the messages that are applied; others are skipped. A type whose package has another major version than a
  // declared one (`redress.intake.v2.…`) stops the partition.
  virtual std::vector<std::string> Types() const = 0;
  // Before the transaction: calls to other services, whose answers Apply finds in the handler.
  virtual absl::Status Prepare(absl::Span<const Event>) { return absl::OkStatus(); }
  // Within the transaction; only SQL. Runs again from its start after a lost connection. Events to be said go to `out`: the
  // library appends them as the last step, `after` filled in.
  virtual absl::Status Apply(pqxx::work& transaction, absl::Span<const Event> events, std::vector<NewEvent>* out) = 0;
  // After the commit of these; wakes and counters, nothing that must not be lost.
  virtual void Committed(absl::Span<const Event>) {}
};

struct ConsumerOptions {
  std::string name;                  // `routing`: the same for all replicas
  std::vector<std::string> sources;  // `{"intake"}`
  int partitions = 64;
  RedisOptions redis;
  int batch = 256;                                      // events a transaction at most
  absl::Duration linger = absl::Milliseconds(5);        // waits so long for a batch to fill
  absl::Duration poll_every = absl::Milliseconds(500);  // of the owner's head
  absl::Duration lease_ttl = absl::Seconds(5);
  absl::Duration backoff_min = absl::Milliseconds(50);
  absl::Duration backoff_max = absl::Seconds(5);
  int parked_subjects_a_minute_max = 100;  // of one partition; more stop it
};

// What an operator's retry or discard did.
struct ParkedResult {
  int done = 0;
  int remaining = 0;
};

class Consumer {
 public:
  // `pool`: of the consumer's own schema. `publisher` publishes what Apply says; null where it says nothing. `metrics` may be
  // null. All must outlive the consumer. Nothing runs before Start().
  Consumer(pg::Pool& pool, FeedReader& feed, Handler& handler, ConsumerOptions options, Publisher* publisher = nullptr,
           obs::Metrics* metrics = nullptr);
  ~Consumer();  // stops
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;

  // Starts the thread. Dependencies may be down: they are waited for.
  void Start();
  // Ends after the running transaction and gives the leases back. Idempotent.
  void Stop();

  // Events said by the sources and not yet applied here, over all partitions and replicas, as of the last poll; −1 before every
  // source was reached once.
  int64_t lag() const;
  // Why it stands still; OK while it does not. STOPPED_* reasons: UNKNOWN_EPOCH, BEYOND_HEAD, LOST_POSITION, TOO_MANY_PARKED,
  // UNKNOWN_VERSION, SQL_STATEMENT_INVALID.
  absl::Status health() const;

  // Applies the parked events of one subject again, in order, one transaction each; stops at the first that fails again, whose
  // failure is kept as the new reason. Any thread. Errors only where nothing could be tried (UNAVAILABLE).
  absl::StatusOr<ParkedResult> RetryParked(const std::string& subject);

  const std::string& name() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace redress::events
