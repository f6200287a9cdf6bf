// Tells the views what time it is for the business: once a second, where it has moved. Figures of promises that are still open
// depend on it, and a view cannot ask the stack's clock.
#pragma once

#include <thread>

#include "absl/time/time.h"
#include "libs/base/time.h"
#include "libs/rpc/wakeup.h"
#include "libs/rpc/worker.h"
#include "services/analytics/store/figures.h"

namespace redress::analytics {

class Ticker final : public rpc::Worker {
 public:
  // All must outlive the worker.
  Ticker(Figures& figures, const TimeSource& time, absl::Duration every) : figures_(figures), time_(time), every_(every) {}
  void Start() override;
  void Stop() override;

 private:
  void Loop();

  Figures& figures_;
  const TimeSource& time_;
  const absl::Duration every_;  // machine time
  rpc::Wakeup wakeup_;
  std::thread thread_;
};

}  // namespace redress::analytics
