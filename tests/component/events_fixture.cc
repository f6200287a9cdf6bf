#include "tests/component/events_fixture.h"

#include <atomic>
#include <map>
#include <stdexcept>
#include <thread>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/events/envelope.h"
#include "libs/events/redis_client.h"
#include "libs/events/stream_reader.h"
#include "libs/pg/idempotency.h"

namespace redress::test {
namespace {

// For the tests' own functions that may throw.
std::string Require(const absl::Status& status) {
  if (!status.ok()) {
    throw std::runtime_error(status.ToString());
  }
  return "";
}

pg::PoolOptions PoolFor(const std::string& schema, int size, absl::Duration idle) {
  pg::PoolOptions options;
  options.connection = Postgres().connection();
  options.schema = schema;
  options.size = size;
  options.retry_for = absl::Seconds(30);
  options.acquire_timeout = absl::Seconds(30);
  options.idle_in_transaction_timeout = idle;
  return options;
}

std::string MigratedSchema(const std::string& stem) {
  const std::string schema = FreshSchema(stem);
  Require(pg::Migrate(Postgres().connection(), schema, pg::Concat({events::BaseMigrations(), {RecordedTable()}})));
  return schema;
}

}  // namespace

const pg::Migration& RecordedTable() {
  static const auto* const migration = new pg::Migration{
      "test/recorded.sql",
      "CREATE TABLE recorded (ordinal bigint GENERATED ALWAYS AS IDENTITY, source text, partition smallint, sequence bigint, "
      "subject text, data text)"};
  return *migration;
}

PrivatePostgres& Postgres() {
  static PrivatePostgres postgres;
  return postgres;
}

PrivateRedis& Redis() {
  static PrivateRedis redis;
  return redis;
}

std::string FreshSchema(const std::string& stem) {
  static std::atomic<int> count{0};
  return absl::StrCat(stem, "_", ++count);
}

Service::Service(const std::string& stem, int partitions, int pool_size, absl::Duration idle_in_transaction)
    : schema(MigratedSchema(stem)), pool(PoolFor(schema, pool_size, idle_in_transaction)) {
  const absl::StatusOr<events::LogInfo> opened = events::OpenLog(pool, schema, partitions);
  Require(opened.status());
  log = *opened;
  feed = std::make_unique<events::LocalFeedReader>(pool, log);
}

events::PublisherOptions Service::PublisherOptions() const {
  events::PublisherOptions options;
  options.log = log;
  options.redis.address = Redis().address();
  options.repair_every = absl::Milliseconds(50);
  options.lease_ttl = absl::Seconds(1);
  return options;
}

events::ConsumerOptions Service::ConsumerOptions(std::vector<std::string> sources) const {
  events::ConsumerOptions options;
  options.name = "test";
  options.sources = std::move(sources);
  options.partitions = kPartitions;
  options.redis.address = Redis().address();
  options.linger = absl::Milliseconds(1);
  options.poll_every = absl::Milliseconds(50);
  options.lease_ttl = absl::Seconds(1);
  options.backoff_min = absl::Milliseconds(5);
  options.backoff_max = absl::Milliseconds(50);
  return options;
}

std::string Service::Ask(const std::string& sql) {
  std::string answer;
  Require(pool.Autocommit([&](pqxx::nontransaction& transaction) {
    const pqxx::result result = transaction.exec(sql);
    answer = result.empty() || result.columns() == 0 || result[0][0].is_null() ? "" : result[0][0].as<std::string>();
    return absl::OkStatus();
  }));
  return answer;
}

absl::Status Service::Say(int partition, const std::string& subject, const std::string& data, const std::string& type) {
  events::NewEvent event;
  event.partition = partition;
  event.type = type;
  event.subject = subject;
  event.data = data;
  return pool.Transact([&](pqxx::work& transaction) { return events::Append(transaction, {event}); });
}

absl::Status RecordingHandler::Prepare(absl::Span<const events::Event>) {
  if (pause_in_prepare) {
    pause_in_prepare();
  }
  return absl::OkStatus();
}

absl::Status RecordingHandler::Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                                     std::vector<events::NewEvent>* out) {
  if (pause_in_apply) {
    pause_in_apply();
  }
  for (const events::Event& event : events) {
    if (fault) {
      RETURN_IF_ERROR(fault(event));
    }
    transaction.exec_params("INSERT INTO recorded (source, partition, sequence, subject, data) VALUES ($1, $2, $3, $4, $5)",
                            event.source, event.partition, event.sequence, event.subject, event.data);
    if (answer) {
      answer(event, out);
    }
  }
  return absl::OkStatus();
}

void SayManyThings(Service& service, int producers, int count, events::Publisher* publisher) {
  std::vector<std::thread> threads;
  for (int producer = 0; producer < producers; ++producer) {
    threads.emplace_back([&service, producer, count, publisher] {
      for (int i = 0; i < count; ++i) {
        const pg::RequestKey key{"test", Uuid::Random(), "Say", "hash"};
        std::vector<events::NewEvent> said(2);
        for (int j = 0; j < 2; ++j) {
          said[j].partition = (producer * 3 + i * (j + 1)) % kPartitions;
          said[j].type = kType;
          said[j].subject = absl::StrCat("cases/", producer, "-", i % 10);
          said[j].data = absl::StrCat(producer, "/", i, "/", j);
        }
        std::vector<events::NewEvent> appended;
        absl::Status status;
        do {
          status = service.pool.Transact([&](pqxx::work& transaction) -> absl::Status {
            appended.clear();
            ASSIGN_OR_RETURN(const pg::Claim claim, pg::ClaimRequest(transaction, key));
            if (claim.fresh()) appended = said;
            return events::Append(transaction, &appended);
          });
        } while (absl::IsUnavailable(status) || absl::IsAborted(status));
        Require(status);
        if (publisher != nullptr) {
          publisher->CommittedEvents(appended.empty() ? said : appended);  // said by an attempt that was in doubt: the log knows
        }
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

std::vector<std::string> CheckGapless(Service& service, const std::string& table) {
  std::vector<std::string> wrong;
  Require(service.pool.Read([&](pqxx::transaction_base& transaction) {
    wrong.clear();
    for (const pqxx::row& row :
         transaction.exec("SELECT partition, count(*), count(DISTINCT sequence), min(sequence), max(sequence) FROM " + table +
                          " GROUP BY 1")) {
      const int64_t count = row[1].as<int64_t>();
      if (row[2].as<int64_t>() != count) {
        wrong.push_back(absl::StrCat("partition ", row[0].c_str(), " has a sequence twice"));
      }
      if (row[3].as<int64_t>() != 1 || row[4].as<int64_t>() != row[2].as<int64_t>()) {
        wrong.push_back(absl::StrCat("partition ", row[0].c_str(), " has a gap"));
      }
    }
    return absl::OkStatus();
  }));
  return wrong;
}

std::vector<std::string> CheckAppliedOnce(Service& consumer, Service& source) {
  std::vector<std::string> wrong;
  std::map<int, int64_t> last;
  Require(consumer.pool.Read([&](pqxx::transaction_base& transaction) {
    wrong.clear();
    last.clear();
    for (const pqxx::row& row : transaction.exec_params(
             "SELECT partition, sequence FROM recorded WHERE source = $1 ORDER BY ordinal", source.log.source)) {
      const int64_t sequence = row[1].as<int64_t>();
      int64_t& before = last[row[0].as<int>()];
      if (sequence != before + 1) {
        wrong.push_back(absl::StrCat("partition ", row[0].c_str(), ": ", sequence, " was applied after ", before));
      }
      before = sequence;
    }
    return absl::OkStatus();
  }));
  const auto heads = events::ReadHeads(source.pool, source.log.partitions);
  Require(heads.status());
  for (int partition = 0; partition < source.log.partitions; ++partition) {
    if ((*heads)[partition] != last[partition]) {
      wrong.push_back(absl::StrCat("partition ", partition, ": ", last[partition], " of ", (*heads)[partition], " applied"));
    }
  }
  return wrong;
}

std::vector<std::string> CheckStream(Service& source, int partition) {
  const auto heads = events::ReadHeads(source.pool, source.log.partitions);
  Require(heads.status());
  events::StreamReader reader({Redis().address()});
  const auto entries = reader.Read({{source.log.source, source.log.epoch, partition, 0}}, 100000, absl::ZeroDuration());
  Require(entries.status());
  std::vector<std::string> wrong;
  int64_t expected = entries->empty() ? 1 : entries->front().sequence;
  const auto log = events::ReadLog(source.pool, source.log, {{partition, expected - 1}}, 100000);
  Require(log.status());
  const int64_t first = expected;
  for (const events::Event& event : *entries) {
    if (event.sequence != expected) {
      wrong.push_back(absl::StrCat("hole: ", expected, " … ", event.sequence - 1));
    }
    const auto place = static_cast<size_t>(event.sequence - first);
    if (place >= log->size() || events::Encode(event) != events::Encode((*log)[place])) {
      wrong.push_back(absl::StrCat(event.sequence, " is not what the log has"));
    }
    expected = event.sequence + 1;
  }
  if (expected != (*heads)[partition] + 1) {
    wrong.push_back(absl::StrCat("ends at ", expected - 1, " instead of ", (*heads)[partition]));
  }
  return wrong;
}

bool CaughtUp(Service& consumer, const std::string& name, Service& source) {
  return Eventually(kPatience, [&] {
    const auto heads = events::ReadHeads(source.pool, source.log.partitions);
    int64_t applied = 0;
    int64_t said = 0;
    const absl::Status status = consumer.pool.Read([&](pqxx::transaction_base& transaction) {
      applied =
          transaction
              .exec_params1("SELECT coalesce(sum(applied_sequence($1, $2, $3, p::smallint)), 0) FROM generate_series(0, $4) p",
                            name, source.log.source, source.log.epoch, source.log.partitions - 1)[0]
              .as<int64_t>();
      return absl::OkStatus();
    });
    if (!heads.ok() || !status.ok()) {
      return false;
    }
    for (const int64_t head : *heads) {
      said += head;
    }
    return applied == said;
  });
}

}  // namespace redress::test
