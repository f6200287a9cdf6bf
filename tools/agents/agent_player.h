// The agents of a demo or a load test, played through the public API: each polls its own offers with its own token and accepts
// them after as long as a person of its mood takes. A few offers are declined once, as people do. Nothing here knows more than an
// agent's app would.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "libs/base/machine_time.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/client/keys.h"
#include "tools/client/session.h"

namespace redress::agents {

struct PlayerOptions {
  double pace = 1.0;        // 2: twice as slow
  int decline_percent = 2;  // of ordinary items, each at most once
  // Accepted items are completed after about so long; infinite: never.
  absl::Duration complete_after = absl::InfiniteDuration();
};

// Who declined what, so that an item is declined at most once however many are picky. Thread safe.
class DeclineBook {
 public:
  // True for the first who asks about an item.
  bool First(const std::string& item) {
    const std::lock_guard lock(mutex_);
    return items_.insert(item).second;
  }

 private:
  std::mutex mutex_;
  std::set<std::string> items_;
};

// How quickly an agent answers an offer.
enum class Mood { kBrisk, kSteady, kBusy };
// Depends on nothing but the name.
Mood MoodOf(const std::string& agent);
// Between the bounds of the mood; half as long for critical items. `chance` is 0 … 999.
absl::Duration ReactionTime(Mood mood, bool critical, uint32_t chance);

struct Counts {
  int accepted = 0;
  int declined = 0;
  int completed = 0;
  int lost = 0;  // offers that were gone when the agent answered
};

// One agent. Step() is called by one thread at a time.
class AgentPlayer {
 public:
  AgentPlayer(client::Session& session, const PlayerOptions& options, DeclineBook& book, routing::v1::Agent agent,
              std::string token)
      : session_(session),
        options_(options),
        book_(book),
        agent_(std::move(agent)),
        token_(std::move(token)),
        mood_(MoodOf(agent_.name())) {}

  const std::string& name() const { return agent_.name(); }
  // Looks at its offers, answers those that are due, and says when to call again.
  absl::StatusOr<MachineTime> Step(Counts* counts);

 private:
  struct Seen {
    MachineTime answer_at;
    bool decline = false;
  };
  absl::Status Answer(const routing::v1::WorkItem& item, bool decline, Counts* counts);
  absl::Status CompleteDue(MachineTime now, Counts* counts);
  Seen Decide(const routing::v1::WorkItem& item, MachineTime now);

  client::Session& session_;
  const PlayerOptions& options_;
  DeclineBook& book_;
  const routing::v1::Agent agent_;
  const std::string token_;
  const Mood mood_;
  std::map<std::string, Seen> seen_;             // open offers, by item and offer time
  std::map<std::string, MachineTime> complete_;  // owned items and when their work is done
  absl::Duration idle_ = absl::ZeroDuration();
};

}  // namespace redress::agents
