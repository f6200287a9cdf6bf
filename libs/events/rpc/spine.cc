#include "libs/events/rpc/spine.h"

#include <mutex>
#include <utility>

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
