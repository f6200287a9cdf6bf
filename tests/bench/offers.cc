#include "tests/bench/offers.h"

#include <vector>

#include "absl/strings/strip.h"
#include "libs/events/stream_reader.h"
#include "redress/routing/v1/routing_events.pb.h"

namespace redress::bench {
namespace {

constexpr int kPartitions = 64;
constexpr int kCount = 1'000;

}  // namespace

OfferWatch::OfferWatch(const std::string& redis, const std::string& epoch)
    : thread_([this, redis, epoch] { Run(redis, epoch); }) {}

OfferWatch::~OfferWatch() {
  stopping_ = true;
  thread_.join();
}

int64_t OfferWatch::seen() const {
  const std::lock_guard lock(mutex_);
  return static_cast<int64_t>(offers_.size());
}

absl::flat_hash_map<std::string, Offer> OfferWatch::offers() const {
  const std::lock_guard lock(mutex_);
  return offers_;
}

absl::Status OfferWatch::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void OfferWatch::Run(const std::string& redis, const std::string& epoch) {
  events::RedisOptions options;
  options.address = redis;
  events::StreamReader reader(options);
  std::vector<events::StreamPlace> places;
  for (int partition = 0; partition < kPartitions; ++partition) places.push_back({"routing", epoch, partition, 0});
  const std::string offered = routing::v1::WorkItemOffered::descriptor()->full_name();
  while (!stopping_) {
    const auto events = reader.Read(places, kCount, absl::Milliseconds(100));
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    if (!events.ok()) {
      failure_ = events.status();
      return;
    }
    for (const events::Event& event : *events) {
      places[event.partition].after = event.sequence;
      routing::v1::WorkItemOffered message;
      if (event.type != offered || !message.ParseFromString(event.data)) continue;
      Offer& offer = offers_[absl::StripPrefix(message.case_(), "cases/")];
      if (offer.count++ == 0) offer.first = now;
    }
  }
}

}  // namespace redress::bench
