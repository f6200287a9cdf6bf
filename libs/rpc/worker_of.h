// Something of an app that has threads of its own (a group commit), as the process runs it: a thin shell.
#pragma once

#include "libs/rpc/worker.h"

namespace redress::rpc {

// `T` has Start() and Stop(), which mean what those of a worker mean; it must outlive the shell.
template <class T>
class WorkerOf final : public Worker {
 public:
  explicit WorkerOf(T& what) : what_(what) {}
  void Start() override { what_.Start(); }
  void Stop() override { what_.Stop(); }

 private:
  T& what_;
};

}  // namespace redress::rpc
