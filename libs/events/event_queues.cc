#include "libs/events/event_queues.h"

#include <utility>

namespace redress::events {

EventQueues::EventQueues(std::vector<std::string> sources, int partitions) : partitions_(partitions) {
  for (std::string& name : sources) {
    sources_.push_back({std::move(name), "", std::vector<Queue>(partitions)});
  }
}

int EventQueues::IndexOf(absl::string_view source) const {
  for (size_t i = 0; i < sources_.size(); ++i) {
    if (sources_[i].name == source) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

void EventQueues::Reset(int source, int partition, int64_t applied) {
  Queue& queue = sources_[source].queues[partition];
  queue.applied = applied;
  queue.events.clear();
}

int64_t EventQueues::fetched(int source, int partition) const {
  const Queue& queue = At(source, partition);
  return queue.events.empty() ? queue.applied : queue.events.back().sequence;
}

EventQueues::Offered EventQueues::Offer(int source, Event event) {
  const int64_t last = fetched(source, event.partition);
  if (event.sequence <= last) {
    return Offered::kKnown;
  }
  if (event.sequence > last + 1) {
    return Offered::kGap;
  }
  sources_[source].queues[event.partition].events.push_back(std::move(event));
  return Offered::kTaken;
}

EventQueues::Readiness EventQueues::Judge(const Event& event, int partition, const Places& places, Selection* selection) const {
  Readiness readiness = Readiness::kReady;
  for (const Position& position : event.after) {
    const int source = IndexOf(position.source);
    if (source < 0 || position.source == event.source) {
      continue;  // not read here
    }
    if (sources_[source].epoch.empty()) {  // its author has heard of one that was not reached from here yet
      readiness = Readiness::kWaits;
      continue;
    }
    if (position.epoch != sources_[source].epoch) {
      return Readiness::kUnknownEpoch;
    }
    if (position.sequence > places[source]) {
      selection->needs.push_back({source, partition, position.sequence});
      readiness = Readiness::kWaits;
    }
  }
  return readiness;
}

void EventQueues::SelectPartition(int partition, size_t limit, Selection* selection) const {
  Places places;
  std::vector<size_t> next(sources_.size(), 0);
  for (const Source& source : sources_) {
    places.push_back(source.queues[partition].applied);
  }
  std::vector<Need> needs;
  bool unknown_epoch = false;
  for (bool progress = true; progress;) {
    progress = false;
    needs.clear();
    unknown_epoch = false;
    for (size_t s = 0; s < sources_.size(); ++s) {
      const std::deque<Event>& events = sources_[s].queues[partition].events;
      Selection judged;
      for (; next[s] < events.size() && selection->events.size() < limit; ++next[s]) {
        const Readiness readiness = Judge(events[next[s]], partition, places, &judged);
        if (readiness != Readiness::kReady) {
          unknown_epoch |= readiness == Readiness::kUnknownEpoch;
          break;
        }
        places[s] = events[next[s]].sequence;
        selection->events.push_back(events[next[s]]);
        progress = true;
      }
      needs.insert(needs.end(), judged.needs.begin(), judged.needs.end());
    }
  }
  selection->needs.insert(selection->needs.end(), needs.begin(), needs.end());
  if (unknown_epoch) {
    selection->unknown_epochs.push_back(partition);
  }
}

EventQueues::Selection EventQueues::Select(absl::Span<const int> partitions, int limit) const {
  Selection selection;
  for (const int partition : partitions) {
    if (selection.events.size() >= static_cast<size_t>(limit)) {
      break;
    }
    SelectPartition(partition, limit, &selection);
  }
  return selection;
}

void EventQueues::Advance(absl::Span<const Event> events) {
  for (const Event& event : events) {
    Queue& queue = sources_[IndexOf(event.source)].queues[event.partition];
    queue.applied = event.sequence;
    queue.events.pop_front();
  }
}

}  // namespace redress::events
