// The group commit as the process runs it: a thin shell around app/submit.h.
#pragma once

#include "libs/rpc/worker.h"
#include "services/intake/app/submit.h"

namespace redress::intake {

class CommitWorker final : public rpc::Worker {
 public:
  explicit CommitWorker(Submitter& submitter) : submitter_(submitter) {}
  void Start() override { submitter_.Start(); }
  void Stop() override { submitter_.Stop(); }

 private:
  Submitter& submitter_;
};

}  // namespace redress::intake
