// The agents of a demo, played through the public API: each polls its own work with its own token, accepts offers after as long
// as a person of its mood takes, and works what it has to the end. A few offers are declined once, as people do. Nothing here
// knows more than an agent's app would.
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
#include "tools/agents/case_desk.h"
#include "tools/agents/reading.h"
#include "tools/client/keys.h"
#include "tools/client/session.h"

namespace redress::agents {

struct PlayerOptions {
  double pace = 1.0;        // 2: twice as slow
  int decline_percent = 2;  // of ordinary items, each at most once
  // How long parties have to answer what they are asked; nothing: as the policy says.
  absl::optional<absl::Duration> answer_within;
  Reader reader;
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

// The roles of an agent's token: everybody a specialist, supervisors by the roster, managers and legal by their team.
std::vector<std::string> RolesOf(const routing::v1::Agent& agent);

struct Counts {
  int accepted = 0;
  int declined = 0;
  int moves = 0;    // things done with cases
  int refused = 0;  // moves that met another state than was read
  int done = 0;     // items that nothing was left to be done with
  int lost = 0;     // offers that were gone when the agent answered
};

// One agent. Step() is called by one thread at a time.
class AgentPlayer {
 public:
  AgentPlayer(client::Session& session, const PlayerOptions& options, DeclineBook& book, const routing::v1::Agent& agent,
              std::string token);

  const std::string& name() const { return person_.name; }
  // Looks at its work, does what is due, and says when to call again. The first failure, once everything else was done.
  absl::StatusOr<MachineTime> Step(Counts* counts);

 private:
  struct Seen {
    MachineTime answer_at;
    bool decline = false;
  };
  struct Job {
    std::unique_ptr<CaseDesk> desk;
    MachineTime next_at;
    absl::Duration pause = absl::ZeroDuration();  // grows while there is nothing to do
    bool over = false;                            // nothing was left to be done at the last look
  };
  absl::StatusOr<routing::v1::ListWorkItemsResponse> List(const std::string& state);
  absl::Status LookAtOffers(MachineTime now, MachineTime* next, Counts* counts);
  // Takes up what it owns and did not know, and forgets what it owns no more.
  absl::Status LookAtWork(MachineTime now);
  absl::Status WorkOn(MachineTime now, MachineTime* next, Counts* counts);
  // One move of a job, and when the next one is due. True where the job is at its end.
  absl::StatusOr<bool> MoveOn(Job* job, Counts* counts);
  absl::Status Answer(const routing::v1::WorkItem& item, bool decline, Counts* counts);
  Seen Decide(const routing::v1::WorkItem& item, MachineTime now);
  void TakeUp(const routing::v1::WorkItem& item, MachineTime now);
  absl::Duration ThinkTime(const routing::v1::WorkItem& item);

  client::Session& session_;
  const PlayerOptions& options_;
  DeclineBook& book_;
  const Person person_;
  const Mood mood_;
  std::map<std::string, Seen> seen_;  // open offers, by item and offer time
  std::map<std::string, Job> jobs_;   // owned items, by item
  MachineTime look_at_;               // when to list the owned items again
  absl::Duration idle_ = absl::ZeroDuration();
};

}  // namespace redress::agents
