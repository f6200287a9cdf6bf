// All that one service needs of the event spine, bound in one place: migrates the schema and opens the log (a setup step, tried
// until the database is there), serves the feed, the park and the pace, runs publisher and consumers as workers, reports health.
//   auto& spine = host.Make<events::Spine>(host, pool, options);       // in Bind
//   spine.AddConsumer(handler, {.name = "routing", .sources = {"intake"}});
//   spine.OnPace([&pool] { return ReadOwnPace(pool); });              // its timers, and what is due and not done
//   …                                                               // in a handler, after its transaction
//   spine.Committed(said);
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "libs/events/consumer.h"
#include "libs/events/feed.h"
#include "libs/events/log.h"
#include "libs/events/pace.h"
#include "libs/events/parked.h"
#include "libs/events/publisher.h"
#include "libs/events/rpc/feed_service.h"
#include "libs/events/rpc/pace_service.h"
#include "libs/events/rpc/parked_service.h"
#include "libs/pg/migrate.h"
#include "libs/pg/pool.h"
#include "libs/rpc/host.h"

namespace redress::events {

struct SpineOptions {
  RedisOptions redis;
  int partitions = 64;                    // P, of all services of an installation alike
  std::vector<pg::Migration> migrations;  // the service's own; BaseMigrations() come before
  PublisherOptions publisher = {};        // `log` and `redis` are filled in
};

class Spine {
 public:
  // During Bind. The log's source is the service's name, its schema that of `pool`, which must outlive this.
  Spine(rpc::Host& host, pg::Pool& pool, SpineOptions options);
  ~Spine();
  Spine(const Spine&) = delete;
  Spine& operator=(const Spine&) = delete;

  // During Bind. Sources are read through `peers.<source>`; `redis` and `partitions` are filled in. `handler` must outlive this.
  void AddConsumer(Handler& handler, ConsumerOptions options);
  // During Bind. What the service tells of its own timers and of what is due, whenever its pace is asked for; a service without
  // either need not say so. Several are added up. `read` is called by any thread.
  void OnPace(ReadPace read) { own_paces_.push_back(std::move(read)); }

  // After the setup (hence in every handler and worker). Wakes the publisher; returns at once.
  void Committed(absl::Span<const int> partitions);
  void Committed(absl::Span<const NewEvent> events);
  const LogInfo& log() const { return log_; }
  Publisher* publisher() { return publisher_.get(); }

 private:
  struct ConsumerPlan {
    Handler* handler = nullptr;
    ConsumerOptions options;
    FeedReader* feed = nullptr;
  };
  class Runner;
  absl::Status SetUp();
  void Start();
  void Stop();
  void AddHealth();
  absl::Status TellPace(v1::Pace* pace);

  rpc::Host* host_;  // only during Bind
  pg::Pool& pool_;
  obs::Metrics& metrics_;
  const std::string service_;
  SpineOptions options_;
  FeedService& feed_service_;
  ParkedService& parked_service_;
  std::vector<ConsumerPlan> plans_;
  std::vector<ReadPace> own_paces_;
  std::atomic<bool> log_open_{false};

  LogInfo log_;
  std::unique_ptr<FeedReader> local_feed_;
  std::unique_ptr<Publisher> publisher_;
  std::vector<std::unique_ptr<Consumer>> consumers_;
  std::unique_ptr<ParkedDesk> desk_;
};

}  // namespace redress::events
