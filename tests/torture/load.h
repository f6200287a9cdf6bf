// Clients that submit complaints: one by one and in batches, some deliberately twice, each until it is acknowledged, with the
// same request id. Every 20th complaint is the same matter as an earlier one, often submitted at the same moment. The test lets
// them go on wave by wave, so that faults fall into the middle of work. Functions are thread safe.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "redress/intake/v1/intake_service.grpc.pb.h"
#include "tests/torture/calls.h"

namespace redress::torture {

// The i-th complaint; the same for the same i. VIP level 3 marks those whose matter comes again.
intake::v1::Complaint ComplaintOf(int i);

class Load {
 public:
  struct Options {
    std::vector<std::string> addresses;  // of intake; client n begins with the n-th and changes after each failure
    std::string token;                   // of a BACKEND
    int complaints = 2'000;              // a multiple of 20
    int clients = 4;
  };
  // Starts the clients, which wait for Allow().
  explicit Load(Options options);
  // Stops them, whatever is still open.
  ~Load();

  // So many complaints, in all, may be submitted by now.
  void Allow(int count);
  // How many are acknowledged; Wait is false if there are fewer at the end of `patience`.
  int acknowledged() const;
  bool WaitAcknowledged(int count, absl::Duration patience);
  // `complaints/…` by number of the complaint, empty where not acknowledged.
  std::vector<std::string> names() const;
  std::vector<std::string> faults() const { return faults_.all(); }

 private:
  using Stub = intake::v1::IntakeService::Stub;
  void Run(size_t client);
  int TakeBlock();
  void SubmitEach(int first, size_t client);
  void SubmitTogether(int first, size_t client);
  grpc::Status SubmitOne(int i, size_t way, std::string* name);
  void Acknowledge(int i, const std::string& name);
  intake::v1::SubmitComplaintRequest RequestOf(int i) const;

  const Options options_;
  std::vector<std::string> request_ids_;
  std::vector<std::unique_ptr<Stub>> stubs_;
  Stopper stopper_;
  Faults faults_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int allowed_ = 0;
  int taken_ = 0;
  int acknowledged_ = 0;
  std::vector<std::string> names_;
  std::vector<std::thread> threads_;
};

}  // namespace redress::torture
