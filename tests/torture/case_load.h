// People who bring cases from the complaint to the closing: each verb is asked under one request id until it is answered,
// whatever is killed meanwhile. The test lets them go on wave by wave, so that faults fall into the middle of work. Thread safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "libs/base/machine_time.h"
#include "redress/casework/v1/casework_service.grpc.pb.h"
#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "redress/platform/control/v1/control_service.grpc.pb.h"
#include "tests/support/suite.h"
#include "tests/torture/calls.h"

namespace redress::torture {

class CaseLoad {
 public:
  // Tokens are taken here, on the main thread. Nothing happens before Allow.
  CaseLoad(test::Suite& suite, int cases, int threads);
  ~CaseLoad();  // gives up what is not done

  // Lets the first `count` cases begin.
  void Allow(int count);
  // Waits until so many are closed.
  bool WaitClosed(int count, absl::Duration patience);
  int closed() const { return closed_; }
  // `complaints/…` that were acknowledged, each the first of its case.
  std::vector<std::string> complaints() const;
  // `cases/…` that were closed.
  std::vector<std::string> cases() const;
  std::vector<std::string> faults() const { return faults_.all(); }

 private:
  struct Tokens {
    std::string backend, admin, handler, approver, outreach;
  };
  // One case on its way; false from where it cannot go on, which is noted.
  class Way;

  void Work();
  int NextCase();
  void Note(const std::string& name, std::vector<std::string>* names);

  const std::string intake_, casework_, platform_;
  const int cases_;
  Tokens tokens_;
  Stopper stopper_;
  Faults faults_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> complaint_names_, case_names_;
  int allowed_ = 0, taken_ = 0;
  std::atomic<int> closed_{0};
  std::vector<std::thread> threads_;
};

}  // namespace redress::torture
