// One service within a process: what its Bind handed over, and the threads that set it up and look at its dependencies. Internal
// to libs/rpc. Filled by one thread (Bind), then started and stopped by the thread that owns the process.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "libs/base/machine_time.h"
#include "libs/rpc/health.h"
#include "libs/rpc/host_config.h"
#include "libs/rpc/peer.h"
#include "libs/rpc/token_minter.h"
#include "libs/rpc/worker.h"

namespace redress::rpc {

class BoundService {
 public:
  struct Step {
    std::string name;
    std::function<absl::Status()> run;
  };

  BoundService(std::string name, SigningKey key, const AuthConfig& auth, HealthBoard& health);
  // Last kept, first destroyed: later objects refer to earlier ones.
  ~BoundService();

  const std::string& name() const { return name_; }
  const TokenMinter& minter() const { return minter_; }
  // False until every setup step has succeeded; read on every call.
  const std::atomic<bool>& ready() const { return ready_; }

  void AddSetup(Step step) { setup_.push_back(std::move(step)); }
  void AddWorker(std::unique_ptr<Worker> worker) { workers_.push_back(std::move(worker)); }
  void AddCheck(Step check);
  void Keep(std::shared_ptr<void> object) { kept_.push_back(std::move(object)); }
  rpc::Peer& PeerOf(const std::string& name, Peer::ChannelSource source);
  void CallAs(std::string subject, std::string role) { minter_.ActAs(std::move(subject), std::move(role)); }

  // Begins setup (then workers, then `on_ready`) and checks, in threads of their own.
  void Start(absl::Duration check_interval, std::function<void()> on_ready);
  // Asks setup and checks to end; retries of peers pause no more. Does not wait.
  void AskToStop();
  // Waits for setup and checks. False at the deadline: a step or a check is still running, and the service must not be destroyed
  // before another wait.
  bool WaitForBackground(Deadline deadline);
  // Tells the workers, once they have been started. Any thread.
  void TellTimeStepped();
  // Stops the workers that were started, last first. After setup has ended.
  void StopWorkers();

 private:
  void RunSetup(const std::function<void()>& on_ready);
  void RunCheck(const Step& check, absl::Duration interval);

  const std::string name_;
  HealthBoard& health_;
  TokenMinter minter_;
  Stopper stopper_;
  std::atomic<bool> ready_{false};
  std::vector<Step> setup_;
  std::vector<Step> checks_;
  std::map<std::string, std::unique_ptr<Peer>> peers_;
  std::vector<std::shared_ptr<void>> kept_;
  std::vector<std::unique_ptr<Worker>> workers_;
  size_t workers_started_ = 0;
  struct Background {
    absl::Notification ended;
    std::thread thread;
  };
  void Run(std::function<void()> body);
  std::vector<std::unique_ptr<Background>> background_;
};

}  // namespace redress::rpc
