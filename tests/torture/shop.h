// The reference platform as one that fails: what it does wrong from now on, and how often it did. Its faults live in its process:
// killed, it is good again until it is told anew.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "redress/platform/control/v1/control_service.grpc.pb.h"
#include "tests/support/suite.h"
#include "tests/torture/calls.h"

namespace redress::torture {

struct Mishap {
  platform::control::v1::Fault::Kind kind;
  double probability;
  int delay_ms = 0;
};

class Shop {
 public:
  // A test fails where the shop refuses.
  explicit Shop(const test::Suite& suite);
  void Disturb(const std::vector<Mishap>& mishaps);
  // Adds to hits() what struck since it was started; before it is killed, if it is to count.
  void NoteHits();
  // No more faults.
  void Calm();
  // How often each fault struck, as far as it was noted.
  const std::map<std::string, int64_t>& hits() const { return hits_; }

 private:
  void Control(const std::function<grpc::Status(grpc::ClientContext*)>& attempt);

  const std::string admin_;
  Stopper never_;
  const std::unique_ptr<platform::control::v1::ControlService::Stub> control_;
  std::map<std::string, int64_t> hits_;
};

}  // namespace redress::torture
