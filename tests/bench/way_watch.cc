#include "tests/bench/way_watch.h"

#include <algorithm>
#include <utility>

#include "absl/strings/strip.h"
#include "redress/routing/v1/routing_events.pb.h"
#include "redress/sla/v1/sla_events.pb.h"

namespace redress::bench {
namespace {

constexpr int kPartitions = 64;
constexpr int kCount = 1'000;

bool Arms(const sla::v1::ClocksStarted& started, sla::v1::ClockKind kind) {
  return std::any_of(started.clocks().begin(), started.clocks().end(),
                     [kind](const sla::v1::ClockTarget& target) { return target.kind() == kind; });
}

}  // namespace

WayWatch::WayWatch(WatchOptions options) : options_(std::move(options)), thread_([this] { Run(); }) {}

WayWatch::~WayWatch() {
  stopping_ = true;
  thread_.join();
}

int64_t WayWatch::through() const {
  const std::lock_guard lock(mutex_);
  return through_;
}

absl::flat_hash_map<std::string, Passage> WayWatch::passages() const {
  const std::lock_guard lock(mutex_);
  return passages_;
}

absl::optional<Clock::time_point> WayWatch::ThroughAt(const Passage& passage) const {
  if (!passage.offered.has_value()) return absl::nullopt;
  if (options_.sla_epoch.empty()) return passage.offered;
  if (!passage.armed.has_value()) return absl::nullopt;
  return std::max(*passage.offered, *passage.armed);
}

absl::Status WayWatch::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

void WayWatch::Note(const events::Event& event, Clock::time_point now) {
  static const std::string* const kOffered = new std::string(routing::v1::WorkItemOffered::descriptor()->full_name());
  static const std::string* const kStarted = new std::string(sla::v1::ClocksStarted::descriptor()->full_name());
  std::string name;
  if (event.type == *kOffered) {
    routing::v1::WorkItemOffered message;
    if (message.ParseFromString(event.data)) name = message.case_();
  } else if (event.type == *kStarted) {
    sla::v1::ClocksStarted message;
    if (message.ParseFromString(event.data) && Arms(message, sla::v1::CLOCK_KIND_ACCEPTANCE)) name = message.case_();
  }
  if (name.empty()) return;
  Passage& passage = passages_[absl::StripPrefix(name, "cases/")];
  const bool before = ThroughAt(passage).has_value();
  absl::optional<Clock::time_point>& moment = event.type == *kOffered ? passage.offered : passage.armed;
  passage.offer_count += event.type == *kOffered;
  if (!moment.has_value()) moment = now;
  through_ += !before && ThroughAt(passage).has_value();
}

void WayWatch::Run() {
  events::RedisOptions redis;
  redis.address = options_.redis;
  events::StreamReader reader(redis);
  std::vector<events::StreamPlace> places;
  for (int partition = 0; partition < kPartitions; ++partition) {
    places.push_back({"routing", options_.routing_epoch, partition, 0});
  }
  if (!options_.sla_epoch.empty()) {
    for (int partition = 0; partition < kPartitions; ++partition) places.push_back({"sla", options_.sla_epoch, partition, 0});
  }
  while (!stopping_) {
    const auto events = reader.Read(places, kCount, absl::Milliseconds(100));
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    if (!events.ok()) {
      failure_ = events.status();
      return;
    }
    for (const events::Event& event : *events) {
      places[event.partition + (event.source == "sla" ? kPartitions : 0)].after = event.sequence;
      Note(event, now);
    }
  }
}

}  // namespace redress::bench
