// What the component tests of libs/pg and libs/events share: one private PostgreSQL and Redis a program, a fresh schema a test, a
// handler that records what it applies without any constraint that would hide a repetition, and the checkers of the invariants.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "libs/events/consumer.h"
#include "libs/events/feed.h"
#include "libs/events/log.h"
#include "libs/events/publisher.h"
#include "libs/pg/pool.h"
#include "tests/support/private_servers.h"

namespace redress::test {

constexpr absl::Duration kPatience = absl::Seconds(60);
constexpr int kPartitions = 8;
constexpr char kType[] = "redress.test.v1.Said";

PrivatePostgres& Postgres();
PrivateRedis& Redis();

// A name that no other test uses.
std::string FreshSchema(const std::string& stem);

// Makes the table `recorded` of RecordingHandler.
const pg::Migration& RecordedTable();

// One service: a migrated schema with a pool and a log; `recorded` is the table of RecordingHandler.
struct Service {
  explicit Service(const std::string& stem, int partitions = kPartitions, int pool_size = 12,
                   absl::Duration idle_in_transaction = absl::Seconds(10));

  std::string schema;
  pg::Pool pool;
  events::LogInfo log;
  std::unique_ptr<events::FeedReader> feed;

  events::PublisherOptions PublisherOptions() const;
  events::ConsumerOptions ConsumerOptions(std::vector<std::string> sources) const;
  // Runs a query and returns its first field; throws std::runtime_error on failure.
  std::string Ask(const std::string& sql);
  // One transaction that says these things: partition, subject, data.
  absl::Status Say(int partition, const std::string& subject, const std::string& data, const std::string& type = kType);
};

// Records every event it applies, in order. `fault` may refuse one; `answer` may say something; `pause` runs before a batch.
class RecordingHandler : public events::Handler {
 public:
  std::vector<std::string> Types() const override { return {kType}; }
  absl::Status Prepare(absl::Span<const events::Event> events) override;
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;

  std::function<absl::Status(const events::Event&)> fault;
  std::function<void(const events::Event&, std::vector<events::NewEvent>*)> answer;
  std::function<void()> pause_in_prepare;
  std::function<void()> pause_in_apply;
};

// Producers that say `count` things each, every one under a request id of its own, so that a commit in doubt is not said twice.
void SayManyThings(Service& service, int producers, int count, events::Publisher* publisher);

// The invariant checkers. Each returns what is wrong, empty when all is well.
// Sequences of `table` are 1 … n, each once, per partition.
std::vector<std::string> CheckGapless(Service& service, const std::string& table = "event");
// `recorded` of `consumer` holds exactly the log of `source`, once, in order per partition.
std::vector<std::string> CheckAppliedOnce(Service& consumer, Service& source);
// The stream of a partition holds, from its first entry on, everything up to the log's head, as the log has it.
std::vector<std::string> CheckStream(Service& source, int partition);

// Waits until the consumer has applied or parked all that the source said.
bool CaughtUp(Service& consumer, const std::string& name, Service& source);

}  // namespace redress::test
