// Events that were fetched and not yet applied, per source and partition, and the choice of what may be applied next: in order
// of sequence, and no event before what its author had applied (docs/architecture.md, Events 7). Pure; not thread safe.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "libs/events/log.h"

namespace redress::events {

class EventQueues {
 public:
  EventQueues(std::vector<std::string> sources, int partitions);

  // −1 for a source that is not read here.
  int IndexOf(absl::string_view source) const;
  const std::string& source(int index) const { return sources_[index].name; }
  int source_count() const { return static_cast<int>(sources_.size()); }
  int partition_count() const { return partitions_; }
  // Empty: it is not known yet, and nothing of the source is taken.
  const std::string& epoch(int source) const { return sources_[source].epoch; }
  void SetEpoch(int source, std::string epoch) { sources_[source].epoch = std::move(epoch); }

  // Forgets what was fetched; the next event wanted is applied + 1.
  void Reset(int source, int partition, int64_t applied);

  enum class Offered { kTaken, kKnown, kGap };
  // kGap: something before it is missing; it is not kept.
  Offered Offer(int source, Event event);

  int64_t applied(int source, int partition) const { return At(source, partition).applied; }
  // The last sequence fetched.
  int64_t fetched(int source, int partition) const;
  size_t waiting(int source, int partition) const { return At(source, partition).events.size(); }

  struct Need {  // read this source, in this partition, up to here before the other can go on
    int source = 0;
    int partition = 0;
    int64_t sequence = 0;
  };
  struct Selection {
    std::vector<Event> events;        // in the order in which to apply them
    std::vector<Need> needs;          // of partitions whose next event waits for another source
    std::vector<int> unknown_epochs;  // partitions whose next event names an epoch that is not followed here
  };
  // At most `limit` events of these partitions, the earlier ones first.
  Selection Select(absl::Span<const int> partitions, int limit) const;

  // These, a selection or its beginning, were applied.
  void Advance(absl::Span<const Event> events);

 private:
  struct Queue {
    int64_t applied = 0;
    std::deque<Event> events;
  };
  struct Source {
    std::string name;
    std::string epoch;
    std::vector<Queue> queues;  // by partition
  };
  enum class Readiness { kReady, kWaits, kUnknownEpoch };
  using Places = std::vector<int64_t>;  // by source: applied or selected, in one partition

  const Queue& At(int source, int partition) const { return sources_[source].queues[partition]; }
  Readiness Judge(const Event& event, int partition, const Places& places, Selection* selection) const;
  void SelectPartition(int partition, size_t limit, Selection* selection) const;

  std::vector<Source> sources_;
  const int partitions_;
};

}  // namespace redress::events
