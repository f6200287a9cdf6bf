// Tells whoever watches how far simulations are: one thread looks at those that somebody watches, in the database, where
// whichever replica works on one writes it, and tells every stream what is new. No thread waits for a caller.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "libs/rpc/stream.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"
#include "redress/compensation/v1/policy.pb.h"
#include "services/compensation/app/context.h"

namespace redress::compensation {

// Thread safe.
class SimulationWatch final : public rpc::Worker {
 public:
  using Stream = std::shared_ptr<rpc::Stream<v1::PolicySimulation>>;
  // Looks that often (machine time), with the connections of `context`, which must outlive it.
  SimulationWatch(const Context& context, absl::Duration every) : context_(context), every_(every) {}
  void Start() override;
  // Whoever still watches is sent away.
  void Stop() override;
  void TimeStepped() override { wakeup_.Wake(); }

  // Tells the stream of the simulation, by bare id, until it ended. UNAVAILABLE, reason TOO_MANY_WATCHERS.
  absl::Status Add(const std::string& id, Stream stream);

 private:
  struct Watcher {
    std::string id;
    Stream stream;
    std::string told;  // the bytes of what was told last
  };
  absl::Duration Look();
  // What is to be told next; true where nothing will be any more.
  bool Tell(Watcher* watcher);

  const Context& context_;
  const absl::Duration every_;
  rpc::Wakeup wakeup_;
  std::mutex mutex_;
  std::list<Watcher> watchers_;  // but those that the thread looks at just now
  std::thread thread_;
};

}  // namespace redress::compensation
