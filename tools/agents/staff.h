// All agents that are present, played by a few threads: whoever is due next is stepped. The list is read again now and then, so
// that agents who come later are played too. One thread more plays the people outside. Stops at once when asked.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "libs/base/machine_time.h"
#include "tools/agents/agent_player.h"
#include "tools/agents/outside_player.h"

namespace redress::agents {

class Staff {
 public:
  // `signer`: mints each agent's token. All must outlive the staff.
  Staff(client::Session& session, const client::Signer& signer, const PlayerOptions& options)
      : session_(session), signer_(signer), options_(options), outside_(session, signer, options.pace) {}

  // Plays until `stopper` stops; failures are waited for and told once each on standard error.
  void Run(int threads, Stopper& stopper);
  Counts counts() const;
  // What people outside answered. Not while Run() runs.
  int outside_answers() const { return outside_.answered(); }

 private:
  struct Due {
    MachineTime at;
    AgentPlayer* player;
    friend bool operator<(const Due& a, const Due& b) { return std::pair(a.at, a.player) < std::pair(b.at, b.player); }
  };
  void Work(Stopper& stopper);
  void PlayOutside(Stopper& stopper);
  void Refresh();
  absl::Status TakeIn(const routing::v1::Agent& agent);
  void Complain(const absl::Status& status);

  client::Session& session_;
  const client::Signer& signer_;
  const PlayerOptions& options_;
  DeclineBook book_;
  OutsidePlayer outside_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Due> due_;
  std::map<std::string, std::unique_ptr<AgentPlayer>> players_;
  std::set<std::string> complaints_;  // failures that were told
  Counts counts_;
};

}  // namespace redress::agents
