#include "libs/events/rpc/spine.h"

#include <mutex>
#include <utility>

#include "libs/base/error.h"
#include "libs/base/status_macros.h"
#include "libs/events/rpc/grpc_feed_reader.h"

namespace redress::events {

// The process starts and stops workers; this passes it on.
class Spine::Runner final : public rpc::Worker {
 public:
  explicit Runner(Spine& spine) : spine_(spine) {}
  void Start() override { spine_.Start(); }
  void Stop() override { spine_.Stop(); }

 private:
  Spine& spine_;
};

Spine::Spine(rpc::Host& host, pg::Pool& pool, SpineOptions options)
    : host_(&host),
      pool_(pool),
      metrics_(host.metrics()),
      service_(host.service()),
      options_(std::move(options)),
      feed_service_(FeedService::Of(host)),
      parked_service_(ParkedService::Of(host)) {
  feed_service_.Declare(service_);
  parked_service_.Declare(service_);
  PaceService::Of(host).Serve(service_, [this](v1::Pace* pace) { return TellPace(pace); });
  host.AddSetup("events", [this] { return SetUp(); });
  host.AddWorker(std::make_unique<Runner>(*this));
  AddHealth();
}

Spine::~Spine() = default;

void Spine::AddHealth() {
  host_->AddDependencyCheck("postgres", [this] { return pool_.Ping(); });
  struct Probe {
    explicit Probe(RedisOptions redis) : client(std::move(redis)) {}
    std::mutex mutex;
    RedisClient client;
  };
  const auto probe = std::make_shared<Probe>(options_.redis);
  host_->AddDependencyCheck("redis", [probe] {
    const std::lock_guard<std::mutex> lock(probe->mutex);
    return probe->client.Run({"PING"}).status();
  });
}

void Spine::AddConsumer(Handler& handler, ConsumerOptions options) {
  options.redis = options_.redis;
  options.partitions = options_.partitions;
  std::vector<RoutedFeedReader::Route> routes;
  for (const std::string& source : options.sources) {
    routes.emplace_back(source, &host_->Make<GrpcFeedReader>(host_->Peer(source)));
  }
  plans_.push_back({&handler, std::move(options), &host_->Make<RoutedFeedReader>(std::move(routes))});
}

absl::Status Spine::SetUp() {
  RETURN_IF_ERROR(pg::Migrate(pool_.options().connection, pool_.schema(), pg::Concat({BaseMigrations(), options_.migrations})));
  ASSIGN_OR_RETURN(log_, OpenLog(pool_, service_, options_.partitions));
  options_.publisher.log = log_;
  options_.publisher.redis = options_.redis;
  publisher_ = std::make_unique<Publisher>(pool_, options_.publisher, &metrics_);
  local_feed_ = std::make_unique<LocalFeedReader>(pool_, log_);
  feed_service_.Serve(service_, *local_feed_);
  log_open_.store(true, std::memory_order_release);
  return absl::OkStatus();
}

// What is behind is read before what is ahead: what happens meanwhile shows as something left to do, never as nothing.
absl::Status Spine::TellPace(v1::Pace* pace) {
  if (!log_open_.load(std::memory_order_acquire)) {
    return Error(absl::StatusCode::kUnavailable, "STARTING", "the log is not open yet");
  }
  std::vector<Following> followings;
  for (const ConsumerPlan& plan : plans_) {
    for (const std::string& source : plan.options.sources) followings.push_back({plan.options.name, source});
  }
  ASSIGN_OR_RETURN(const std::vector<ConsumerPosition> positions, ReadConsumerPositions(pool_, followings, options_.partitions));
  for (const ConsumerPosition& position : positions) AddToProto(position, pace);
  PaceFacts own;
  for (const ReadPace& read : own_paces_) {
    ASSIGN_OR_RETURN(PaceFacts facts, read());
    own.DueAt(facts.next_due);
    for (PendingWork& work : facts.pending) own.pending.push_back(std::move(work));
  }
  AddToProto(own, pace);
  ASSIGN_OR_RETURN(const std::vector<int64_t> heads, ReadHeads(pool_, options_.partitions));
  pace->set_epoch(log_.epoch);
  pace->mutable_head_sequences()->Assign(heads.begin(), heads.end());
  ASSIGN_OR_RETURN(const int64_t parked, CountParked(pool_));
  pace->set_parked_count(parked);
  return absl::OkStatus();
}

void Spine::Start() {
  publisher_->Start();
  std::vector<Consumer*> running;
  for (ConsumerPlan& plan : plans_) {
    consumers_.push_back(std::make_unique<Consumer>(pool_, *plan.feed, *plan.handler, plan.options, publisher_.get(), &metrics_));
    consumers_.back()->Start();
    running.push_back(consumers_.back().get());
  }
  desk_ = std::make_unique<ParkedDesk>(pool_, std::move(running));
  parked_service_.Serve(service_, *desk_);
}

void Spine::Stop() {
  for (const std::unique_ptr<Consumer>& consumer : consumers_) {
    consumer->Stop();
  }
  publisher_->Stop();
}

void Spine::Committed(absl::Span<const int> partitions) {
  if (publisher_ != nullptr) {
    publisher_->Committed(partitions);
  }
}

void Spine::Committed(absl::Span<const NewEvent> events) {
  if (publisher_ != nullptr) {
    publisher_->CommittedEvents(events);
  }
}

}  // namespace redress::events
