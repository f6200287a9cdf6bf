// A worker that does one thing again and again on a thread of its own: at once when it starts, then after whatever pause the
// round before asked for, or as soon as time is stepped.
#pragma once

#include <functional>
#include <thread>
#include <utility>

#include "absl/time/time.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"

namespace redress::rpc {

class Ticker final : public Worker {
 public:
  // `round` answers the pause (machine time) after which it is called again; it is never called concurrently.
  explicit Ticker(std::function<absl::Duration()> round) : round_(std::move(round)) {}
  void Start() override {
    thread_ = std::thread([this] { Loop(); });
  }
  void Stop() override {
    wakeup_.Stop();
    thread_.join();
  }
  void TimeStepped() override { wakeup_.Wake(); }

 private:
  void Loop() {
    absl::Duration pause = absl::ZeroDuration();
    while (wakeup_.WaitFor(pause)) pause = round_();
  }

  const std::function<absl::Duration()> round_;
  Wakeup wakeup_;
  std::thread thread_;
};

}  // namespace redress::rpc
