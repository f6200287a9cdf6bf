#include "libs/events/consumer.h"

#include <thread>
#include <utility>

#include "libs/events/consumer_loop.h"

namespace redress::events {

class Consumer::Impl {
 public:
  Impl(pg::Pool& pool, FeedReader& feed, Handler& handler, ConsumerOptions given, Publisher* publisher, obs::Metrics* metrics)
      : options(std::move(given)), loop(pool, feed, handler, options, publisher, metrics) {}

  const ConsumerOptions options;
  ConsumerLoop loop;
  Stopper stop;
  std::thread thread;
};

Consumer::Consumer(pg::Pool& pool, FeedReader& feed, Handler& handler, ConsumerOptions options, Publisher* publisher,
                   obs::Metrics* metrics)
    : impl_(std::make_unique<Impl>(pool, feed, handler, std::move(options), publisher, metrics)) {}

Consumer::~Consumer() {
  Stop();
}

void Consumer::Start() {
  impl_->thread = std::thread([this] { impl_->loop.Run(impl_->stop); });
}

void Consumer::Stop() {
  impl_->stop.Stop();
  if (impl_->thread.joinable()) {
    impl_->thread.join();
  }
}

int64_t Consumer::lag() const {
  return impl_->loop.lag();
}
absl::Status Consumer::health() const {
  return impl_->loop.health();
}
absl::StatusOr<ParkedResult> Consumer::RetryParked(const std::string& subject) {
  return impl_->loop.applier().RetryParked(subject);
}
const std::string& Consumer::name() const {
  return impl_->options.name;
}

}  // namespace redress::events
