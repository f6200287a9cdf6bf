// A group commit as the process runs it: a thin shell around app/grant_group.h or app/quote_group.h.
#pragma once

#include "libs/rpc/worker.h"

namespace redress::compensation {

template <class Group>
class GroupWorker final : public rpc::Worker {
 public:
  explicit GroupWorker(Group& group) : group_(group) {}
  void Start() override { group_.Start(); }
  void Stop() override { group_.Stop(); }

 private:
  Group& group_;
};

}  // namespace redress::compensation
